import {
  answer,
  call,
  CAPITAL_FILE,
  created,
  error,
  exchange,
  NO_FILE,
  vectorsOf,
} from '../support/vector.ts';

const valid = call();

vectorsOf('status.created', [
  {
    when: 'a valid call is answered 201',
    trace: [exchange(valid, created())],
    verdict: 'pass',
    reason: 'every valid call that was not throttled was answered with the success status (1 exchange)',
    evidence: [3],
  },
  {
    when: 'one valid call is answered 201, another is throttled',
    trace: [exchange(valid, created()), exchange(call({ sha1: CAPITAL_FILE }), error(429, '429'))],
    verdict: 'pass',
    reason: 'every valid call that was not throttled was answered with the success status (1 exchange)',
  },
  {
    when: 'a valid call is answered 200',
    trace: [exchange(valid, answer(200, {}))],
    verdict: 'fail',
    reason: 'expected 201, got 200',
    evidence: [3, 4],
    advisory: false,
  },
  {
    when: 'two valid calls are refused: the one with the smaller body is shown',
    trace: [
      exchange(call({ comment: 'a longer comment' }), error(400, 'BadRequest')),
      exchange(call({ comment: 'short' }), error(500, 'InternalServerError')),
    ],
    verdict: 'fail',
    reason: 'expected 201, got 500 with code InternalServerError; 2 exchanges fail, this is the smallest',
    evidence: [5, 6],
  },
  {
    when: 'a hash in capital digits is refused, which another requirement judges',
    trace: [exchange(call({ sha1: CAPITAL_FILE }), error(400, 'InvalidHashValue'))],
    verdict: 'unproven',
    reason: 'no valid call was answered',
    evidence: [],
  },
  {
    when: 'every call asks for a file that is not there',
    trace: [exchange(call({ sha1: NO_FILE }), error(404, 'ResourceNotFound'))],
    verdict: 'unproven',
    reason: 'no valid call was answered',
  },
  {
    when: 'the answer to a valid call is lost',
    trace: [
      exchange(valid, created()),
      exchange(call({ machine: 'c7d2e4f60819a3b5c7d2e4f60819a3b5c7d2e4f6' }), { lost: 'reset' }),
    ],
    verdict: 'unproven',
    reason: '1 of 2 exchanges could not decide it, the first because the exchange was lost (reset)',
    evidence: [5],
  },
  {
    when: 'the service is unavailable',
    trace: [exchange(valid, error(503, 'ServiceUnavailable'))],
    verdict: 'unproven',
    reason: '1 of 1 exchanges could not decide it, the first because it was answered 503',
  },
  {
    when: 'the trace ends before the answer',
    trace: [exchange(valid, undefined)],
    verdict: 'unproven',
    reason: '1 of 1 exchanges could not decide it, the first because the trace ends before the answer',
  },
  {
    when: 'a path in other letters is not found',
    trace: [exchange({ ...valid, path: valid.path.toLowerCase() }, error(404, 'NotFound'))],
    verdict: 'unproven',
    reason: 'no valid call was answered',
  },
  {
    when: 'a tenant speaks of an action that the run did not start',
    trace: [exchange(valid, error(400, 'ActiveRequestAlreadyExists'))],
    verdict: 'unproven',
    reason:
      '1 of 1 exchanges could not decide it, the first because an action of an earlier run may still be going on: play again when it has ended, or with other files',
    header: { target: 'lab' },
  },
  {
    when: 'our own service speaks of one, which started with the scenario',
    trace: [exchange(valid, error(400, 'ActiveRequestAlreadyExists'))],
    verdict: 'fail',
    reason: 'expected 201, got 400 with code ActiveRequestAlreadyExists',
  },
  {
    when: 'the service was told to answer 500',
    trace: [exchange(valid, error(500, 'InternalServerError'), { fault: 'answer 500' })],
    verdict: 'unproven',
    reason: 'no valid call was answered',
  },
]);

vectorsOf('status.media-type', [
  {
    when: 'a success says application/json with a charset',
    trace: [exchange(valid, answer(201, {}, [['content-type', 'Application/JSON; charset=utf-8']]))],
    verdict: 'pass',
    reason: 'every success says application/json (1 exchange)',
  },
  {
    when: 'a success says text/json',
    trace: [exchange(valid, answer(201, {}, [['Content-Type', 'text/json']]))],
    verdict: 'fail',
    reason: 'expected Content-Type: application/json, got "text/json"',
    evidence: [3, 4],
  },
  {
    when: 'a success says nothing of its type',
    trace: [exchange(valid, { status: 201, headers: [], body: '{}', end: 'complete' })],
    verdict: 'fail',
    reason: 'expected Content-Type: application/json, got no single Content-Type',
  },
  {
    when: 'no call succeeds',
    trace: [exchange(valid, error(400, 'BadRequest'))],
    verdict: 'unproven',
    reason: 'no call was accepted',
  },
]);

vectorsOf('status.whole', [
  {
    when: 'an answer is whole',
    trace: [exchange(valid, created())],
    verdict: 'pass',
    reason: 'every answer came with all the bytes that it announced (1 exchange)',
  },
  {
    when: 'an answer ends before it is whole',
    trace: [exchange(valid, { status: 201, headers: [], body: '{"id":', end: 'cut' })],
    verdict: 'fail',
    reason: 'expected a whole body, got a body that ended early (cut)',
    evidence: [3, 4],
  },
  {
    when: 'an answer takes longer than the run waits',
    trace: [exchange(valid, { status: 201, headers: [], body: '{"id":', end: 'timeout' })],
    verdict: 'unproven',
    reason:
      '1 of 1 exchanges could not decide it, the first because an answer was not whole when it was given up',
  },
  {
    when: 'an answer is longer than the run reads',
    trace: [exchange(valid, { status: 201, headers: [], body: '{"id":', end: 'cut', cut: 300_000 })],
    verdict: 'unproven',
    reason:
      '1 of 1 exchanges could not decide it, the first because the body of an answer is longer than is read',
  },
  {
    when: 'the service was told to cut the answer',
    trace: [exchange(valid, { status: 201, headers: [], body: '{"id":', end: 'cut' }, { fault: 'cut' })],
    verdict: 'unproven',
    reason: 'no answer came',
  },
  {
    when: 'no answer comes',
    trace: [exchange(valid, { lost: 'timeout' })],
    verdict: 'unproven',
    reason: 'no answer came',
  },
]);
