import {
  answer,
  call,
  created,
  error,
  exchange,
  NO_FILE,
  vectorsOf,
  type Sent,
  type Vector,
} from '../support/vector.ts';

const BAD = error(400, 'MissingRequiredParameter');
const ELSEWHERE = { machine: 'ffffffffffffffffffffffffffffffffffffffff' };

/** What any refusal of a broken call has to pass through. */
const rowsFor = (o: {
  what: string;
  sent: Sent;
  elsewhere: Sent;
  pass: string;
  none: string;
  wanted?: string;
}): Vector[] => [
  {
    when: `a call ${o.what} is answered 400`,
    trace: [exchange(o.sent, BAD)],
    verdict: 'pass',
    reason: o.pass,
    evidence: [3],
  },
  {
    when: `a call ${o.what} is answered 404 although its machine is there`,
    trace: [exchange(o.sent, error(404, 'ResourceNotFound'))],
    verdict: 'fail',
    reason: `expected ${o.wanted ?? '400'}, got 404 with code ResourceNotFound`,
    evidence: [3, 4],
  },
  {
    when: `a call ${o.what} to an unknown machine is answered 404`,
    trace: [exchange(o.elsewhere, error(404, 'ResourceNotFound'))],
    verdict: 'unproven',
    reason:
      '1 of 1 exchanges could not decide it, the first because a 404 may speak of the machine, which is not known to the service',
  },
  {
    when: `a call ${o.what} is throttled`,
    trace: [exchange(o.sent, error(429, '429'))],
    verdict: 'unproven',
    reason: '1 of 1 exchanges could not decide it, the first because it was answered 429',
  },
  {
    when: 'every call is valid',
    trace: [exchange(call(), created())],
    verdict: 'unproven',
    reason: o.none,
    evidence: [],
  },
];

const noComment = { Sha1: NO_FILE };
vectorsOf('validation.comment-required', [
  ...rowsFor({
    what: 'without a comment',
    sent: call({ body: noComment }),
    elsewhere: call({ ...ELSEWHERE, body: noComment }),
    pass: 'every call without a Comment was refused (1 exchange)',
    none: 'no call without a Comment was answered',
  }),
  {
    when: 'a name in the wrong letter case is taken',
    trace: [exchange(call({ body: { comment: 'a', Sha1: NO_FILE } }), error(404, 'ResourceNotFound'))],
    verdict: 'fail',
    reason: 'expected 400, got 404 with code ResourceNotFound',
  },
  {
    when: 'the call lacks a token as well',
    trace: [exchange(call({ body: noComment, use: 'none' }), error(401, 'Unauthorized'))],
    verdict: 'unproven',
    reason: 'no call without a Comment was answered',
  },
  {
    when: 'a profile without error statuses meets 404',
    trace: [exchange(call({ body: noComment }), error(404, 'ResourceNotFound'))],
    verdict: 'pass',
    reason: 'every call without a Comment was refused (1 exchange)',
    header: { profile: 'microsoft-2023' },
  },
]);

const noHash = { Comment: 'a' };
vectorsOf(
  'validation.hash-required',
  rowsFor({
    what: 'without a hash',
    sent: call({ body: noHash }),
    elsewhere: call({ ...ELSEWHERE, body: noHash }),
    pass: 'every call without a hash was refused (1 exchange)',
    none: 'no call without a hash was answered',
  }),
);

vectorsOf('validation.wrong-type', [
  ...rowsFor({
    what: 'with null for the comment',
    sent: call({ comment: null }),
    elsewhere: call({ ...ELSEWHERE, comment: null }),
    pass: 'every call with null, an object or an array in place of a string was refused (1 exchange)',
    none: 'no call with a value of the wrong type was answered',
  }),
  {
    when: 'an object for the hash is taken',
    trace: [exchange(call({ sha1: {} }), answer(201, {}))],
    verdict: 'fail',
    reason: 'expected 400, got 201',
  },
  {
    when: 'a comment is missing, which another requirement judges',
    trace: [exchange(call({ body: noComment }), error(404, 'ResourceNotFound'))],
    verdict: 'unproven',
    reason: 'no call with a value of the wrong type was answered',
  },
]);

vectorsOf(
  'validation.scalar-type',
  rowsFor({
    what: 'with a number for the comment',
    sent: call({ comment: 5, sha1: NO_FILE }),
    elsewhere: call({ ...ELSEWHERE, comment: 5 }),
    pass: 'every call with a number or a boolean in place of a string was refused (1 exchange)',
    none: 'no call with a number or a boolean in place of a string was answered',
  }),
);

vectorsOf('validation.empty-comment', [
  ...rowsFor({
    what: 'with an empty comment',
    sent: call({ comment: '', sha1: NO_FILE }),
    elsewhere: call({ ...ELSEWHERE, comment: '' }),
    pass: 'every call with an empty Comment was refused (1 exchange)',
    none: 'no call with an empty Comment was answered',
  }),
  {
    when: 'a comment of white space is taken',
    trace: [exchange(call({ comment: ' ', sha1: NO_FILE }), error(404, 'ResourceNotFound'))],
    verdict: 'unproven',
    reason: 'no call with an empty Comment was answered',
  },
]);

vectorsOf('validation.json', [
  ...rowsFor({
    what: 'that is cut off',
    sent: call({ body: '{"Comment":"a' }),
    elsewhere: call({ ...ELSEWHERE, body: '{"Comment":"a' }),
    pass: 'every call whose body is not a JSON object was refused (1 exchange)',
    none: 'no call whose body is not a JSON object was answered',
  }),
  {
    when: 'an empty body is taken',
    trace: [exchange(call({ body: '' }), answer(201, {}))],
    verdict: 'fail',
    reason: 'expected 400, got 201',
  },
  {
    when: 'a list is answered 500',
    trace: [exchange(call({ body: [] }), error(500, 'InternalServerError'))],
    verdict: 'fail',
    reason: 'expected 400, got 500 with code InternalServerError',
  },
]);

const plain = { contentType: 'text/plain', sha1: NO_FILE };
vectorsOf('validation.media-type', [
  ...rowsFor({
    what: 'under text/plain',
    sent: call(plain),
    elsewhere: call({ ...ELSEWHERE, ...plain }),
    wanted: '400 or 415',
    pass: 'every call without the media type application/json was refused (1 exchange)',
    none: 'no call without the media type application/json was answered',
  }),
  {
    when: 'a call without a media type is answered 415',
    trace: [exchange(call({ contentType: null, sha1: NO_FILE }), error(415, 'UnsupportedMediaType'))],
    verdict: 'pass',
    reason: 'every call without the media type application/json was refused (1 exchange)',
  },
]);

vectorsOf('validation.no-server-error', [
  {
    when: 'a broken call is answered 400',
    trace: [exchange(call({ body: '' }), BAD)],
    verdict: 'pass',
    reason: 'no call, however broken, was answered 5xx (1 exchange)',
  },
  {
    when: 'a broken call is answered 500',
    trace: [exchange(call({ body: '' }), error(500, 'InternalServerError'))],
    verdict: 'fail',
    reason: 'expected an answer below 500, got 500 with code InternalServerError',
    evidence: [3, 4],
  },
  {
    when: 'a broken call is answered 503, which may have other reasons',
    trace: [exchange(call({ body: '' }), error(503, 'ServiceUnavailable'))],
    verdict: 'unproven',
    reason: 'no call with a defect was answered',
  },
  {
    when: 'a valid call is answered 500, which another requirement judges',
    trace: [exchange(call(), error(500, 'InternalServerError'))],
    verdict: 'unproven',
    reason: 'no call with a defect was answered',
  },
]);
