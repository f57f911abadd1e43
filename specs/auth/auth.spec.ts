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

vectorsOf('auth.forged', [
  {
    when: 'a forged token is answered 401',
    trace: [exchange(under('forged'), CHALLENGED)],
    verdict: 'pass',
    reason: 'every call with a forged token was refused (1 exchange)',
  },
  ...rowsFor('a forged token', 'forged', '401', 'no call with a forged token was answered').map((row) =>
    row.when.endsWith('malformed as well') ? { ...row, verdict: 'not-applicable' as const } : row,
  ),
]);

vectorsOf('auth.other-application', [
  {
    when: 'the token of another application is taken',
    trace: [exchange(under('other-app'), error(404, 'ResourceNotFound'))],
    verdict: 'pass',
    reason: 'the token of another application was taken (1 exchange)',
  },
  {
    when: 'the token of another application is answered 403',
    trace: [exchange(under('other-app'), FORBIDDEN)],
    verdict: 'fail',
    reason:
      'expected a token of another application with the permissions to be taken, got 403 with code Forbidden',
    advisory: false,
  },
  {
    when: 'the token of another application is throttled',
    trace: [exchange(under('other-app'), error(429, '429'))],
    verdict: 'unproven',
    reason: '1 of 1 exchanges could not decide it, the first because it was answered 429',
  },
]);

vectorsOf('auth.challenge-syntax', [
  {
    when: 'a challenge has a realm and an error',
    trace: [challenge('Bearer realm="a", error="invalid_token"', 'Negotiate')],
    verdict: 'pass',
    reason: 'every challenge is well formed (1 exchange)',
  },
  {
    when: 'an address stands without quotes',
    trace: [challenge('Bearer authorization_uri=https://login.example/x')],
    verdict: 'fail',
    reason:
      'expected a well-formed WWW-Authenticate, got neither a token nor a parameter at "authorization_uri=https://login.example…" in WWW-Authenticate: Bearer authorization_uri=https://login.example/x',
    advisory: false,
  },
  {
    when: 'a 401 has no challenge, which another requirement judges',
    trace: [challenge()],
    verdict: 'not-applicable',
    reason: 'no 401 carried a challenge',
  },
]);

const challenged = (use: TokenUse, value: string) =>
  exchange(under(use), error(401, 'Unauthorized', [['WWW-Authenticate', value]]));

vectorsOf('auth.challenge-error', [
  {
    when: 'an expired token is called invalid, and no token is called nothing',
    trace: [challenged('expired', 'Bearer error="invalid_token"'), challenged('none', 'Bearer realm="a"')],
    verdict: 'pass',
    reason:
      'every Bearer challenge names an error where a token was refused, and none where no token came (2 exchanges)',
  },
  {
    when: 'nothing is said of an expired token',
    trace: [challenged('expired', 'Bearer')],
    verdict: 'fail',
    reason: 'expected error="invalid_token" where a token was refused, got no error',
    advisory: true,
  },
  {
    when: 'an error is named where no token came',
    trace: [challenged('none', 'bearer Error=invalid_token')],
    verdict: 'fail',
    reason: 'expected no error where no token came, got error="invalid_token"',
  },
  {
    when: 'the challenge is another scheme’s',
    trace: [challenged('expired', 'Basic realm="a"')],
    verdict: 'not-applicable',
    reason: 'no 401 to a refused token, or to none, carried a Bearer challenge',
  },
]);

const NOWHERE = 'ffffffffffffffffffffffffffffffffffffffff';

vectorsOf('auth.first', [
  {
    when: 'a call without a token to an unknown machine is answered 401',
    trace: [exchange(call({ use: 'none', machine: NOWHERE, sha1: NO_FILE }), CHALLENGED)],
    verdict: 'pass',
    reason: 'every call without a token was answered 401, whatever else was wrong with it (1 exchange)',
  },
  {
    when: 'a call without a token and without a body is answered 400',
    trace: [exchange(call({ use: 'none', body: '' }), error(400, 'InvalidRequestBody'))],
    verdict: 'fail',
    reason: 'expected 401 before anything else, got 400 with code InvalidRequestBody',
    advisory: true,
  },
  {
    when: 'a scheme without a token may be a malformed request',
    trace: [exchange(call({ use: 'malformed', body: '' }), error(400, 'InvalidRequestBody'))],
    verdict: 'not-applicable',
    reason: 'no call without a token was wrong in another way as well',
  },
]);
