import {
  answer,
  call,
  created,
  error,
  exchange,
  NO_FILE,
  vectorsOf,
  type Vector,
} from '../support/vector.ts';
import type { TokenUse } from '../../src/trace/lines.ts';

const CHALLENGED = error(401, 'Unauthorized', [['WWW-Authenticate', 'Bearer error="invalid_token"']]);
const FORBIDDEN = error(403, 'Forbidden');
const under = (use: TokenUse) => call({ use, sha1: NO_FILE });

/** What the refusal of a token has to pass through. */
const rowsFor = (what: string, use: TokenUse, wanted: string, none: string): Vector[] => [
  {
    when: `a call with ${what} looks for the file, which is not there`,
    trace: [exchange(under(use), error(404, 'ResourceNotFound'))],
    verdict: 'fail',
    reason: `expected ${wanted}, got 404 with code ResourceNotFound`,
    evidence: [3, 4],
  },
  {
    when: `a call with ${what} is answered 503`,
    trace: [exchange(under(use), error(503, 'ServiceUnavailable'))],
    verdict: 'unproven',
    reason: '1 of 1 exchanges could not decide it, the first because it was answered 503',
  },
  {
    when: `a call with ${what} is malformed as well`,
    trace: [exchange(call({ use, body: '' }), error(400, 'InvalidRequestBody'))],
    verdict: 'unproven',
    reason: none,
  },
];

vectorsOf('auth.missing', [
  {
    when: 'a call without a token is answered 401',
    trace: [exchange(under('none'), CHALLENGED)],
    verdict: 'pass',
    reason: 'every call without a bearer token was refused (1 exchange)',
  },
  {
    when: 'a scheme without a token is answered 401',
    trace: [exchange(under('malformed'), CHALLENGED)],
    verdict: 'pass',
    reason: 'every call without a bearer token was refused (1 exchange)',
  },
  {
    when: 'a call without a token is answered 403',
    trace: [exchange(under('none'), FORBIDDEN)],
    verdict: 'fail',
    reason: 'expected 401, got 403 with code Forbidden',
  },
  ...rowsFor('no token', 'none', '401', 'no call without a token was answered'),
]);

vectorsOf('auth.expired', [
  {
    when: 'an expired token is answered 401',
    trace: [exchange(under('expired'), CHALLENGED)],
    verdict: 'pass',
    reason: 'every call with an expired token was refused (1 exchange)',
  },
  {
    when: 'an expired token is answered 403',
    trace: [exchange(under('expired'), FORBIDDEN)],
    verdict: 'fail',
    reason: 'expected 401, got 403 with code Forbidden',
  },
  ...rowsFor('an expired token', 'expired', '401', 'no call with an expired token was answered'),
]);

vectorsOf('auth.wrong-audience', [
  {
    when: 'a token for another audience is answered 401',
    trace: [exchange(under('wrong-audience'), CHALLENGED)],
    verdict: 'pass',
    reason: 'every call with a token for another audience was refused (1 exchange)',
  },
  {
    when: 'a token for another audience is answered 403',
    trace: [exchange(under('wrong-audience'), FORBIDDEN)],
    verdict: 'pass',
    reason: 'every call with a token for another audience was refused (1 exchange)',
  },
  ...rowsFor(
    'a token for another audience',
    'wrong-audience',
    '401 or 403',
    'no call with a token for another audience was answered',
  ),
]);

vectorsOf('auth.permission', [
  {
    when: 'a token without the permissions is answered 403',
    trace: [exchange(under('no-role'), FORBIDDEN)],
    verdict: 'pass',
    reason: 'every call with a token that lacks the permissions was refused (1 exchange)',
  },
  {
    when: 'a token without the permissions is answered 401',
    trace: [exchange(under('no-role'), CHALLENGED)],
    verdict: 'fail',
    reason: 'expected 403, got 401 with code Unauthorized',
  },
  ...rowsFor(
    'a token without the permissions',
    'no-role',
    '403',
    'no call with a token without permissions was answered',
  ),
]);

const challenge = (...values: string[]) =>
  exchange(
    under('none'),
    error(
      401,
      'Unauthorized',
      values.map((value) => ['WWW-Authenticate', value]),
    ),
  );

vectorsOf('auth.challenge', [
  {
    when: 'a 401 carries a Bearer challenge',
    trace: [challenge('Bearer')],
    verdict: 'pass',
    reason: 'every 401 carries a Bearer challenge (1 exchange)',
  },
  {
    when: 'a 401 carries two challenges',
    trace: [challenge('Basic realm="a"', 'bearer realm="b"')],
    verdict: 'pass',
    reason: 'every 401 carries a Bearer challenge (1 exchange)',
  },
  {
    when: 'a 401 carries no challenge',
    trace: [challenge()],
    verdict: 'fail',
    reason: 'expected a WWW-Authenticate header on a 401, got none',
    advisory: false,
  },
  {
    when: 'a 401 asks for Basic',
    trace: [challenge('Basic realm="Bearer"')],
    verdict: 'fail',
    reason: 'expected a Bearer challenge, got WWW-Authenticate: Basic realm="Bearer"',
  },
  {
    when: 'nothing is answered 401',
    trace: [exchange(call(), created())],
    verdict: 'not-applicable',
    reason: 'nothing was answered 401',
  },
]);

const scheme = (spelling: string) => call({ scheme: spelling, sha1: NO_FILE });

vectorsOf('auth.scheme-case', [
  {
    when: 'the scheme bearer is taken',
    trace: [exchange(scheme('bearer'), error(404, 'ResourceNotFound'))],
    verdict: 'pass',
    reason: 'a token under the scheme in another letter case was taken (1 exchange)',
  },
  {
    when: 'the scheme BEARER is refused',
    trace: [exchange(scheme('BEARER'), CHALLENGED)],
    verdict: 'fail',
    reason: 'expected the scheme BEARER to be read as Bearer, got 401 with code Unauthorized',
  },
  {
    when: 'the scheme bearer is answered 500, which tells nothing',
    trace: [exchange(scheme('bearer'), error(500, 'InternalServerError'))],
    verdict: 'unproven',
    reason: '1 of 1 exchanges could not decide it, the first because it was answered 500',
  },
  {
    when: 'each scheme is spelt Bearer',
    trace: [exchange(call(), answer(201, {}))],
    verdict: 'unproven',
    reason: 'no call with the scheme in another letter case was answered',
  },
]);
