import {
  changingAnswer,
  editingAction,
  fieldsOf,
  settingInAction,
  withBody,
  type Fields,
} from './changes.ts';
import type { Change, ServiceMutant } from './mutant.ts';

const TIMES = ['creationDateTimeUtc', 'lastUpdateDateTimeUtc'] as const;

/** Writes both times of every action in another way, in order all the same. */
const writingTimes = (write: (time: string) => string): Change =>
  editingAction((action) => ({
    ...action,
    ...Object.fromEntries(TIMES.map((name) => [name, write(String(action[name]))])),
  }));

/** The clock time of a zone so many minutes east, written as if it were UTC. */
const inZone = (minutes: number): Change =>
  writingTimes((time) => {
    const fraction = /\.\d+/.exec(time)?.[0] ?? '';
    const whole = new Date(Date.parse(time.replace(fraction, '')) + minutes * 60_000).toISOString();
    return whole.replace('.000Z', `${fraction}Z`);
  });

/** The words of an action as its creation shows them. */
const atFirst = (values: Fields): Change =>
  changingAnswer(201, (answer) => withBody(answer, { ...fieldsOf(answer), ...values }));

/** Days and hours that there are not, and forms that are not the documented one. */
const FORMS: readonly [name: string, title: string, write: (time: string) => string][] = [
  ['30-february', 'dates actions 30 February', (time) => time.replace(/-\d\d-\d\dT/, '-02-30T')],
  ['31-april', 'dates actions 31 April', (time) => time.replace(/-\d\d-\d\dT/, '-04-31T')],
  ['day-zero', 'dates actions day 0 of the month', (time) => time.replace(/-\d\dT/, '-00T')],
  ['hour-24', 'has an hour 24', (time) => time.replace(/T\d\d/, 'T24')],
  ['second-60', 'has a leap second at noon', (time) => time.replace(/T\d\d:\d\d:\d\d/, 'T12:00:60')],
  ['space', 'writes a space for the T', (time) => time.replace('T', ' ')],
  ['lower-case', 'writes a time in lower case', (time) => time.toLowerCase()],
  ['comma', 'writes a comma before the fraction', (time) => time.replace(/(\.\d+)?Z/, ',5Z')],
  ['empty-fraction', 'writes a point without a fraction', (time) => time.replace(/(\.\d+)?Z/, '.Z')],
  ['no-seconds', 'leaves out the seconds', (time) => time.replace(/:\d\d(\.\d+)?Z/, 'Z')],
  ['basic', 'writes a time without hyphens and colons', (time) => time.replaceAll(/[-:]/g, '')],
  ['date-alone', 'writes the date alone', (time) => time.slice(0, 10)],
  ['http', 'writes a time as in a header', (time) => new Date(time.replace(/\.\d+/, '')).toUTCString()],
  [
    'dotnet',
    'writes a time as .NET did of old',
    (time) => `/Date(${Date.parse(time.replace(/\.\d+/, ''))})/`,
  ],
  ['two-digit-year', 'writes two digits of the year', (time) => time.slice(2)],
  ['padded', 'puts a space behind a time', (time) => `${time} `],
  ['lax-zone', 'writes an offset behind the Z', (time) => `${time}+00`],
];

/** Times that no clock shows, and new actions that are not new. */
export const NEW_ACTION_MUTANTS: readonly ServiceMutant[] = [
  ...FORMS.map(([name, title, write]): ServiceMutant => ({
    id: `body.time-${name}`,
    title,
    kills: ['body.times'],
    change: writingTimes(write),
  })),
  ...(
    [
      ['local-time', 'writes the time of Helsinki with a Z', 120],
      ['local-time-west', 'writes the time of New York with a Z', -300],
      ['local-time-india', 'writes the time of India with a Z', 330],
      ['quarter-hour', 'has a clock that is a quarter of an hour fast', 15],
      ['yesterday', 'has yesterday for today', -1440],
    ] as const
  ).map(([name, title, minutes]): ServiceMutant => ({
    id: `body.${name}`,
    title,
    kills: ['body.created-now'],
    change: inZone(minutes),
  })),
  {
    id: 'body.time-frozen',
    title: 'gives every action the same old time',
    kills: ['body.created-now'],
    change: writingTimes(() => '2020-03-20T14:21:49.9097785Z'),
  },
  {
    id: 'body.time-1970',
    title: 'counts seconds for milliseconds',
    kills: ['body.created-now'],
    change: writingTimes((time) => new Date(Date.parse(time) / 1000).toISOString()),
  },
  {
    id: 'body.updated-tomorrow',
    title: 'says that an action was updated a day later than it was',
    kills: ['body.created-now'],
    change: editingAction((action) => ({
      ...action,
      lastUpdateDateTimeUtc: new Date(
        Date.parse(String(action['lastUpdateDateTimeUtc'])) + 86_400_000,
      ).toISOString(),
    })),
  },
  ...(['Succeeded', 'Failed', 'TimeOut'] as const).map((status): ServiceMutant => ({
    id: `body.${status.toLowerCase()}-at-once`,
    title: `creates actions with the status ${status}`,
    kills: ['body.initial-status'],
    // That a repeated call starts another action is a choice, and goes with actions that have ended.
    service: { choices: { duplicates: 'create' } },
    change: settingInAction({ status }),
  })),
  {
    id: 'body.cancelled-time',
    title: 'gives a new action the time of a cancellation',
    kills: ['body.not-cancelled'],
    change: atFirst({ cancellationDateTimeUtc: '2023-11-22T15:04:05Z' }),
  },
  {
    id: 'body.cancelled-by-nobody',
    title: 'has an empty name for who cancelled a new action',
    kills: ['body.not-cancelled'],
    change: atFirst({ cancellationRequestor: '' }),
  },
  {
    id: 'body.cancelled-with-comment',
    title: 'takes the comment for one of a cancellation as well',
    kills: ['body.not-cancelled'],
    change: changingAnswer(201, (answer) => {
      const action = fieldsOf(answer) ?? {};
      return withBody(answer, { ...action, cancellationComment: action['requestorComment'] });
    }),
  },
  {
    id: 'body.context-of-a-list',
    title: 'sends the context of a list with one action',
    kills: ['body.context'],
    change: atFirst({ '@odata.context': 'https://api.example.test/api/$metadata#MachineActions' }),
  },
  {
    id: 'body.context-of-a-machine',
    title: 'sends the context of a machine with an action',
    kills: ['body.context'],
    change: atFirst({ '@odata.context': 'https://api.example.test/api/$metadata#Machines/$entity' }),
  },
  {
    id: 'body.context-null',
    title: 'sends null for the context',
    kills: ['body.schema'],
    change: atFirst({ '@odata.context': null }),
  },
];
