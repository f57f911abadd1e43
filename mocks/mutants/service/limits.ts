import type { LimitName } from '../../../src/contract/contract.ts';
import { gated, take, withoutMinute } from './gate.ts';
import type { ServiceMutant } from './mutant.ts';

/** Another limit in place of the documented one; 0: none. */
const limiting = (name: LimitName, calls: number): Pick<ServiceMutant, 'contract'> => ({
  contract: (contract) => ({
    ...contract,
    limits: contract.limits.flatMap((limit) =>
      limit.name !== name ? [limit] : calls === 0 ? [] : [{ ...limit, calls }],
    ),
  }),
});

/** Limits that are too low, too high, of something else or none. */
export const LIMITS_MUTANTS: readonly ServiceMutant[] = [
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
    contract: withoutMinute,
    change: gated(({ clock }) => {
      const calls = new Map<string, number[]>();
      return { wait: (machine) => (take(calls, machine, clock.now()) ? 0 : 60) };
    }),
  },
  {
    id: 'limits.burst',
    title: 'takes ten calls a second',
    kills: ['limits.not-early'],
    change: gated(({ clock }) => {
      let second = -1;
      let calls = 0;
      return {
        wait() {
          const now = Math.floor(clock.now() / 1000);
          calls = now === second ? calls + 1 : 1;
          second = now;
          return calls > 10 ? 1 : 0;
        },
      };
    }),
  },
  {
    id: 'limits.at-random',
    title: 'answers 429 to each fortieth call',
    kills: ['limits.not-early'],
    change: gated(() => {
      let calls = 0;
      return { wait: () => ((calls += 1) % 40 === 0 ? 1 : 0) };
    }),
  },
  {
    id: 'limits.refused-calls-count',
    title: 'puts the end of the wait off with each refused call, and does not say so',
    kills: ['limits.retry-after-kept'],
    change: gated(({ clock }) => {
      let until = 0;
      const putOff = () => {
        until = clock.now() + 60_000;
      };
      return {
        wait() {
          const left = until - clock.now();
          if (left > 0) putOff();
          return Math.max(0, Math.ceil(left / 1000));
        },
        refused: putOff,
      };
    }),
  },
  {
    id: 'limits.for-ever',
    title: 'never takes a call again after the first 429',
    kills: ['limits.not-early', 'limits.retry-after-kept'],
    change: gated(() => {
      let over = false;
      return {
        wait: () => (over ? 60 : 0),
        refused() {
          over = true;
        },
      };
    }),
  },
];
