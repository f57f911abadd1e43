import { broken, exchangeCheck, holds, unknown } from '../../src/judge/checks.ts';
import type { Defect } from '../../src/judge/reading.ts';
import { valuesOf } from '../../src/judge/reading.ts';
import { answerOf, isFair, isPassing, statusText } from '../support/answers.ts';

/** What a service would have to look at the body, or for the machine, to know. */
const LATER: readonly Defect[] = [
  'not-json',
  'lax-json',
  'comment-missing',
  'hash-missing',
  'hash-malformed',
  'wrong-type',
  'machine-unknown',
];

/** Whoever has no token learns nothing: neither what is wrong with a call nor which machines there are. */
const first = exchangeCheck({
  id: 'auth.first',
  pass: 'every call without a token was answered 401, whatever else was wrong with it',
  none: { verdict: 'not-applicable', reason: 'no call without a token was wrong in another way as well' },
  judge(exchange) {
    const { defects } = exchange.reading;
    if (!isFair(exchange) || !defects.has('no-token')) return undefined;
    if (valuesOf(exchange.request.line.headers, 'authorization').length > 0) return undefined;
    const beside: readonly Defect[] = ['no-token', 'file-unknown', 'extra-property', ...LATER];
    if (![...defects].every((defect) => beside.includes(defect))) return undefined;
    if (!LATER.some((defect) => defects.has(defect))) return undefined;
    const answer = answerOf(exchange);
    if (answer.none !== undefined) return unknown(answer.none);
    const { status } = answer.line;
    if (isPassing(status) || status >= 500) return unknown(`it was answered ${status}`);
    return status === 401 ? holds : broken('401 before anything else', statusText(answer.line));
  },
});

export const checks = [first];
