import { answer, call, created, error, exchange, FILE, NO_FILE, vectorsOf } from '../support/vector.ts';

const NOWHERE = 'ffffffffffffffffffffffffffffffffffffffff';
const NOT_FOUND = error(404, 'ResourceNotFound');
const NOT_ALLOWED = error(405, 'MethodNotAllowed', [['Allow', 'POST']]);

vectorsOf('routing.machine-unknown', [
  {
    when: 'an unknown machine is answered 404',
    trace: [exchange(call({ machine: NOWHERE }), NOT_FOUND)],
    verdict: 'pass',
    reason: 'every call to a machine that the service does not have was answered 404 (1 exchange)',
  },
  {
    when: 'an unknown machine is answered 400',
    trace: [exchange(call({ machine: NOWHERE }), error(400, 'BadRequest'))],
    verdict: 'fail',
    reason: 'expected 404, got 400 with code BadRequest',
    evidence: [3, 4],
  },
  {
    when: 'an unknown machine is answered 201',
    trace: [exchange(call({ machine: NOWHERE }), created())],
    verdict: 'fail',
    reason: 'expected 404, got 201',
  },
  {
    when: 'a call to an unknown machine is malformed as well',
    trace: [exchange(call({ machine: NOWHERE, sha1: 'x' }), error(400, 'InvalidHashValue'))],
    verdict: 'unproven',
    reason: 'no call to an unknown machine was answered',
  },
  {
    when: 'the world is not known',
    trace: [exchange(call({ machine: NOWHERE }), NOT_FOUND)],
    verdict: 'unproven',
    reason: 'no call to an unknown machine was answered',
    header: { world: null },
  },
]);

vectorsOf('routing.file-unknown', [
  {
    when: 'a file that is not there is answered 404',
    trace: [exchange(call({ sha1: NO_FILE }), NOT_FOUND)],
    verdict: 'pass',
    reason: 'every call for a file that the machine does not have was answered 404 (1 exchange)',
  },
  {
    when: 'a file of another machine is answered 201',
    trace: [
      exchange(call({ machine: 'c7d2e4f60819a3b5c7d2e4f60819a3b5c7d2e4f6', sha1: NO_FILE }), created()),
    ],
    verdict: 'fail',
    reason: 'expected 404, got 201',
    evidence: [3, 4],
  },
  {
    when: 'a file that is not there is answered 503',
    trace: [exchange(call({ sha1: NO_FILE }), error(503, 'ServiceUnavailable'))],
    verdict: 'unproven',
    reason: '1 of 1 exchanges could not decide it, the first because it was answered 503',
  },
  {
    when: 'the scheme of the token is spelt in lower case, which another requirement judges',
    trace: [exchange(call({ sha1: NO_FILE, scheme: 'bearer' }), error(401, 'Unauthorized'))],
    verdict: 'unproven',
    reason: 'no call for an unknown file was answered',
  },
  {
    when: 'every file is there',
    trace: [exchange(call({ sha1: FILE }), created())],
    verdict: 'unproven',
    reason: 'no call for an unknown file was answered',
  },
]);

vectorsOf('routing.method', [
  {
    when: 'GET is answered 405',
    trace: [exchange(call({ method: 'GET', body: '' }), NOT_ALLOWED)],
    verdict: 'pass',
    reason: 'no call with another method than POST succeeded (1 exchange)',
  },
  {
    when: 'PUT is answered 404',
    trace: [exchange(call({ method: 'PUT' }), NOT_FOUND)],
    verdict: 'pass',
    reason: 'no call with another method than POST succeeded (1 exchange)',
  },
  {
    when: 'GET is answered 200',
    trace: [exchange(call({ method: 'GET', body: '' }), answer(200, {}))],
    verdict: 'fail',
    reason: 'expected a refusal of GET where POST is due, got 200',
    evidence: [3, 4],
  },
  {
    when: 'DELETE is answered 204',
    trace: [exchange(call({ method: 'DELETE', body: '' }), answer(204, ''))],
    verdict: 'fail',
    reason: 'expected a refusal of DELETE where POST is due, got 204',
  },
  {
    when: 'OPTIONS succeeds, as it may',
    trace: [exchange(call({ method: 'OPTIONS', body: '' }), answer(204, ''))],
    verdict: 'unproven',
    reason: 'no call with another method was answered',
  },
  {
    when: 'another method is throttled',
    trace: [exchange(call({ method: 'PUT' }), error(429, '429'))],
    verdict: 'unproven',
    reason: '1 of 1 exchanges could not decide it, the first because it was answered 429',
  },
]);

vectorsOf('routing.allow', [
  {
    when: 'a 405 lists POST',
    trace: [exchange(call({ method: 'PUT' }), error(405, 'MethodNotAllowed', [['allow', 'OPTIONS, POST']]))],
    verdict: 'pass',
    reason: 'every 405 lists the allowed methods, POST among them (1 exchange)',
  },
  {
    when: 'a 405 has no Allow',
    trace: [exchange(call({ method: 'PUT' }), error(405, 'MethodNotAllowed'))],
    verdict: 'fail',
    reason: 'expected an Allow header on a 405, got none',
    advisory: false,
  },
  {
    when: 'a 405 of a tenant lists other methods, which an RFC alone forbids',
    trace: [
      exchange(
        call({ method: 'PUT' }),
        error(405, 'MethodNotAllowed', [
          ['Allow', 'GET'],
          ['Allow', 'post'],
        ]),
      ),
    ],
    verdict: 'fail',
    reason: 'expected an Allow header with POST, got Allow: GET, post',
    advisory: true,
    header: { target: 'tenant' },
  },
  {
    when: 'nothing is answered 405',
    trace: [exchange(call({ method: 'PUT' }), NOT_FOUND)],
    verdict: 'not-applicable',
    reason: 'nothing was answered 405',
  },
]);
