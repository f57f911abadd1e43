import { answer, OTHER_MACHINE, vectorsOf } from '../support/vector.ts';
import { action, create, createSecond, CRASH, listed, second, THROTTLED } from './around.fixture.ts';

const NO_ACTION = 'expected an action with an id of the documented form in each place of value';

vectorsOf('effects.list', [
  {
    when: 'value holds actions, or none',
    trace: [listed([]), listed([action(), second()])],
    verdict: 'pass',
    reason: 'every list was answered 200 with an array of actions (2 exchanges)',
  },
  {
    when: 'an action of the run has an odd id, which is judged where it is created',
    trace: [create({ id: 'action-1' }), listed([action({ id: 'action-1' })])],
    verdict: 'pass',
    reason: 'every list was answered 200 with an array of actions (1 exchange)',
  },
  {
    when: 'the array stands alone',
    trace: [listed(answer(200, [action()]))],
    verdict: 'fail',
    reason: 'expected an array of actions in value, got undefined',
    evidence: [3, 4],
  },
  {
    when: 'something else is among them',
    trace: [listed(answer(200, { value: [action(), null] }))],
    verdict: 'fail',
    reason: `${NO_ACTION}, got null`,
  },
  {
    when: 'somebody else has an odd id',
    trace: [listed([{ id: 'action-1' }])],
    verdict: 'fail',
    reason: `${NO_ACTION}, got {"id":"action-1"}`,
  },
  {
    when: 'the service fails',
    trace: [listed(CRASH)],
    verdict: 'fail',
    reason: 'expected 200 for a list of actions, got 500 with code InternalServerError',
  },
  {
    when: 'the list is throttled',
    trace: [listed(THROTTLED)],
    verdict: 'unproven',
    reason: '1 of 1 exchanges could not decide it, the first because it was answered 429 with code 429',
  },
  { when: 'no list is read', trace: [create()], verdict: 'unproven', reason: 'no list of actions was read' },
]);

vectorsOf('effects.list-filter', [
  {
    when: 'all actions are of the machine',
    trace: [listed([action({ machineId: String(action()['machineId']).toUpperCase() }), second()])],
    verdict: 'pass',
    reason: 'every list of one machine holds the actions of that machine alone (1 exchange)',
  },
  {
    when: 'one is of another machine',
    trace: [listed([action(), second({ machineId: OTHER_MACHINE })])],
    verdict: 'fail',
    reason: `expected actions of the machine ${String(action()['machineId'])} alone, got one of ${OTHER_MACHINE}`,
    evidence: [3, 4],
  },
  {
    when: 'the list is empty',
    trace: [listed([])],
    verdict: 'unproven',
    reason: 'no list of one machine with an action in it was read',
  },
]);

const MISSING = 'expected the action of the answer in line 4 in the list of its machine';

vectorsOf('effects.list-complete', [
  {
    when: 'all accepted actions are listed',
    trace: [create(), createSecond(), listed([second(), action()])],
    verdict: 'pass',
    reason: 'every list of a machine holds the actions that were accepted for it (1 exchange)',
  },
  {
    when: 'one is missing right after, which may be a delay',
    trace: [create(), createSecond(), listed([second()])],
    verdict: 'fail',
    reason: `${MISSING}, got 1 without it`,
    advisory: true,
  },
  {
    when: 'one is missing long after',
    trace: [create(), createSecond(), listed([second()], { atMs: 6_000 })],
    verdict: 'fail',
    reason: `${MISSING}, got 1 without it`,
    evidence: [7, 8],
    advisory: false,
  },
  {
    when: 'the list goes on on another page',
    trace: [
      create(),
      listed(answer(200, { value: [], '@odata.nextLink': 'https://x.test/2' }), { atMs: 6_000 }),
    ],
    verdict: 'unproven',
    reason: 'no whole list was read of a machine with an accepted call',
  },
  {
    when: 'it is so long that it may be a page',
    trace: [
      create(),
      listed(
        Array.from({ length: 100 }, () => second()),
        { atMs: 6_000 },
      ),
    ],
    verdict: 'unproven',
    reason: 'no whole list was read of a machine with an accepted call',
  },
  {
    when: 'it is the list of another machine',
    trace: [create(), listed([], { atMs: 6_000 }, OTHER_MACHINE)],
    verdict: 'unproven',
    reason: 'no whole list was read of a machine with an accepted call',
  },
  {
    when: 'the call was answered after the list was asked for',
    trace: [create({}, { tookMs: 500 }), listed([], { atMs: 100 })],
    verdict: 'unproven',
    reason: 'no whole list was read of a machine with an accepted call',
  },
]);
