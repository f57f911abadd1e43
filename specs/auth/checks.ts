import { broken, exchangeCheck, holds, unknown } from '../../src/judge/checks.ts';
import { valuesOf } from '../../src/judge/reading.ts';
import { answerOf, hasOnly, isFair, isPassing, refusalOpinion, statusText } from '../support/answers.ts';
import { checks as challenges } from './challenge-checks.ts';
import { checks as order } from './order-checks.ts';

const missing = exchangeCheck({
  id: 'auth.missing',
  pass: 'every call without a bearer token was refused',
  none: { verdict: 'unproven', reason: 'no call without a token was answered' },
  judge: (exchange, { contract }) =>
    hasOnly(exchange, ['no-token']) && !exchange.reading.defects.has('machine-unknown') // auth.first judges it
      ? refusalOpinion(exchange, contract, [401])
      : undefined,
});

const expired = exchangeCheck({
  id: 'auth.expired',
  pass: 'every call with an expired token was refused',
  none: { verdict: 'unproven', reason: 'no call with an expired token was answered' },
  judge: (exchange, { contract }) =>
    exchange.request.line.token.use === 'expired' && hasOnly(exchange, ['bad-token'])
      ? refusalOpinion(exchange, contract, [401])
      : undefined,
});

/** A token that nobody issued: another signature, none, or no token at all. */
const forged = exchangeCheck({
  id: 'auth.forged',
  pass: 'every call with a forged token was refused',
  none: { verdict: 'not-applicable', reason: 'no call with a forged token was answered' },
  judge: (exchange, { contract }) =>
    exchange.request.line.token.use === 'forged' && hasOnly(exchange, ['bad-token'])
      ? refusalOpinion(exchange, contract, [401])
      : undefined,
});

/** Whoever holds the permissions may call: nothing in the documents ties them to one application. */
const otherApplication = exchangeCheck({
  id: 'auth.other-application',
  pass: 'the token of another application was taken',
  none: { verdict: 'not-applicable', reason: 'no call with the token of another application was answered' },
  judge(exchange) {
    if (!isFair(exchange) || exchange.request.line.token.use !== 'other-app') return undefined;
    const { defects } = exchange.reading;
    if (![...defects].every((defect) => defect === 'file-unknown' || defect === 'repeated')) return undefined;
    const answer = answerOf(exchange);
    if (answer.none !== undefined) return unknown(answer.none);
    const { status } = answer.line;
    if (isPassing(status) || status >= 500) return unknown(`it was answered ${status}`);
    return status === 401 || status === 403
      ? broken('a token of another application with the permissions to be taken', statusText(answer.line))
      : holds;
  },
});

/** A report of a token for another audience tells of 403, the error table of 401: either is right. */
const audience = exchangeCheck({
  id: 'auth.wrong-audience',
  pass: 'every call with a token for another audience was refused',
  none: { verdict: 'unproven', reason: 'no call with a token for another audience was answered' },
  judge: (exchange, { contract }) =>
    exchange.request.line.token.use === 'wrong-audience' && hasOnly(exchange, ['bad-token'])
      ? refusalOpinion(exchange, contract, [401, 403])
      : undefined,
});

const permission = exchangeCheck({
  id: 'auth.permission',
  pass: 'every call with a token that lacks the permissions was refused',
  none: { verdict: 'unproven', reason: 'no call with a token without permissions was answered' },
  judge: (exchange, { contract }) =>
    hasOnly(exchange, ['no-role']) ? refusalOpinion(exchange, contract, [403]) : undefined,
});

/** RFC 9110 §15.5.2 and §11.6.1: a 401 must carry a challenge; RFC 6750 §3: its scheme is Bearer. */
const challenge = exchangeCheck({
  id: 'auth.challenge',
  pass: 'every 401 carries a Bearer challenge',
  none: { verdict: 'not-applicable', reason: 'nothing was answered 401' },
  judge(exchange) {
    const answer = isFair(exchange) ? answerOf(exchange) : { none: '' };
    if (answer.none !== undefined || answer.line.status !== 401) return undefined;
    const values = valuesOf(answer.line.headers, 'www-authenticate');
    if (values.length === 0) return broken('a WWW-Authenticate header on a 401', 'none');
    return values.some((value) => /(^|,\s*)bearer(\s|,|$)/i.test(value))
      ? holds
      : broken('a Bearer challenge', `WWW-Authenticate: ${values.join(', ')}`);
  },
});

/** RFC 9110 §11.1: the scheme is read without regard to letter case. */
const scheme = exchangeCheck({
  id: 'auth.scheme-case',
  pass: 'a token under the scheme in another letter case was taken',
  none: { verdict: 'unproven', reason: 'no call with the scheme in another letter case was answered' },
  judge(exchange) {
    const [header] = valuesOf(exchange.request.line.headers, 'authorization');
    if (header?.startsWith('Bearer ')) return undefined;
    const own = header?.split(' ')[0];
    if (
      !isFair(exchange) ||
      exchange.request.line.token.use !== 'valid' ||
      own === undefined ||
      own === 'Bearer'
    )
      return undefined;
    const answer = answerOf(exchange);
    if (answer.none !== undefined) return unknown(answer.none);
    if (isPassing(answer.line.status) || answer.line.status >= 500)
      return unknown(`it was answered ${answer.line.status}`);
    return answer.line.status === 401
      ? broken(`the scheme ${own} to be read as Bearer`, statusText(answer.line))
      : holds;
  },
});

export const checks = [
  missing,
  expired,
  forged,
  audience,
  permission,
  otherApplication,
  challenge,
  scheme,
  ...challenges,
  ...order,
];
