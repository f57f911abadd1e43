import { broken, exchangeCheck, holds, unknown } from '../../src/judge/checks.ts';
import {
  answerOf,
  codeIn,
  hasOnly,
  isPassing,
  isValid,
  refusalOpinion,
  show,
  statusText,
} from '../support/answers.ts';
import { codeFits } from '../support/error-codes.ts';

const malformed = exchangeCheck({
  id: 'hash.malformed',
  pass: 'every call whose Sha1 is not forty hexadecimal digits was refused',
  none: { verdict: 'unproven', reason: 'no call with a malformed Sha1 was answered' },
  judge: (exchange, { contract }) =>
    exchange.reading.defects.has('hash-malformed') && hasOnly(exchange, ['hash-malformed', 'extra-property'])
      ? refusalOpinion(exchange, contract, [400])
      : undefined,
});

/** What the page of errors has for a hash that is none; for an empty one, what it has for a parameter that is missing as well. */
const CODES = ['InvalidHashValue', 'InvalidInput', 'InvalidRequestBody', 'BadRequest'];

const code = exchangeCheck({
  id: 'hash.code',
  pass: 'every 400 for a malformed Sha1 has a code that goes with it',
  none: { verdict: 'not-applicable', reason: 'no call with a malformed Sha1 was answered 400 with a code' },
  judge(exchange) {
    const { defects, hash } = exchange.reading;
    if (!defects.has('hash-malformed') || !hasOnly(exchange, ['hash-malformed', 'extra-property']))
      return undefined;
    if (defects.has('repeated')) return undefined; // the code may speak of the action that goes on
    const answer = answerOf(exchange);
    if (answer.none !== undefined || answer.line.status !== 400) return undefined;
    const got = codeIn(answer.line);
    if (got === undefined) return undefined; // errors.envelope judges it
    const allowed = hash?.trim() === '' ? [...CODES, 'MissingRequiredParameter'] : CODES;
    const fits = codeFits(got, allowed);
    if (fits === undefined) return undefined; // errors.code judges it
    return fits ? holds : broken(`one of the codes ${allowed.join(', ')}`, show(got));
  },
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

export const checks = [malformed, code, letterCase];
