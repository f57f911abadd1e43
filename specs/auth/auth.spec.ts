import { answer, call, created, error, exchange, NO_FILE, vectorsOf, type Vector } from '../support/vector.ts';
import type { TokenUse } from '../../src/trace/lines.ts';

const CHALLENGED = error(401, 'Unauthorized', [['WWW-Authenticate', 'Bearer error="invalid_token"']]);
const FORBIDDEN = error(403, 'Forbidden');
const under = (use: TokenUse) => call({ use, sha1: NO_FILE });

/** What the refusal of a token has to pass through. */
const rowsFor = (what: string, use: TokenUse): Vector[] => [
  {
    when: `a call with ${what} looks for the file, which is not there`,
    trace: [exchange(under(use), error(404, 'ResourceNotFound'))],
    verdict: 'fail',
    reason: '?',
    evidence: [3, 4],
  },
  {
    when: `a call with ${what} is answered 503`,
    trace: [exchange(under(use), error(503, 'ServiceUnavailable'))],
    verdict: 'unproven',
    reason: '?',
  },
  {
    when: `a call with ${what} is malformed as well`,
    trace: [exchange(call({ use, body: '' }), error(400, 'InvalidRequestBody'))],
    verdict: 'unproven',
    reason: '?',
  },
];

vectorsOf('auth.missing', [
  { when: 'a call without a token is answered 401', trace: [exchange(under('none'), CHALLENGED)], verdict: 'pass', reason: '?' },
  { when: 'a scheme without a token is answered 401', trace: [exchange(under('malformed'), CHALLENGED)], verdict: 'pass', reason: '?' },
  { when: 'a call without a token is answered 403', trace: [exchange(under('none'), FORBIDDEN)], verdict: 'fail', reason: '?' },
  ...rowsFor('no token', 'none'),
]);

vectorsOf('auth.expired', [
  { when: 'an expired token is answered 401', trace: [exchange(under('expired'), CHALLENGED)], verdict: 'pass', reason: '?' },
  { when: 'an expired token is answered 403', trace: [exchange(under('expired'), FORBIDDEN)], verdict: 'fail', reason: '?' },
  ...rowsFor('an expired token', 'expired'),
]);

vectorsOf('auth.wrong-audience', [
  { when: 'a token for another audience is answered 401', trace: [exchange(under('wrong-audience'), CHALLENGED)], verdict: 'pass', reason: '?' },
  { when: 'a token for another audience is answered 403', trace: [exchange(under('wrong-audience'), FORBIDDEN)], verdict: 'pass', reason: '?' },
  ...rowsFor('a token for another audience', 'wrong-audience'),
]);

vectorsOf('auth.permission', [
  { when: 'a token without the permissions is answered 403', trace: [exchange(under('no-role'), FORBIDDEN)], verdict: 'pass', reason: '?' },
  { when: 'a token without the permissions is answered 401', trace: [exchange(under('no-role'), CHALLENGED)], verdict: 'fail', reason: '?' },
  ...rowsFor('a token without the permissions', 'no-role'),
]);

const challenge = (...values: string[]) =>
  exchange(under('none'), error(401, 'Unauthorized', values.map((value) => ['WWW-Authenticate', value])));

vectorsOf('auth.challenge', [
  { when: 'a 401 carries a Bearer challenge', trace: [challenge('Bearer')], verdict: 'pass', reason: '?' },
  { when: 'a 401 carries two challenges', trace: [challenge('Basic realm="a"', 'bearer realm="b"')], verdict: 'pass', reason: '?' },
  { when: 'a 401 carries no challenge', trace: [challenge()], verdict: 'fail', reason: '?', advisory: false },
  { when: 'a 401 asks for Basic', trace: [challenge('Basic realm="Bearer"')], verdict: 'fail', reason: '?' },
  { when: 'nothing is answered 401', trace: [exchange(call(), created())], verdict: 'not-applicable', reason: '?' },
]);

const scheme = (spelling: string) => call({ scheme: spelling, sha1: NO_FILE });

vectorsOf('auth.scheme-case', [
  { when: 'the scheme bearer is taken', trace: [exchange(scheme('bearer'), error(404, 'ResourceNotFound'))], verdict: 'pass', reason: '?' },
  { when: 'the scheme BEARER is refused', trace: [exchange(scheme('BEARER'), CHALLENGED)], verdict: 'fail', reason: '?' },
  {
    when: 'the scheme bearer is answered 500, which tells nothing',
    trace: [exchange(scheme('bearer'), error(500, 'InternalServerError'))],
    verdict: 'unproven',
    reason: '?',
  },
  { when: 'each scheme is spelt Bearer', trace: [exchange(call(), answer(201, {}))], verdict: 'unproven', reason: '?' },
]);
