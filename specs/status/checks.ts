import { broken, exchangeCheck, holds, unknown } from '../../src/judge/checks.ts';
import { mediaTypeOf } from '../../src/judge/reading.ts';
import type { Check, CheckContext } from '../../src/judge/types.ts';
import {
  accepted,
  answerOf,
  isPassing,
  isUnusualText,
  isValid,
  jsonIn,
  show,
  statusText,
  type Answer,
} from '../support/answers.ts';
import { headerChecks } from './headers.ts';
import { location } from './location.ts';

const created = exchangeCheck({
  id: 'status.created',
  pass: 'every valid call that was not throttled was answered with the success status',
  none: { verdict: 'unproven', reason: 'no valid call was answered' },
  judge(exchange, { contract, header }) {
    if (!isValid(exchange)) return undefined;
    const answer = answerOf(exchange);
    if (answer.none !== undefined) return unknown(answer.none);
    const { status } = answer.line;
    if (status === 429) return undefined; // the limits topic judges it
    if (isPassing(status)) return unknown(`it was answered ${status}`);
    if (status >= 400 && /[A-F]/.test(exchange.reading.hash ?? '')) return undefined; // hash.letter-case judges it, as a convention
    if (status === 400 && isUnusualText(exchange.reading.comment ?? '')) return undefined; // a choice that the documents leave open
    if (speaksOfEarlier(answer.line, header))
      return unknown(
        'an action of an earlier run may still be going on: play again when it has ended, or with other files',
      );
    return status === contract.successStatus
      ? holds
      : broken(String(contract.successStatus), statusText(answer.line));
  },
});

/** A service that is not ours was there before the run: its tenant may hold an action for the same machine and file. */
function speaksOfEarlier(answer: Answer, { target }: CheckContext['header']): boolean {
  if (target === 'mock' || target === 'emulator' || answer.status !== 400) return false;
  const json = jsonIn(answer);
  const error = json.ok
    ? (json.value as { error?: { code?: unknown; message?: unknown } } | null)?.error
    : undefined;
  return error?.code === 'ActiveRequestAlreadyExists' || /already in progress/i.test(String(error?.message));
}

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
    if (exchange.faulted || exchange.request.line.raw) return undefined; // framing.answer-length judges those
    const line = exchange.response?.line;
    if (line === undefined || line.lost !== undefined) return undefined;
    if (line.end === 'complete') return holds;
    // Here it was the run that ended it: more may have come.
    if (line.end === 'timeout') return unknown('an answer was not whole when it was given up');
    if (line.cut !== undefined) return unknown('the body of an answer is longer than is read');
    const why = line.why === undefined ? '' : `: ${line.why}`;
    return broken('a whole body', `a body that ended early (${line.end}${why})`);
  },
});

export const checks: Check[] = [created, mediaType, whole, ...headerChecks, location as Check];
