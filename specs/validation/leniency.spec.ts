import {
  answer,
  call,
  created,
  error,
  exchange,
  FILE,
  NO_FILE,
  vectorsOf,
  type Sent,
} from '../support/vector.ts';

const NOT_FOUND = error(404, 'ResourceNotFound');
const BAD = error(400, 'InvalidRequestBody');
const lax = call({ body: `{"Comment":"a","Sha1":"${NO_FILE}",}` });
const further = call({ body: { Comment: 'a', Sha1: NO_FILE, Reason: 'none' } });
const plain = call({ sha1: NO_FILE });

vectorsOf('validation.strict-json', [
  {
    when: 'a comma too many is answered 400',
    trace: [exchange(lax, BAD)],
    verdict: 'pass',
    reason: 'every body that only a lenient reader takes for JSON was refused (1 exchange)',
  },
  {
    when: 'a comma too many is overlooked',
    trace: [exchange(lax, NOT_FOUND)],
    verdict: 'fail',
    reason: 'expected 400, got 404 with code ResourceNotFound',
    advisory: true,
  },
  {
    when: 'a name comes twice, which is legal',
    trace: [exchange(call({ body: `{"Comment":"a","Comment":"b","Sha1":"${NO_FILE}"}` }), NOT_FOUND)],
    verdict: 'not-applicable',
    reason: 'no call with a body that only a lenient reader takes for JSON was answered',
  },
]);

vectorsOf('validation.code', [
  {
    when: 'a comment is missing and the code says so',
    trace: [exchange(call({ body: { Sha1: NO_FILE } }), error(400, 'MissingRequiredParameter'))],
    verdict: 'pass',
    reason: 'every 400 for a wrong body has a code that goes with it (1 exchange)',
  },
  {
    when: 'the hash is missing and the code speaks of the hash',
    trace: [exchange(call({ body: { Comment: 'a' } }), error(400, 'InvalidHashValue'))],
    verdict: 'pass',
    reason: 'every 400 for a wrong body has a code that goes with it (1 exchange)',
  },
  {
    when: 'a comment is missing and the code speaks of the hash',
    trace: [exchange(call({ body: { Sha1: NO_FILE } }), error(400, 'InvalidHashValue'))],
    verdict: 'fail',
    reason:
      'expected one of the codes MissingRequiredParameter, InvalidRequestBody, BadRequest, InvalidInput, got "InvalidHashValue"',
    advisory: true,
  },
  {
    when: 'the code is nobody’s, which another requirement judges',
    trace: [exchange(call({ body: { Sha1: NO_FILE } }), error(400, 'E4711'))],
    verdict: 'not-applicable',
    reason: 'no call with a wrong body was answered 400 with a code',
  },
]);

vectorsOf('validation.extra-properties', [
  {
    when: 'a further property makes no difference',
    trace: [exchange(further, NOT_FOUND)],
    verdict: 'pass',
    reason: 'no call was refused for a property that the contract does not name (1 exchange)',
  },
  {
    when: 'a further property is refused',
    trace: [exchange(plain, NOT_FOUND), exchange(further, BAD)],
    verdict: 'fail',
    reason:
      'expected a property that the contract does not name to be ignored, got 400 with code InvalidRequestBody',
    advisory: true,
  },
  {
    when: 'a call without it is refused as well',
    trace: [exchange(plain, BAD), exchange(further, BAD)],
    verdict: 'not-applicable',
    reason: 'calls with nothing odd in them were refused as well',
  },
  {
    when: 'names that parsers guard against are refused, as they may be',
    trace: [exchange(call({ body: `{"Comment":"a","Sha1":"${NO_FILE}","__proto__":{}}` }), BAD)],
    verdict: 'not-applicable',
    reason: 'no call with a further property was answered',
  },
]);

const writes = call({ body: { Comment: 'a', Sha1: FILE, status: 'Cancelled', requestor: 'A client' } });
const own = (values: Record<string, unknown>) => (sent: Sent) => created(values)(sent);

