import { broken, exchangeCheck, holds, type Opinion } from '../../src/judge/checks.ts';
import type { Exchange } from '../../src/judge/exchanges.ts';
import { valuesOf } from '../../src/judge/reading.ts';
import { answerOf, isFair } from '../support/answers.ts';
import { readChallenges } from './challenge.ts';

/** The values of WWW-Authenticate of a 401 to a call; undefined for any other answer, and where there are none. */
function challengesOf(exchange: Exchange): string[] | undefined {
  const answer = isFair(exchange) ? answerOf(exchange) : { none: '' };
  if (answer.none !== undefined || answer.line.status !== 401) return undefined;
  const values = valuesOf(answer.line.headers, 'www-authenticate');
  return values.length === 0 ? undefined : values; // auth.challenge judges it
}

const NONE = { verdict: 'not-applicable', reason: 'no 401 carried a challenge' } as const;

const syntax = exchangeCheck({
  id: 'auth.challenge-syntax',
  pass: 'every challenge is well formed',
  none: NONE,
  judge(exchange) {
    const values = challengesOf(exchange);
    if (values === undefined) return undefined;
    const read = readChallenges(values);
    return read.ok
      ? holds
      : broken('a well-formed WWW-Authenticate', `${read.why} in WWW-Authenticate: ${values.join(', ')}`);
  },
});

/** RFC 6750 §3 and §3.1: `invalid_token` for a token that was refused, and no error where none came. */
const error = exchangeCheck({
  id: 'auth.challenge-error',
  pass: 'every Bearer challenge names an error where a token was refused, and none where no token came',
  none: { ...NONE, reason: 'no 401 to a refused token, or to none, carried a Bearer challenge' },
  judge(exchange): Opinion {
    const values = challengesOf(exchange);
    const read = values && readChallenges(values);
    if (!read?.ok) return undefined; // auth.challenge-syntax judges it
    const bearer = read.challenges.find(({ scheme }) => scheme === 'bearer');
    if (!bearer) return undefined; // auth.challenge judges it
    const named = bearer.parameters.find(([name]) => name === 'error')?.[1];
    if (exchange.reading.defects.has('bad-token'))
      return named === 'invalid_token'
        ? holds
        : broken('error="invalid_token" where a token was refused', named ?? 'no error');
    if (valuesOf(exchange.request.line.headers, 'authorization').length > 0) return undefined;
    return named === undefined ? holds : broken('no error where no token came', `error="${named}"`);
  },
});

export const checks = [syntax, error];
