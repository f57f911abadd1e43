import {
  actionOf,
  answer,
  call,
  created,
  error,
  exchange,
  vectorsOf,
  type Vector,
} from '../support/vector.ts';

/** A comment that names the run, as a player writes one. */
const own = call({ comment: 'Cordon run vector call 1' });
const DATE = 'Mon, 06 May 2024 07:08:10 GMT';
type Row = { when: string; values: Record<string, unknown>; reason: string } & Partial<Vector>;
const row = (verdict: Vector['verdict'], { when, values, reason, ...more }: Row): Vector => ({
  when,
  trace: [exchange(own, answer(201, { ...actionOf(own), ...values }, [['Date', DATE]]))],
  verdict,
  reason,
  ...more,
});
const NONE = 'no new action tells';
const none: Vector[] = [
  {
    when: 'no call is accepted',
    trace: [exchange(own, error(400, 'BadRequest'))],
    verdict: 'not-applicable',
    reason: NONE,
  },
];
/** The second call of this machine and file gets what the first made; whatever became of the first is lost. */
const repeated = (values: Record<string, unknown>): Vector => ({
  when: 'a repeated call is answered with the action of the first',
  trace: [exchange(own, { lost: 'reset' }), exchange(own, created(values))],
  verdict: 'not-applicable',
  reason: NONE,
});
/** As a tenant gives it back that had it before the run. */
const earlier = (values: Record<string, unknown>): Vector =>
  row('not-applicable', {
    when: 'the action is from before the run',
    values: {
      requestorComment: 'Cordon run before call 1',
      creationDateTimeUtc: '2024-05-05T07:08:09Z',
      ...values,
    },
    reason: NONE,
    header: { target: 'lab' },
  });

const AT_FIRST = 'every new action is pending or in progress (1 exchange)';
vectorsOf('body.initial-status', [
  row('pass', { when: 'it is pending', values: {}, reason: AT_FIRST }),
  row('pass', { when: 'it is in progress', values: { status: 'InProgress' }, reason: AT_FIRST }),
  row('fail', {
    when: 'it has succeeded already',
    values: { status: 'Succeeded' },
    reason: 'expected a new action to be Pending or InProgress, got "Succeeded"',
    advisory: true,
  }),
  repeated({ status: 'Succeeded' }),
  earlier({ status: 'Succeeded' }),
  ...none,
]);

vectorsOf('body.not-cancelled', [
  row('pass', {
    when: 'a cancellation is null or left out',
    values: { cancellationComment: null },
    reason: 'no new action speaks of a cancellation (1 exchange)',
  }),
  row('fail', {
    when: 'somebody cancelled it',
    values: { cancellationRequestor: 'Nobody' },
    reason: 'expected null for a cancellation that was not, got "Nobody" for cancellationRequestor',
  }),
  repeated({ cancellationRequestor: 'Somebody' }),
  ...none,
]);

const NOW = 'every new action was created and updated at about the time of its answer (1 exchange)';
const at = (created_: string, updated = created_) => ({
  creationDateTimeUtc: created_,
  lastUpdateDateTimeUtc: updated,
});
const wrong = (iso: string) => `expected about 2024-05-06T07:08:10.000Z, when it was answered, got ${iso}`;

vectorsOf('body.created-now', [
  row('pass', { when: 'the clocks agree', values: {}, reason: NOW }),
  row('pass', {
    when: 'the clock of the action is nine minutes slow',
    values: at('2024-05-06T06:59:10Z'),
    reason: NOW,
  }),
  row('pass', { when: 'it is nine minutes fast', values: at('2024-05-06T07:17:10Z'), reason: NOW }),
  {
    when: 'there is no Date, and the clock of the run agrees',
    trace: [exchange(own, created(), { atMs: 480_000 })],
    verdict: 'pass',
    reason: NOW,
  },
  {
    when: 'there is no Date, and the clock of the run does not agree',
    trace: [exchange(own, created(), { atMs: 4_000_000 })],
    verdict: 'fail',
    reason: 'expected about 2024-05-06T08:06:40.010Z, when it was answered, got 2024-05-06T07:08:09.000Z',
  },
  row('fail', {
    when: 'a zone of a quarter of an hour is written as UTC',
    values: at('2024-05-06T07:23:10Z'),
    reason: wrong('2024-05-06T07:23:10.000Z'),
    advisory: true,
  }),
  row('fail', {
    when: 'a zone west of Greenwich is written as UTC',
    values: at('2024-05-06T02:08:10Z'),
    reason: wrong('2024-05-06T02:08:10.000Z'),
  }),
  row('fail', {
    when: 'only the last update is written so',
    values: at('2024-05-06T07:08:09Z', '2024-05-06T09:08:09Z'),
    reason: wrong('2024-05-06T09:08:09.000Z'),
  }),
  row('not-applicable', {
    when: 'the service fakes the passing of time',
    values: at('2024-05-06T09:08:09Z'),
    reason: NONE,
    header: { timeScale: 10 },
  }),
  row('not-applicable', { when: 'the time has another form', values: at('today'), reason: NONE }),
  {
    when: 'the comment does not show that the action is of this run',
    trace: [
      exchange(call(), answer(201, { ...actionOf(call()), ...at('2024-05-06T02:08:10Z') }, [['Date', DATE]])),
    ],
    verdict: 'not-applicable',
    reason: NONE,
  },
  repeated(at('2024-05-06T09:08:09Z')),
  earlier({}),
  ...none,
]);

const context = (value: unknown) => ({ '@odata.context': value });
vectorsOf('body.context', [
  row('pass', {
    when: 'it is that of the captures',
    values: context('https://api.securitycenter.microsoft.com/api/$metadata#MachineActions/$entity'),
    reason: 'every @odata.context speaks of one machine action (1 exchange)',
  }),
  row('fail', {
    when: 'it is that of a list',
    values: context('https://api.example.test/api/$metadata#MachineActions'),
    reason:
      'expected an @odata.context that ends in $metadata#MachineActions/$entity, got "https://api.example.test/api/$metadata#MachineActions"',
  }),
  row('not-applicable', {
    when: 'it is left out',
    values: {},
    reason: 'no action came with an @odata.context',
  }),
]);
