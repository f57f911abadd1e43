import { action, create, ID, NOT_FOUND, readOne, repeat, SECOND } from './around.fixture.ts';
import {
  actionOf,
  answer,
  call,
  created,
  error,
  exchange,
  MACHINE,
  NO_FILE,
  read,
  vectorsOf,
} from '../support/vector.ts';

const BAD = error(400, 'InvalidHashValue');
const DATE: [string, string] = ['Date', 'Mon, 06 May 2024 07:08:09 GMT'];
const LATER: [string, string] = ['Date', 'Mon, 06 May 2024 07:08:30 GMT'];
const commented = (comment: string) => call({ comment, sha1: NO_FILE });
const listed = (...comments: string[]) =>
  exchange(
    read(`/api/machineactions?$filter=machineId%20eq%20%27${MACHINE}%27`),
    answer(200, { value: comments.map((comment) => actionOf(commented(comment))) }),
  );

vectorsOf('effects.refused', [
  {
    when: 'a refused call is not in the list',
    trace: [exchange(commented('mine'), BAD), listed('of somebody else')],
    verdict: 'pass',
    reason: 'none of 1 refused call shows in 1 list of actions',
  },
  {
    when: 'a refused call is in the list',
    trace: [exchange(commented('mine'), BAD), listed('mine')],
    verdict: 'fail',
    reason:
      'expected no action for a refused call, got one with the comment "mine", which only refused calls carried',
    evidence: [4, 6],
  },
  {
    when: 'a throttled call is in the list',
    trace: [exchange(commented('mine'), error(429, '429')), listed('mine')],
    verdict: 'fail',
    reason:
      'expected no action for a refused call, got one with the comment "mine", which only refused calls carried',
  },
  {
    when: 'a refused call is in the list, but another with its comment was accepted',
    trace: [exchange(commented('mine'), BAD), exchange(call({ comment: 'mine' }), created()), listed('mine')],
    verdict: 'pass',
    reason: 'none of 1 refused call shows in 1 list of actions',
  },
  {
    when: 'a call whose answer was lost is in the list',
    trace: [exchange(commented('mine'), { lost: 'reset' }), listed('mine')],
    verdict: 'unproven',
    reason: 'no call with a comment or a hash was refused',
  },
  {
    when: 'a call answered 500 is in the list',
    trace: [exchange(commented('mine'), error(500, 'InternalServerError')), listed('mine')],
    verdict: 'unproven',
    reason: 'no call with a comment or a hash was refused',
  },
  {
    when: 'a call without a comment is known by its machine and file',
    trace: [
      exchange(call({ body: { Sha1: NO_FILE } }), error(400, 'MissingRequiredParameter', [DATE])),
      listed('none'),
    ],
    verdict: 'fail',
    reason: `expected no action for a refused call, got one with the machine and file "${NO_FILE}", which only refused calls carried`,
  },
  {
    when: 'the action in the list is older than the run',
    trace: [exchange(commented('mine'), error(400, 'InvalidHashValue', [LATER])), listed('mine')],
    verdict: 'pass',
    reason: 'none of 1 refused call shows in 1 list of actions',
  },
  {
    when: 'a call with the same comment is still in flight',
    trace: [
      exchange(call({ comment: 'mine' }), { lost: 'timeout' }, { atMs: 0, tookMs: 9_000 }),
      exchange(commented('mine'), BAD, { atMs: 1_000 }),
      { ...listed('mine'), atMs: 2_000 },
    ],
    verdict: 'unproven',
    reason: 'no call with a comment or a hash was refused',
  },
  {
    when: 'no list is read',
    trace: [exchange(commented('mine'), BAD)],
    verdict: 'unproven',
    reason: 'no list of actions was read',
  },
]);

const GOES_ON = error(400, 'ActiveRequestAlreadyExists');
const twice = (got: Parameters<typeof exchange>[1]) => [exchange(call(), created()), exchange(call(), got)];

vectorsOf('effects.duplicate', [
  {
    when: 'a repeated call is answered 400',
    trace: twice(error(400, 'ActiveRequestAlreadyExists')),
    verdict: 'pass',
    reason: 'every repeated call was answered 400 or with an action (1 exchange)',
  },
  {
    when: 'a repeated call is answered with an action',
    trace: twice(created()),
    verdict: 'pass',
    reason: 'every repeated call was answered 400 or with an action (1 exchange)',
  },
  {
    when: 'a repeated call is answered 409',
    trace: twice(error(409, 'Conflict')),
    verdict: 'fail',
    reason: 'expected 400 or 201, got 409 with code Conflict',
    evidence: [5, 6],
    advisory: true,
  },
  {
    when: 'a repeated call gets no answer',
    trace: twice({ lost: 'timeout' }),
    verdict: 'unproven',
    reason: '1 of 1 exchanges could not decide it, the first because the exchange was lost (timeout)',
  },
  {
    when: 'the file is gone by then',
    trace: [create(), repeat(NOT_FOUND, { atMs: 30_000 })],
    verdict: 'unproven',
    reason: 'no repeated call was answered',
  },
  {
    when: 'two of them at once are answered in the other order',
    trace: [
      exchange(call(), error(400, 'ActiveRequestAlreadyExists'), { atMs: 0, tookMs: 50 }),
      exchange(call(), created(), { atMs: 10, tookMs: 10 }),
    ],
    verdict: 'pass',
    reason: 'every repeated call was answered 400 or with an action (2 exchanges)',
  },
  {
    when: 'the first call was refused, so that the second is none',
    trace: [exchange(call(), error(400, 'BadRequest')), exchange(call(), error(409, 'Conflict'))],
    verdict: 'unproven',
    reason: 'no repeated call was answered',
  },
]);

vectorsOf('effects.after-end', [
  {
    when: 'the pair is accepted again',
    trace: [create(), readOne(action({ status: 'Failed' })), repeat(created({ id: SECOND }))],
    verdict: 'pass',
    reason: 'no call for a pair whose action had ended was answered as if it went on (1 exchange)',
  },
  {
    when: 'the action is said to go on',
    trace: [create(), readOne(action({ status: 'Failed' })), repeat(GOES_ON)],
    verdict: 'fail',
    reason:
      'expected any other answer after an action that is Failed, got 400 with code ActiveRequestAlreadyExists',
    evidence: [7, 8],
    advisory: true,
  },
  {
    when: 'the action that has ended is given again',
    trace: [create(), readOne(action({ status: 'Failed' })), repeat(created({ status: 'Failed' }))],
    verdict: 'fail',
    reason: `expected a new action after one that is Failed, got the action ${ID} again`,
  },
  {
    when: 'the file is gone',
    trace: [create(), readOne(action({ status: 'Succeeded' })), repeat(NOT_FOUND)],
    verdict: 'not-applicable',
    reason: 'no call named a pair whose action was seen to have ended',
  },
  {
    when: 'another call for the pair is in flight',
    trace: [
      create(),
      readOne(action({ status: 'Failed' })),
      repeat(created({ id: SECOND }), { atMs: 2_000, tookMs: 500 }),
      repeat(GOES_ON, { atMs: 2_100 }),
    ],
    verdict: 'pass',
    reason: 'no call for a pair whose action had ended was answered as if it went on (1 exchange)',
  },
]);
