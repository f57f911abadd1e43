import { answer, call, created, error, exchange, NO_FILE, vectorsOf, type Sent, type Vector } from '../support/vector.ts';

const BAD = error(400, 'MissingRequiredParameter');
const ELSEWHERE = { machine: 'ffffffffffffffffffffffffffffffffffffffff' };

/** What any refusal of a broken call has to pass through. */
const rowsFor = (what: string, sent: Sent, elsewhere: Sent): Vector[] => [
  { when: `a call ${what} is answered 400`, trace: [exchange(sent, BAD)], verdict: 'pass', reason: '?', evidence: [3] },
  {
    when: `a call ${what} is answered 404 although its machine is there`,
    trace: [exchange(sent, error(404, 'ResourceNotFound'))],
    verdict: 'fail',
    reason: '?',
    evidence: [3, 4],
  },
  {
    when: `a call ${what} to an unknown machine is answered 404`,
    trace: [exchange(elsewhere, error(404, 'ResourceNotFound'))],
    verdict: 'unproven',
    reason: '?',
  },
  {
    when: `a call ${what} is throttled`,
    trace: [exchange(sent, error(429, '429'))],
    verdict: 'unproven',
    reason: '?',
  },
  { when: 'every call is valid', trace: [exchange(call(), created())], verdict: 'unproven', reason: '?', evidence: [] },
];

const noComment = { Sha1: NO_FILE };
vectorsOf('validation.comment-required', [
  ...rowsFor('without a comment', call({ body: noComment }), call({ ...ELSEWHERE, body: noComment })),
  {
    when: 'a name in the wrong letter case is taken',
    trace: [exchange(call({ body: { comment: 'a', Sha1: NO_FILE } }), error(404, 'ResourceNotFound'))],
    verdict: 'fail',
    reason: '?',
  },
  {
    when: 'the call lacks a token as well',
    trace: [exchange(call({ body: noComment, use: 'none' }), error(401, 'Unauthorized'))],
    verdict: 'unproven',
    reason: '?',
  },
  {
    when: 'a profile without error statuses meets 404',
    trace: [exchange(call({ body: { SHA1: NO_FILE } }), error(404, 'ResourceNotFound'))],
    verdict: 'pass',
    reason: '?',
    header: { profile: 'microsoft-2023' },
  },
]);

const noHash = { Comment: 'a' };
vectorsOf(
  'validation.hash-required',
  rowsFor('without a hash', call({ body: noHash }), call({ ...ELSEWHERE, body: noHash })),
);

vectorsOf('validation.wrong-type', [
  ...rowsFor('with null for the comment', call({ comment: null }), call({ ...ELSEWHERE, comment: null })),
  {
    when: 'an object for the hash is taken',
    trace: [exchange(call({ sha1: {} }), answer(201, {}))],
    verdict: 'fail',
    reason: '?',
  },
  {
    when: 'a comment is missing, which another requirement judges',
    trace: [exchange(call({ body: noComment }), error(404, 'ResourceNotFound'))],
    verdict: 'unproven',
    reason: '?',
  },
]);

vectorsOf(
  'validation.scalar-type',
  rowsFor('with a number for the comment', call({ comment: 5, sha1: NO_FILE }), call({ ...ELSEWHERE, comment: 5 })),
);

vectorsOf('validation.empty-comment', [
  ...rowsFor('with an empty comment', call({ comment: '', sha1: NO_FILE }), call({ ...ELSEWHERE, comment: '' })),
  {
    when: 'a comment of white space is taken',
    trace: [exchange(call({ comment: ' ', sha1: NO_FILE }), error(404, 'ResourceNotFound'))],
    verdict: 'unproven',
    reason: '?',
  },
]);

vectorsOf('validation.json', [
  ...rowsFor('that is cut off', call({ body: '{"Comment":"a' }), call({ ...ELSEWHERE, body: '{"Comment":"a' })),
  { when: 'an empty body is taken', trace: [exchange(call({ body: '' }), answer(201, {}))], verdict: 'fail', reason: '?' },
  {
    when: 'a list is answered 500',
    trace: [exchange(call({ body: [] }), error(500, 'InternalServerError'))],
    verdict: 'fail',
    reason: '?',
  },
]);

const plain = { contentType: 'text/plain', sha1: NO_FILE };
vectorsOf('validation.media-type', [
  ...rowsFor('under text/plain', call(plain), call({ ...ELSEWHERE, ...plain })),
  {
    when: 'a call without a media type is answered 415',
    trace: [exchange(call({ contentType: null, sha1: NO_FILE }), error(415, 'UnsupportedMediaType'))],
    verdict: 'pass',
    reason: '?',
  },
]);

vectorsOf('validation.no-server-error', [
  { when: 'a broken call is answered 400', trace: [exchange(call({ body: '' }), BAD)], verdict: 'pass', reason: '?' },
  {
    when: 'a broken call is answered 500',
    trace: [exchange(call({ body: '' }), error(500, 'InternalServerError'))],
    verdict: 'fail',
    reason: '?',
    evidence: [3, 4],
  },
  {
    when: 'a broken call is answered 503, which may have other reasons',
    trace: [exchange(call({ body: '' }), error(503, 'ServiceUnavailable'))],
    verdict: 'unproven',
    reason: '?',
  },
  {
    when: 'a valid call is answered 500, which another requirement judges',
    trace: [exchange(call(), error(500, 'InternalServerError'))],
    verdict: 'unproven',
    reason: '?',
  },
]);
