import { vectorsOf } from '../support/vector.ts';
import { action, cancel, create, listed, readOne } from './around.fixture.ts';

const read = (status: string, more = {}) => readOne(action({ status }), more);
const GOOD = 'no status went back, and none was left that is final';

vectorsOf('effects.status-forward', [
  {
    when: 'it goes on and ends',
    trace: [create(), read('Pending'), read('InProgress'), read('Failed'), read('Failed')],
    verdict: 'pass',
    reason: `${GOOD} (4 exchanges)`,
  },
  {
    when: 'it ends at once',
    trace: [create(), read('Succeeded')],
    verdict: 'pass',
    reason: `${GOOD} (1 exchange)`,
  },
  {
    when: 'cancelling and the end of the work cross',
    trace: [create(), read('Succeeded'), read('Cancelled'), read('Succeeded')],
    verdict: 'pass',
    reason: `${GOOD} (3 exchanges)`,
  },
  {
    when: 'it goes back',
    trace: [create({ status: 'InProgress' }), read('Pending')],
    verdict: 'fail',
    reason: 'expected a status that may follow InProgress, which line 4 shows, got "Pending"',
    evidence: [5, 6],
    advisory: true,
  },
  {
    when: 'a final status is left',
    trace: [create(), read('Succeeded'), read('InProgress')],
    verdict: 'fail',
    reason: 'expected a status that may follow Succeeded, which line 6 shows, got "InProgress"',
  },
  {
    when: 'one end becomes another',
    trace: [create(), read('TimeOut'), read('Succeeded')],
    verdict: 'fail',
    reason: 'expected a status that may follow TimeOut, which line 6 shows, got "Succeeded"',
  },
  {
    when: 'a cancellation is forgotten',
    trace: [create(), cancel(action({ status: 'Cancelled' })), read('Pending')],
    verdict: 'fail',
    reason: 'expected a status that may follow Cancelled, which line 6 shows, got "Pending"',
  },
  {
    when: 'the answers of two reads overlap',
    trace: [
      create(),
      read('Succeeded', { atMs: 100, tookMs: 50 }),
      read('Pending', { atMs: 90, tookMs: 90 }),
    ],
    verdict: 'pass',
    reason: `${GOOD} (1 exchange)`,
  },
  {
    when: 'an older status shows in a list, which may lag behind',
    trace: [create({ status: 'InProgress' }), listed([action({ status: 'Pending' })])],
    verdict: 'unproven',
    reason: 'no action was seen twice',
  },
]);

const updated = (at: string) => readOne(action({ lastUpdateDateTimeUtc: at }));

vectorsOf('effects.updated-forward', [
  {
    when: 'it stays, loses digits, and goes on',
    trace: [create(), updated('2024-05-06T07:08:09Z'), updated('2024-05-06T07:08:30Z')],
    verdict: 'pass',
    reason: 'no time of a last update went back (2 exchanges)',
  },
  {
    when: 'it goes back',
    trace: [create(), updated('2024-05-06T07:08:30Z'), updated('2024-05-06T07:08:09Z')],
    verdict: 'fail',
    reason: 'expected a lastUpdateDateTimeUtc not before the one in line 6, got "2024-05-06T07:08:09Z"',
    evidence: [7, 8],
  },
  { when: 'it is seen once', trace: [create()], verdict: 'unproven', reason: 'no action was seen twice' },
]);

const BY = { cancellationRequestor: 'Somebody', status: 'Pending' };

vectorsOf('effects.cancellation', [
  {
    when: 'nothing is said of it, by null, absence or emptiness',
    trace: [
      create(),
      readOne(action({ cancellationComment: null, cancellationRequestor: '' })),
      listed([action()]),
    ],
    verdict: 'pass',
    reason: 'nobody is said to have cancelled what nobody cancelled (2 exchanges)',
  },
  {
    when: 'somebody is named',
    trace: [create(), readOne(action(BY))],
    verdict: 'fail',
    reason: 'expected no cancellationRequestor in an action that is "Pending", got "Somebody"',
    evidence: [5, 6],
    advisory: true,
  },
  {
    when: 'somebody is named from the creation on, where that is judged',
    trace: [create(BY), readOne(action(BY))],
    verdict: 'unproven',
    reason: 'no action was read that nobody had cancelled',
  },
  {
    when: 'a cancellation was asked for and has not come through',
    trace: [create(), cancel(action()), readOne(action(BY))],
    verdict: 'unproven',
    reason: 'no action was read that nobody had cancelled',
  },
  {
    when: 'somebody else cancelled it',
    trace: [create(), readOne(action({ ...BY, status: 'Cancelled' }))],
    verdict: 'unproven',
    reason: 'no action was read that nobody had cancelled',
  },
]);
