import { changingAnswer, errorInstead, fieldsOf, headerOf, isOperation, withHeaders } from './changes.ts';
import type { Change, ServiceMutant } from './mutant.ts';
import type { LimitName } from '../../../src/contract/contract.ts';
import type { ServiceOptions } from '../../service/service.ts';
import type { ServiceResponse } from '../../service/types.ts';

/** Another limit in place of the documented one; 0: none. */
const limiting = (name: LimitName, calls: number): Pick<ServiceMutant, 'contract'> => ({
  contract: (contract) => ({
    ...contract,
    limits: contract.limits.flatMap((limit) =>
      limit.name !== name ? [limit] : calls === 0 ? [] : [{ ...limit, calls }],
    ),
  }),
});

/** Another Retry-After, made of the right one in seconds. */
const asking = (
  say: (seconds: number, answer: ServiceResponse) => string | undefined,
): Pick<ServiceMutant, 'change'> => ({
  change: changingAnswer(429, (answer) =>
    withHeaders(answer, { 'Retry-After': say(Number(headerOf(answer, 'retry-after')), answer) }),
  ),
});

/** Refuses accepted calls that `refuses` says so, with a whole minute to wait. */
const refusing =
  (start: (options: ServiceOptions) => (machine: string) => number): Change =>
  (service, options) => {
    const waitSeconds = start(options);
    return {
      ...service,
      handle(request) {
        if (!isOperation(request) || request.method !== 'POST') return service.handle(request);
        const answer = service.handle(request);
        if (answer.status !== 201) return answer;
        const seconds = waitSeconds(String(fieldsOf(answer)?.['machineId']));
        if (seconds === 0) return answer;
        return withHeaders(errorInstead(answer, 429, '429'), { 'Retry-After': String(seconds) });
      },
    };
  };

const dateOf = (answer: ServiceResponse): number => Date.parse(headerOf(answer, 'date') ?? '');
const httpDate = (ms: number): string => new Date(ms).toUTCString();

/** Wrong limits. */
const COUNTS: readonly ServiceMutant[] = [
  {
    id: 'limits.minute-99',
    title: 'takes 99 calls a minute',
    kills: ['limits.not-early'],
    ...limiting('minute', 99),
  },
  {
    id: 'limits.minute-50',
    title: 'takes 50 calls a minute',
    kills: ['limits.not-early'],
    ...limiting('minute', 50),
  },
  {
    id: 'limits.minute-101',
    title: 'takes 101 calls a minute',
    kills: ['limits.minute'],
    ...limiting('minute', 101),
  },
  {
    id: 'limits.minute-105',
    title: 'takes 105 calls a minute',
    kills: ['limits.minute'],
    ...limiting('minute', 105),
  },
  {
    id: 'limits.minute-200',
    title: 'takes 200 calls a minute',
    kills: ['limits.minute'],
    ...limiting('minute', 200),
  },
  {
    id: 'limits.no-minute',
    title: 'has no limit for the minute',
    kills: ['limits.minute'],
    ...limiting('minute', 0),
  },
  {
    id: 'limits.no-hour',
    title: 'has no limit for the hour',
    kills: ['limits.hour'],
    hour: true,
    ...limiting('hour', 0),
  },
  {
    id: 'limits.hour-1499',
    title: 'takes 1,499 calls an hour',
    kills: ['limits.not-early'],
    hour: true,
    ...limiting('hour', 1499),
  },
  {
    id: 'limits.hour-1501',
    title: 'takes 1,501 calls an hour',
    kills: ['limits.hour'],
    hour: true,
    ...limiting('hour', 1501),
  },
  {
    id: 'limits.hour-3000',
    title: 'takes 3,000 calls an hour',
    kills: ['limits.hour'],
    hour: true,
    ...limiting('hour', 3000),
  },
  {
    id: 'limits.none',
    title: 'has no limits',
    kills: ['limits.minute', 'limits.hour'],
    hour: true,
    contract: (contract) => ({ ...contract, limits: [] }),
  },
  {
    id: 'limits.by-replica',
    title: 'counts in three replicas, each for itself',
    kills: ['limits.minute'],
    ...limiting('minute', 300),
  },
  {
    id: 'limits.by-machine',
    title: 'counts for each machine by itself',
    kills: ['limits.minute'],
    contract: (contract) => ({ ...contract, limits: contract.limits.filter(({ name }) => name === 'hour') }),
    change: refusing(({ clock }) => {
      const calls = new Map<string, number[]>();
      return (machine) => {
        const recent = (calls.get(machine) ?? []).filter((at) => at > clock.now() - 60_000);
        calls.set(machine, recent);
        if (recent.length >= 100) return 60;
        recent.push(clock.now());
        return 0;
      };
    }),
  },
  {
    id: 'limits.burst',
    title: 'takes ten calls a second',
    kills: ['limits.not-early'],
    change: refusing(({ clock }) => {
      let second = -1;
      let calls = 0;
      return () => {
        const now = Math.floor(clock.now() / 1000);
        calls = now === second ? calls + 1 : 1;
        second = now;
        return calls > 10 ? 1 : 0;
      };
    }),
  },
  {
    id: 'limits.at-random',
    title: 'answers 429 to each fortieth call',
    kills: ['limits.not-early'],
    change: refusing(() => {
      let calls = 0;
      return () => ((calls += 1) % 40 === 0 ? 1 : 0);
    }),
  },
  {
    id: 'limits.refused-calls-count',
    title: 'counts refused calls without saying so: each puts the end of the wait off',
    kills: ['limits.retry-after-kept'],
    change: (service, { clock }) => {
      let blockedUntil = 0;
      return {
        ...service,
        handle(request) {
          const blocked = isOperation(request) && clock.now() < blockedUntil;
          const answer = service.handle(request);
          if (answer.status === 429) blockedUntil = clock.now() + 60_000;
          if (!blocked || answer.status !== 201) return answer;
          blockedUntil = clock.now() + 60_000;
          return withHeaders(errorInstead(answer, 429, '429'), { 'Retry-After': '1' });
        },
      };
    },
  },
  {
    id: 'limits.for-ever',
    title: 'never takes a call again after the first 429',
    kills: ['limits.retry-after-kept'],
    change: (service, options) => {
      let over = false;
      return changingAnswer([201, 429], (answer) => {
        over ||= answer.status === 429;
        return over ? withHeaders(errorInstead(answer, 429, '429'), { 'Retry-After': '60' }) : answer;
      })(service, options);
    },
  },
];

