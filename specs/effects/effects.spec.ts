import { actionOf, answer, call, created, error, exchange, MACHINE, NO_FILE, read, vectorsOf, type Exchanged } from '../support/vector.ts';

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
    reason: '?',
  },
  {
    when: 'a refused call is in the list',
    trace: [exchange(commented('mine'), BAD), listed('mine')],
    verdict: 'fail',
    reason: '?',
    evidence: [4, 6],
  },
  {
    when: 'a throttled call is in the list',
    trace: [exchange(commented('mine'), error(429, '429')), listed('mine')],
    verdict: 'fail',
    reason: '?',
  },
  {
    when: 'a refused call is in the list, but another with its comment was accepted',
    trace: [exchange(commented('mine'), BAD), exchange(call({ comment: 'mine' }), created()), listed('mine')],
    verdict: 'unproven',
    reason: '?',
  },
  {
    when: 'a call whose answer was lost is in the list',
    trace: [exchange(commented('mine'), { lost: 'reset' }), listed('mine')],
    verdict: 'unproven',
    reason: '?',
  },
  {
    when: 'a call answered 500 is in the list',
    trace: [exchange(commented('mine'), error(500, 'InternalServerError')), listed('mine')],
    verdict: 'unproven',
    reason: '?',
  },
  { when: 'no list is read', trace: [exchange(commented('mine'), BAD)], verdict: 'unproven', reason: '?' },
]);

const ID = '5382f7ea-7557-4ab7-9782-d50480024a4e';
const readOne = (got: Parameters<typeof exchange>[1]): Exchanged => exchange(read(`/api/machineactions/${ID}`), got);

vectorsOf('effects.read-back', [
  { when: 'the action is read under its id', trace: [readOne(answer(200, { id: ID.toUpperCase() }))], verdict: 'pass', reason: '?' },
  {
    when: 'another action comes',
    trace: [readOne(answer(200, { id: '0c9a4d3e-7b1f-4e2a-8d6c-5b4a39281706' }))],
    verdict: 'fail',
    reason: '?',
    advisory: false,
  },
  { when: 'a list comes', trace: [readOne(answer(200, { value: [] }))], verdict: 'fail', reason: '?' },
  { when: 'the action is not found, which may be a delay', trace: [readOne(error(404, 'ResourceNotFound'))], verdict: 'fail', reason: '?', advisory: true },
  { when: 'the read fails', trace: [readOne(error(500, 'InternalServerError'))], verdict: 'fail', reason: '?', advisory: false },
  { when: 'the read is throttled', trace: [readOne(error(429, '429'))], verdict: 'unproven', reason: '?' },
  { when: 'no action is read', trace: [exchange(call(), created())], verdict: 'unproven', reason: '?' },
]);

const twice = (got: Parameters<typeof exchange>[1]) => [exchange(call(), created()), exchange(call(), got)];

vectorsOf('effects.duplicate', [
  { when: 'a repeated call is answered 400', trace: twice(error(400, 'ActiveRequestAlreadyExists')), verdict: 'pass', reason: '?' },
  { when: 'a repeated call is answered with an action', trace: twice(created()), verdict: 'pass', reason: '?' },
  { when: 'a repeated call is answered 409', trace: twice(error(409, 'Conflict')), verdict: 'fail', reason: '?', evidence: [5, 6], advisory: true },
  { when: 'a repeated call gets no answer', trace: twice({ lost: 'timeout' }), verdict: 'unproven', reason: '?' },
  {
    when: 'the first call was refused, so that the second is none',
    trace: [exchange(call(), error(400, 'BadRequest')), exchange(call(), error(409, 'Conflict'))],
    verdict: 'unproven',
    reason: '?',
  },
]);
