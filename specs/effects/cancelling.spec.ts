import { answer, error, vectorsOf } from '../support/vector.ts';
import {
  action,
  cancel,
  create,
  CRASH,
  ENDED,
  ID,
  NOBODY,
  NOT_FOUND,
  readOne,
  second,
  THROTTLED,
} from './around.fixture.ts';

const NONE = 'no cancellation was served';
const CANCELLED = action({ status: 'Cancelled' });
const read = (status: string, atMs: number) => readOne(action({ status }), { atMs });

vectorsOf('effects.cancel', [
  {
    when: 'the action comes back, whatever its status is by then',
    trace: [create(), cancel(action())],
    verdict: 'pass',
    reason: '1 cancellation gave the action that was meant',
  },
  {
    when: 'another action comes',
    trace: [create(), cancel(second())],
    verdict: 'fail',
    reason: `expected 200 with the action ${ID}, got another body`,
    evidence: [5, 6],
  },
  {
    when: 'it is answered 202',
    trace: [create(), cancel({ ...answer(202, action()) })],
    verdict: 'fail',
    reason: `expected 200 with the action ${ID}, got 202`,
  },
  {
    when: 'it is refused, and the action goes on well after',
    trace: [create(), cancel(ENDED), read('InProgress', 8_000)],
    verdict: 'fail',
    reason:
      'expected 200 for cancelling an action that goes on, got 400 with code BadRequest, and later a read with the status InProgress',
    evidence: [5, 6, 8],
  },
  {
    when: 'it makes the service fail, and the action goes on well after',
    trace: [create(), cancel(CRASH), read('Pending', 8_000)],
    verdict: 'fail',
    reason:
      'expected 200 for cancelling an action that goes on, got 500 with code InternalServerError, and later a read with the status Pending',
  },
  {
    when: 'it is refused, and the action had ended by then',
    trace: [create(), cancel(ENDED), read('Succeeded', 8_000)],
    verdict: 'not-applicable',
    reason: NONE,
  },
  {
    when: 'it is refused, and a read just after may lag behind',
    trace: [create(), cancel(ENDED), read('Pending', 1_100)],
    verdict: 'not-applicable',
    reason: NONE,
  },
  {
    when: 'it is not served',
    trace: [create(), cancel(error(405, 'MethodNotAllowed')), cancel(NOT_FOUND), read('Pending', 9_000)],
    verdict: 'not-applicable',
    reason: NONE,
  },
  {
    when: 'it is throttled',
    trace: [create(), cancel(THROTTLED)],
    verdict: 'unproven',
    reason: 'a cancellation could not decide it, because it was answered 429',
  },
  {
    when: 'it has no comment, which one source asks for',
    trace: [
      create(),
      { ...cancel(ENDED), sent: { ...cancel(ENDED).sent, body: '{}' } },
      read('Pending', 9_000),
    ],
    verdict: 'not-applicable',
    reason: NONE,
  },
]);

vectorsOf('effects.cancel-unknown', [
  {
    when: 'it is answered 404',
    trace: [cancel(NOT_FOUND, {}, NOBODY)],
    verdict: 'pass',
    reason: 'every cancellation under an id that no action has was answered 404 (1 exchange)',
  },
  {
    when: 'it is answered with some action',
    trace: [cancel(action(), {}, NOBODY)],
    verdict: 'fail',
    reason: 'expected 404 for an id that no answer has shown, got 200',
    evidence: [3, 4],
  },
  {
    when: 'it is not served',
    trace: [cancel(error(405, 'MethodNotAllowed'), {}, NOBODY)],
    verdict: 'not-applicable',
    reason: NONE,
  },
  {
    when: 'somebody else cancels what may be there',
    trace: [cancel(CANCELLED, {}, NOBODY)],
    header: { recorder: 'proxy' },
    verdict: 'not-applicable',
    reason: NONE,
  },
]);

const ended = [create(), read('Succeeded', 2_000)];

vectorsOf('effects.cancel-final', [
  {
    when: 'it is refused',
    trace: [...ended, cancel(ENDED, { atMs: 3_000 })],
    verdict: 'pass',
    reason: 'no cancellation changed an action that had ended, and none made the service fail (1 exchange)',
  },
  {
    when: 'the action comes back as it is',
    trace: [...ended, cancel(action({ status: 'Succeeded' }), { atMs: 3_000 })],
    verdict: 'pass',
    reason: 'no cancellation changed an action that had ended, and none made the service fail (1 exchange)',
  },
  {
    when: 'the action is cancelled',
    trace: [...ended, cancel(CANCELLED, { atMs: 3_000 })],
    verdict: 'fail',
    reason: 'expected an action that stays Succeeded, got "Cancelled"',
    advisory: true,
  },
  {
    when: 'the service fails',
    trace: [...ended, cancel(CRASH, { atMs: 3_000 })],
    verdict: 'fail',
    reason: 'expected no server error for an action that is Succeeded, got 500 with code InternalServerError',
  },
  {
    when: 'the action went on when it was seen last',
    trace: [create(), cancel(CRASH)],
    verdict: 'not-applicable',
    reason: 'no cancellation of an action that had ended was served',
  },
]);

vectorsOf('effects.cancel-ends', [
  {
    when: 'it has ended a while later, even by success',
    trace: [create(), cancel(action()), read('Succeeded', 12_000)],
    verdict: 'pass',
    reason: 'every cancelled action ended (1 exchange)',
  },
  {
    when: 'it goes on a while later',
    trace: [create(), cancel(action()), read('InProgress', 12_000)],
    verdict: 'fail',
    reason: 'expected an action that ended within 10 s of its cancellation, got "InProgress"',
    evidence: [7, 8],
    advisory: true,
  },
  {
    when: 'it is read too soon',
    trace: [create(), cancel(action()), read('InProgress', 9_000)],
    verdict: 'not-applicable',
    reason: 'no cancelled action was read later',
  },
]);
