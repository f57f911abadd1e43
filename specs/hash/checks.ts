import { broken, exchangeCheck, holds, unknown } from '../../src/judge/checks.ts';
import { answerOf, hasOnly, isPassing, isValid, refusalOpinion, statusText } from '../support/answers.ts';

const malformed = exchangeCheck({
  id: 'hash.malformed',
  pass: 'every call whose Sha1 is not forty hexadecimal digits was refused',
  none: { verdict: 'unproven', reason: 'no call with a malformed Sha1 was answered' },
  judge: (exchange, { contract }) =>
    hasOnly(exchange, ['hash-malformed']) ? refusalOpinion(exchange, contract, [400]) : undefined,
});

/** A public client sends upper-case digits and was accepted (schemas/captures.json, `psmde`). */
const letterCase = exchangeCheck({
  id: 'hash.letter-case',
  pass: 'a hash in upper-case digits was accepted',
  none: { verdict: 'unproven', reason: 'no valid call with upper-case digits was answered' },
  judge(exchange, { contract }) {
    if (!isValid(exchange) || !/[A-F]/.test(exchange.reading.hash ?? '')) return undefined;
    const answer = answerOf(exchange);
    if (answer.none !== undefined) return unknown(answer.none);
    if (isPassing(answer.line.status)) return undefined;
    return answer.line.status < 400 // which success it is, is judged by status.created
      ? holds
      : broken(String(contract.successStatus), statusText(answer.line));
  },
});

export const checks = [malformed, letterCase];