/** Wrong waits. */
const WAITS: readonly ServiceMutant[] = [
  {
    id: 'limits.no-wait',
    title: 'leaves out Retry-After',
    kills: ['limits.retry-after'],
    ...asking(() => undefined),
  },
  {
    id: 'limits.wait-0',
    title: 'asks to wait 0 s',
    kills: ['limits.retry-after-kept'],
    ...asking(() => '0'),
  },
  {
    id: 'limits.wait-one-short',
    title: 'asks to wait a second too little',
    kills: ['limits.retry-after-kept'],
    ...asking((seconds) => String(seconds - 1)),
  },
  {
    id: 'limits.wait-ms',
    title: 'gives the wait in milliseconds',
    kills: ['limits.retry-after-bounded'],
    ...asking((seconds) => String(seconds * 1000)),
  },
  {
    id: 'limits.wait-hour',
    title: 'asks to wait a whole hour for the minute',
    kills: ['limits.retry-after-bounded'],
    ...asking(() => '3600'),
  },
  {
    id: 'limits.wait-fraction',
    title: 'gives the wait with a fraction',
    kills: ['limits.retry-after-form'],
    ...asking((seconds) => `${seconds}.5`),
  },
  {
    id: 'limits.wait-unit',
    title: 'gives the wait with a unit',
    kills: ['limits.retry-after-form'],
    ...asking((seconds) => `${seconds}s`),
  },
  {
    id: 'limits.wait-date-past',
    title: 'gives a date that has passed',
    kills: ['limits.retry-after-kept'],
    ...asking((_, answer) => httpDate(dateOf(answer) - 60_000)),
  },
  {
    id: 'limits.wait-date-iso',
    title: 'gives an ISO date',
    kills: ['limits.retry-after-form'],
    ...asking((seconds, answer) => new Date(dateOf(answer) + seconds * 1000).toISOString()),
  },
  {
    id: 'limits.wait-date-local',
    title: 'gives a date with an offset',
    kills: ['limits.retry-after-form'],
    ...asking((seconds, answer) => httpDate(dateOf(answer) + seconds * 1000).replace('GMT', '+0200')),
  },
  {
    id: 'limits.wait-date-weekday',
    title: 'gives a date with another weekday',
    kills: ['limits.retry-after-form'],
    ...asking((seconds, answer) => {
      const date = httpDate(dateOf(answer) + seconds * 1000);
      return date.startsWith('Mon') ? date.replace('Mon', 'Tue') : date.replace(/^\w+/, 'Mon');
    }),
  },
  {
    id: 'limits.wait-whole-minute',
    title: 'asks to wait a whole minute, where the next token comes sooner',
    kills: ['limits.retry-after-tight'],
    service: { limiter: 'token-bucket' },
    ...asking(() => '60'),
  },
  {
    id: 'limits.wait-minute-for-hour',
    title: 'asks to wait a minute where the hour is over',
    kills: ['limits.retry-after-kept'],
    hour: true,
    ...asking((seconds) => String(Math.min(60, seconds))),
  },
];

/** Limits that are too low, too high or none, and waits that are not kept. */
export const LIMITS_MUTANTS: readonly ServiceMutant[] = [...COUNTS, ...WAITS];