vectorsOf('validation.mass-assignment', [
  {
    when: 'a status is written and not taken over',
    trace: [exchange(writes, own({ status: 'Pending' }))],
    verdict: 'pass',
    reason: 'no action took over what is its service’s to say (1 exchange)',
  },
  {
    when: 'a status is written and taken over',
    trace: [exchange(writes, own({ status: 'Cancelled' }))],
    verdict: 'fail',
    reason: 'expected status to be the service’s own, got the status of the call, "Cancelled"',
    advisory: true,
  },
  {
    when: 'what is written is what the service would say',
    trace: [
      exchange(
        call({ body: { Comment: 'a', Sha1: FILE, status: 'Succeeded' } }),
        own({ status: 'Succeeded' }),
      ),
    ],
    verdict: 'not-applicable',
    reason: 'no accepted call wrote what is the service’s to say',
  },
]);

const capitals = call({ contentType: 'APPLICATION/JSON', sha1: NO_FILE });
const parameter = call({ contentType: 'application/json; odata.metadata=minimal', sha1: NO_FILE });

vectorsOf('validation.media-type-case', [
  {
    when: 'application/json in capitals is taken',
    trace: [exchange(capitals, NOT_FOUND)],
    verdict: 'pass',
    reason: 'application/json in other letters was taken (1 exchange)',
  },
  {
    when: 'application/json in capitals is refused',
    trace: [exchange(capitals, error(415, 'UnsupportedMediaType'))],
    verdict: 'fail',
    reason:
      'expected APPLICATION/JSON to be taken for application/json, got 415 with code UnsupportedMediaType',
    advisory: false,
  },
  {
    when: 'application/json in capitals is throttled',
    trace: [exchange(capitals, error(429, '429'))],
    verdict: 'unproven',
    reason: '1 of 1 exchanges could not decide it, the first because it was answered 429',
  },
]);

vectorsOf('validation.media-type-parameters', [
  {
    when: 'a parameter makes no difference',
    trace: [exchange(parameter, NOT_FOUND)],
    verdict: 'pass',
    reason: 'application/json with parameters was taken (1 exchange)',
  },
  {
    when: 'a parameter is refused',
    trace: [exchange(parameter, error(415, 'UnsupportedMediaType'))],
    verdict: 'fail',
    reason:
      'expected application/json; odata.metadata=minimal to be taken for application/json, got 415 with code UnsupportedMediaType',
    advisory: true,
  },
  {
    when: 'another charset is refused, as it may be',
    trace: [
      exchange(
        call({ contentType: 'application/json; charset=utf-16', sha1: NO_FILE }),
        error(415, 'UnsupportedMediaType'),
      ),
    ],
    verdict: 'not-applicable',
    reason: 'no call gave application/json a parameter',
  },
]);

vectorsOf('validation.no-server-error', [
  {
    when: 'a method that is not known is answered 501, as RFC 9110 has it',
    trace: [exchange(call({ method: 'PROPFIND' }), answer(501, ''))],
    verdict: 'pass',
    reason: 'no call, however broken, was answered 5xx (1 exchange)',
  },
  {
    when: 'a legal name that comes twice is answered 500',
    trace: [
      exchange(
        call({ body: `{"Comment":"a","Comment":"b","Sha1":"${NO_FILE}"}` }),
        error(500, 'InternalServerError'),
      ),
    ],
    verdict: 'fail',
    reason: 'expected an answer below 500, got 500 with code InternalServerError',
  },
  {
    when: 'the call that XML alone is accepted for is answered 500, which another requirement judges',
    trace: [
      exchange(
        { ...plain, headers: [...plain.headers, ['Accept', 'application/xml']] },
        error(500, 'Whatever'),
      ),
    ],
    verdict: 'unproven',
    reason: 'no call with a defect was answered',
  },
]);
