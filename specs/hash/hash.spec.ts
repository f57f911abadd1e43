import {
  answer,
  call,
  CAPITAL_FILE,
  created,
  error,
  exchange,
  vectorsOf,
  type Vector,
} from '../support/vector.ts';

const DIGITS = '0123456789abcdef0123456789abcdef01234567';
const INVALID = error(400, 'InvalidHashValue');
const refused = (when: string, sha1: string): Vector => ({
  when: `${when} is answered 400`,
  trace: [exchange(call({ sha1 }), INVALID)],
  verdict: 'pass',
  reason: 'every call whose Sha1 is not forty hexadecimal digits was refused (1 exchange)',
});

vectorsOf('hash.malformed', [
  refused('a SHA-256', `${DIGITS}${DIGITS.slice(0, 24)}`),
  refused('a hash with a line end', `${DIGITS}\n`),
  refused('an empty hash', ''),
  {
    when: '41 digits are looked for, and not found',
    trace: [exchange(call({ sha1: `${DIGITS}8` }), error(404, 'ResourceNotFound'))],
    verdict: 'fail',
    reason: 'expected 400, got 404 with code ResourceNotFound',
    evidence: [3, 4],
  },
  {
    when: 'fullwidth digits are taken',
    trace: [exchange(call({ sha1: '\uff10'.repeat(40) }), answer(201, {}))],
    verdict: 'fail',
    reason: 'expected 400, got 201',
  },
  {
    when: 'a malformed hash is refused on a machine that is not there',
    trace: [exchange(call({ sha1: 'x', machine: DIGITS }), error(404, 'ResourceNotFound'))],
    verdict: 'unproven',
    reason:
      '1 of 1 exchanges could not decide it, the first because a 404 may speak of the machine, which is not known to the service',
  },
  {
    when: 'the call is malformed in another way as well',
    trace: [exchange(call({ body: { Sha1: 'x' } }), INVALID)],
    verdict: 'unproven',
    reason: 'no call with a malformed Sha1 was answered',
  },
  {
    when: 'every hash has forty digits',
    trace: [exchange(call(), created()), exchange(call({ sha1: DIGITS }), error(404, 'ResourceNotFound'))],
    verdict: 'unproven',
    reason: 'no call with a malformed Sha1 was answered',
  },
]);

vectorsOf('hash.letter-case', [
  {
    when: 'a hash in capital digits is answered 201',
    trace: [exchange(call({ sha1: CAPITAL_FILE }), created())],
    verdict: 'pass',
    reason: 'a hash in upper-case digits was accepted (1 exchange)',
  },
  {
    when: 'a hash in capital digits is answered 200, which another requirement judges',
    trace: [exchange(call({ sha1: CAPITAL_FILE }), answer(200, {}))],
    verdict: 'pass',
    reason: 'a hash in upper-case digits was accepted (1 exchange)',
  },
  {
    when: 'a hash in capital digits is refused',
    trace: [exchange(call({ sha1: CAPITAL_FILE }), INVALID)],
    verdict: 'fail',
    reason: 'expected 201, got 400 with code InvalidHashValue',
    advisory: true,
  },
  {
    when: 'a hash in capital digits gets no answer',
    trace: [exchange(call({ sha1: CAPITAL_FILE }), { lost: 'reset' })],
    verdict: 'unproven',
    reason: '1 of 1 exchanges could not decide it, the first because the exchange was lost (reset)',
  },
  {
    when: 'no hash has capital digits',
    trace: [exchange(call(), created())],
    verdict: 'unproven',
    reason: 'no valid call with upper-case digits was answered',
  },
]);

vectorsOf('hash.code', [
  {
    when: 'a malformed hash is called one',
    trace: [exchange(call({ sha1: 'x' }), INVALID)],
    verdict: 'pass',
    reason: 'every 400 for a malformed Sha1 has a code that goes with it (1 exchange)',
  },
  {
    when: 'an empty hash is called missing',
    trace: [exchange(call({ sha1: '' }), error(400, 'MissingRequiredParameter'))],
    verdict: 'pass',
    reason: 'every 400 for a malformed Sha1 has a code that goes with it (1 exchange)',
  },
  {
    when: 'a malformed hash is called missing',
    trace: [exchange(call({ sha1: 'x' }), error(400, 'MissingRequiredParameter'))],
    verdict: 'fail',
    reason:
      'expected one of the codes InvalidHashValue, InvalidInput, InvalidRequestBody, BadRequest, got "MissingRequiredParameter"',
    advisory: true,
  },
  {
    when: 'a malformed hash is looked for, which another requirement judges',
    trace: [exchange(call({ sha1: 'x' }), error(404, 'ResourceNotFound'))],
    verdict: 'not-applicable',
    reason: 'no call with a malformed Sha1 was answered 400 with a code',
  },
]);
