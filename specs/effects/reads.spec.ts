import { error, exchange, read, vectorsOf } from '../support/vector.ts';
import {
  action,
  create,
  CRASH,
  ID,
  NOBODY,
  NOT_FOUND,
  readOne,
  second,
  listed,
  THROTTLED,
} from './around.fixture.ts';

vectorsOf('effects.read-back', [
  {
    when: 'the action is read under its id, in capital letters as well',
    trace: [create(), readOne(action({ id: ID.toUpperCase() })), readOne(action(), {}, ID.toUpperCase())],
    verdict: 'pass',
    reason: 'every action that was read back is the one that was asked for (2 exchanges)',
  },
  {
    when: 'another action comes',
    trace: [create(), readOne(second())],
    verdict: 'fail',
    reason: `expected the action ${ID}, got one with the id "0c9a4d3e-7b1f-4e2a-8d6c-5b4a39281706"`,
    evidence: [5, 6],
    advisory: false,
  },
  {
    when: 'a list comes',
    trace: [create(), readOne({ value: [action()] })],
    verdict: 'fail',
    reason: `expected the action ${ID}, got one with the id undefined`,
  },
  {
    when: 'the action is not found right after, which may be a delay',
    trace: [create(), readOne(NOT_FOUND)],
    verdict: 'fail',
    reason: `expected 200 for the action ${ID}, got 404 with code ResourceNotFound`,
    advisory: true,
  },
  {
    when: 'the action is not found long after',
    trace: [create(), readOne(NOT_FOUND, { atMs: 5_100 })],
    verdict: 'fail',
    reason: `expected 200 for the action ${ID}, got 404 with code ResourceNotFound`,
    advisory: false,
  },
  {
    when: 'the action is not found long after in scaled time',
    trace: [create(), readOne(NOT_FOUND, { atMs: 600 })],
    header: { timeScale: 10 },
    verdict: 'fail',
    reason: `expected 200 for the action ${ID}, got 404 with code ResourceNotFound`,
    advisory: false,
  },
  {
    when: 'the read fails',
    trace: [create(), readOne(CRASH)],
    verdict: 'fail',
    reason: `expected 200 for the action ${ID}, got 500 with code InternalServerError`,
    advisory: false,
  },
  {
    when: 'the read is throttled',
    trace: [create(), readOne(THROTTLED)],
    verdict: 'unproven',
    reason: '1 of 1 exchanges could not decide it, the first because it was answered 429 with code 429',
  },
  {
    when: 'the token may not read',
    trace: [create(), readOne(error(403, 'Forbidden'))],
    verdict: 'unproven',
    reason: '1 of 1 exchanges could not decide it, the first because it was answered 403 with code Forbidden',
  },
  {
    when: 'the read has no answer by the end, although another one had',
    trace: [create(), readOne(action()), readOne(undefined)],
    verdict: 'unproven',
    reason: '1 of 2 exchanges could not decide it, the first because the trace ends before the answer',
  },
  {
    when: 'the read was sent before the answer that gave the id',
    trace: [create({}, { tookMs: 3_000 }), readOne(NOT_FOUND, { atMs: 1_000 })],
    verdict: 'unproven',
    reason: 'no action of an accepted call was read back',
  },
  {
    when: 'no action is read',
    trace: [create()],
    verdict: 'unproven',
    reason: 'no action of an accepted call was read back',
  },
]);

vectorsOf('effects.read-unknown', [
  {
    when: 'an id that nobody has is not found',
    trace: [create(), readOne(NOT_FOUND, {}, NOBODY)],
    verdict: 'pass',
    reason: 'every read of an id that no action has was answered 404 (1 exchange)',
  },
  {
    when: 'an action comes',
    trace: [readOne(action(), {}, NOBODY)],
    verdict: 'fail',
    reason: 'expected 404 for an id that no answer has shown, got 200',
    evidence: [3, 4],
  },
  {
    when: 'the service fails',
    trace: [readOne(CRASH, {}, NOBODY)],
    verdict: 'fail',
    reason: 'expected 404 for an id that no answer has shown, got 500 with code InternalServerError',
  },
  {
    when: 'somebody else reads it, who may know it from before',
    trace: [readOne(action({ id: NOBODY }), {}, NOBODY)],
    header: { recorder: 'proxy' },
    verdict: 'unproven',
    reason: 'no id was read that no action has',
  },
  {
    when: 'the id was in a list before',
    trace: [listed([second({ id: NOBODY })]), readOne(second({ id: NOBODY }), {}, NOBODY)],
    verdict: 'unproven',
    reason: 'no id was read that no action has',
  },
  {
    when: 'the id is that of the action of a call with something wrong in it',
    trace: [
      exchange(read('/api/machineactions'), { lost: 'reset' }),
      create(),
      readOne(action()),
      readOne(THROTTLED, {}, NOBODY),
    ],
    verdict: 'unproven',
    reason: '1 of 1 exchanges could not decide it, the first because it was answered 429 with code 429',
  },
]);

