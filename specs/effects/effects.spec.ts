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
  type Exchanged,
} from '../support/vector.ts';

const BAD = error(400, 'InvalidHashValue');
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
    verdict: 'unproven',
    reason: 'no call with a comment was refused',
  },
  {
    when: 'a call whose answer was lost is in the list',
    trace: [exchange(commented('mine'), { lost: 'reset' }), listed('mine')],
    verdict: 'unproven',
    reason: 'no call with a comment was refused',
  },
  {
    when: 'a call answered 500 is in the list',
    trace: [exchange(commented('mine'), error(500, 'InternalServerError')), listed('mine')],
    verdict: 'unproven',
    reason: 'no call with a comment was refused',
  },
  {
    when: 'no list is read',
    trace: [exchange(commented('mine'), BAD)],
    verdict: 'unproven',
    reason: 'no list of actions was read',
  },
]);

const ID = '5382f7ea-7557-4ab7-9782-d50480024a4e';
const readOne = (got: Parameters<typeof exchange>[1]): Exchanged =>
  exchange(read(`/api/machineactions/${ID}`), got);

vectorsOf('effects.read-back', [
  {
    when: 'the action is read under its id',
    trace: [readOne(answer(200, { id: ID.toUpperCase() }))],
    verdict: 'pass',
    reason: 'every action that was read back is the one that was asked for (1 exchange)',
  },
  {
    when: 'another action comes',
    trace: [readOne(answer(200, { id: '0c9a4d3e-7b1f-4e2a-8d6c-5b4a39281706' }))],
    verdict: 'fail',
    reason:
      'expected the action 5382f7ea-7557-4ab7-9782-d50480024a4e, got one with the id "0c9a4d3e-7b1f-4e2a-8d6c-5b4a39281706"',
    advisory: false,
  },
  {
    when: 'a list comes',
    trace: [readOne(answer(200, { value: [] }))],
    verdict: 'fail',
    reason: 'expected the action 5382f7ea-7557-4ab7-9782-d50480024a4e, got one with the id undefined',
  },
  {
    when: 'the action is not found, which may be a delay',
    trace: [readOne(error(404, 'ResourceNotFound'))],
    verdict: 'fail',
    reason:
      'expected 200 for the action 5382f7ea-7557-4ab7-9782-d50480024a4e, got 404 with code ResourceNotFound',
    advisory: true,
  },
  {
    when: 'the read fails',
    trace: [readOne(error(500, 'InternalServerError'))],
    verdict: 'fail',
    reason:
      'expected 200 for the action 5382f7ea-7557-4ab7-9782-d50480024a4e, got 500 with code InternalServerError',
    advisory: false,
  },
  {
    when: 'the read is throttled',
    trace: [readOne(error(429, '429'))],
    verdict: 'unproven',
    reason: '1 of 1 exchanges could not decide it, the first because it was answered 429',
  },
  {
    when: 'no action is read',
    trace: [exchange(call(), created())],
    verdict: 'unproven',
    reason: 'no action was read back',
  },
]);

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
    when: 'the first call was refused, so that the second is none',
    trace: [exchange(call(), error(400, 'BadRequest')), exchange(call(), error(409, 'Conflict'))],
    verdict: 'unproven',
    reason: 'no repeated call was answered',
  },
]);
