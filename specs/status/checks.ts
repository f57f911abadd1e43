import { broken, exchangeCheck, holds, unknown } from '../../src/judge/checks.ts';
import { mediaTypeOf } from '../../src/judge/reading.ts';
import {
  accepted,
  answerOf,
  isPassing,
  isUnusualText,
  isValid,
  show,
  statusText,
} from '../support/answers.ts';

const created = exchangeCheck({
  id: 'status.created',
  pass: 'every valid call that was not throttled was answered with the success status',
  none: { verdict: 'unproven', reason: 'no valid call was answered' },
  judge(exchange, { contract }) {
    if (!isValid(exchange)) return undefined;
    const answer = answerOf(exchange);
    if (answer.none !== undefined) return unknown(answer.none);
    const { status } = answer.line;
    if (status === 429) return undefined; // the limits topic judges it
    if (isPassing(status)) return unknown(`it was answered ${status}`);
    if (status >= 400 && /[A-F]/.test(exchange.reading.hash ?? '')) return undefined; // hash.letter-case judges it, as a convention
    if (status === 400 && isUnusualText(exchange.reading.comment ?? '')) return undefined; // a choice that the documents leave open
    return status === contract.successStatus
      ? holds
      : broken(String(contract.successStatus), statusText(answer.line));
  },
});

const mediaType = exchangeCheck({
  id: 'status.media-type',
  pass: 'every success says application/json',
  none: { verdict: 'unproven', reason: 'no call was accepted' },
  judge(exchange, { contract }) {
    const success = accepted(exchange, contract);
    if (!success) return undefined;
    const type = mediaTypeOf(success.answer.headers);
    return type === 'application/json'
      ? holds
      : broken('Content-Type: application/json', type === undefined ? 'no single Content-Type' : show(type));
  },
});

/** RFC 9110 §8.6: the length that was announced is the length that comes. */
const whole = exchangeCheck({
  id: 'status.whole',
  pass: 'every answer came with all the bytes that it announced',
  none: { verdict: 'unproven', reason: 'no answer came' },
  judge(exchange) {
    if (exchange.faulted) return undefined;
    const line = exchange.response?.line;
    if (line === undefined || line.lost !== undefined) return undefined;
    return line.end === 'complete' ? holds : broken('a whole body', `a body that ended early (${line.end})`);
  },
});

export const checks = [created, mediaType, whole];