vectorsOf('effects.read-unchanged', [
  {
    when: 'a read and a list show what the creation said',
    trace: [create(), readOne(action({ status: 'Succeeded' })), listed([action(), second()])],
    verdict: 'pass',
    reason: 'every action that was read keeps what its creation said (2 exchanges)',
  },
  {
    when: 'texts are stored with other spaces and escapes, and times with fewer digits',
    trace: [
      create({ requestorComment: ' "a" & <b>' }),
      readOne(
        action({
          requestorComment: '&quot;a&quot;  &amp; &lt;b&gt; ',
          creationDateTimeUtc: '2024-05-06T07:08:09Z',
          machineId: String(action()['machineId']).toUpperCase(),
        }),
      ),
    ],
    verdict: 'pass',
    reason: 'every action that was read keeps what its creation said (1 exchange)',
  },
  {
    when: 'the comment is another one',
    trace: [create(), readOne(action({ requestorComment: 'of somebody else' }))],
    verdict: 'fail',
    reason: 'expected the requestorComment that the answer in line 4 has, got "of somebody else"',
    evidence: [5, 6],
  },
  {
    when: 'the machine is another one in a list',
    trace: [create(), listed([second(), action({ machineId: 'f'.repeat(40) })])],
    verdict: 'fail',
    reason: `expected the machineId that the answer in line 4 has, got "${'f'.repeat(40)}"`,
  },
  {
    when: 'the file is another one',
    trace: [create(), readOne(action({ relatedFileInfo: second()['relatedFileInfo'] }))],
    verdict: 'fail',
    reason:
      'expected the relatedFileInfo that the answer in line 4 has, got {"fileIdentifier":"5d41402abc4b2a76b9719d911017c592aa3fe107","fileIdentifierType":"Sha1"}',
  },
  {
    when: 'the creation moves',
    trace: [create(), readOne(action({ creationDateTimeUtc: '2024-05-06T07:08:11Z' }))],
    verdict: 'fail',
    reason: 'expected the creationDateTimeUtc that the answer in line 4 has, got "2024-05-06T07:08:11Z"',
  },
  {
    when: 'the comment may be that of a call that repeats it',
    trace: [
      create(),
      create({ requestorComment: 'again' }, { atMs: 500 }),
      readOne(action({ requestorComment: 'again' })),
    ],
    verdict: 'pass',
    reason: 'every action that was read keeps what its creation said (1 exchange)',
  },
  {
    when: 'nothing is read',
    trace: [create()],
    verdict: 'unproven',
    reason: 'no action of an accepted call was read back',
  },
]);

vectorsOf('effects.read-form', [
  {
    when: 'a read has the form of the contract',
    trace: [create(), readOne(action({ status: 'TimeOut' }))],
    verdict: 'pass',
    reason: 'every action that was read has the documented form (1 exchange)',
  },
  {
    when: 'a list has the older name of the time of the last update, as its examples',
    trace: [
      create(),
      listed([action({ lastUpdateDateTimeUtc: undefined, lastUpdateTimeUtc: '2024-05-06T07:08:09Z' })]),
    ],
    verdict: 'pass',
    reason: 'every action that was read has the documented form (1 exchange)',
  },
  {
    when: 'the creation had the same fault, so that it is judged there',
    trace: [create({ status: 'Started' }), readOne(action({ status: 'Started' }))],
    verdict: 'pass',
    reason: 'every action that was read has the documented form (1 exchange)',
  },
  {
    when: 'a status is none',
    trace: [create(), readOne({ id: ID, ...action({ status: 'Success' }) })],
    verdict: 'fail',
    reason:
      'expected /status to keep enum, got "Success" where it is read: must be equal to one of the allowed values',
    evidence: [5, 6],
  },
  {
    when: 'nothing is read',
    trace: [create()],
    verdict: 'unproven',
    reason: 'no action of an accepted call was read back',
  },
]);
