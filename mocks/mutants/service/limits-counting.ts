import { gated, waitFor, withoutMinute } from './gate.ts';
import type { ServiceMutant } from './mutant.ts';

/** Limits of the right size that count wrongly, or forget wrongly. */
export const COUNTING_MUTANTS: readonly ServiceMutant[] = [
  {
    id: 'limits.by-replica',
    title: 'counts in two replicas in turn, each for itself',
    kills: ['limits.minute'],
    contract: withoutMinute,
    change: gated(({ clock }) => {
      const calls = new Map<string, number[]>();
      let turn = 0;
      return { wait: () => waitFor(calls, String((turn += 1) % 2), clock.now(), { most: 60 }) };
    }),
  },
  {
    id: 'limits.race',
    title: 'looks at the count and counts in two steps',
    kills: ['limits.minute'],
    contract: withoutMinute,
    change: gated(({ clock }) => {
      const calls = new Map<string, number[]>();
      return { wait: () => waitFor(calls, '', clock.now(), { lagMs: 1.5 }) };
    }),
  },
  {
    id: 'limits.lag',
    title: 'counts a call some milliseconds after it came',
    kills: ['limits.minute'],
    contract: withoutMinute,
    change: gated(({ clock }) => {
      const calls = new Map<string, number[]>();
      return { wait: () => waitFor(calls, '', clock.now(), { lagMs: 5 }) };
    }),
  },
  {
    id: 'limits.idle',
    title: 'begins a new window only after a minute without any call',
    kills: ['limits.not-early'],
    contract: withoutMinute,
    change: gated(({ clock }) => {
      let calls = 0;
      let last = -Infinity;
      return {
        wait() {
          if (clock.now() - last >= 60_000) calls = 0;
          last = clock.now();
          calls += 1;
          return calls > 100 ? 60 : 0;
        },
      };
    }),
  },
  {
    id: 'limits.never-forgets-refused',
    title: 'counts refused calls for ever',
    kills: ['limits.not-early'],
    contract: withoutMinute,
    change: gated(({ clock }) => {
      const calls = new Map<string, number[]>();
      let refused = 0;
      return {
        wait() {
          const seconds = waitFor(calls, '', clock.now(), { most: 100 - Math.min(99, refused) });
          if (seconds > 0) refused += 1;
          return seconds;
        },
      };
    }),
  },
  {
    id: 'limits.half-back',
    title: 'gives half of the limit back when a minute is over',
    kills: ['limits.not-early'],
    contract: withoutMinute,
    change: gated(({ clock }) => {
      const calls = new Map<string, number[]>();
      let most = 100;
      return {
        wait() {
          const seconds = waitFor(calls, '', clock.now(), { most });
          if (seconds > 0) most = 50;
          return seconds;
        },
      };
    }),
  },
  {
    id: 'limits.clock-back',
    title: 'forgets calls by a clock that goes back an hour',
    kills: ['limits.not-early', 'limits.retry-after-kept'],
    contract: withoutMinute,
    change: gated(({ clock }) => {
      const from = clock.now();
      let began = 0;
      let calls = 0;
      return {
        wait() {
          const now = clock.now() - (clock.now() - from > 30_000 ? 3_600_000 : 0);
          if (now - began >= 60_000) {
            began = now;
            calls = 0;
          }
          calls += 1;
          return calls > 100 ? 60 : 0;
        },
      };
    }),
  },
  {
    id: 'limits.burst',
    title: 'takes ten calls a second',
    kills: ['limits.not-early', 'limits.retry-after-kept'],
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
    kills: ['limits.not-early'],
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
