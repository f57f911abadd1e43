/** Timelines by hand, for the tests of the rules. */
import { judgeLimits } from './oracle.ts';
import type { LimitJudgement } from './oracle.ts';
import type { LimitInput, LimitWindow, TimedCall } from './timeline.ts';

export const MINUTE: LimitWindow = { name: 'minute', calls: 100, windowMs: 60_000 };
export const HOUR: LimitWindow = { name: 'hour', calls: 1500, windowMs: 3_600_000 };

/** Like calls, one after the other. */
export type Series = Partial<Omit<TimedCall, 'n' | 's' | 'r'>> & {
  /** Request of the first, ms. */
  from: number;
  /** Default 1. */
  count?: number;
  /** From one request to the next, ms. */
  every?: number;
  takes?: number;
};

/** Calls with lines 1, 2, … in the order given; 201 in 2 ms, one each 3 ms, unless said otherwise. */
export function calls(...series: Series[]): TimedCall[] {
  return series
    .flatMap(({ from, count = 1, every = 3, takes = 2, ...rest }) =>
      Array.from({ length: count }, (_, i) => ({
        status: 201,
        ...rest,
        s: from + i * every,
        r: from + i * every + takes,
      })),
    )
    .map((call, i) => ({ ...call, n: i + 1 }));
}

/** Judged under both limits of the contract, with nobody else calling, unless said otherwise. */
export function judge(timeline: TimedCall[], more: Partial<LimitInput> = {}): LimitJudgement {
  return judgeLimits({
    calls: timeline,
    windows: [MINUTE, HOUR],
    exclusive: true,
    target: 'mock',
    probed: { minute: false, hour: false },
    startMs: 0,
    ...more,
  });
}

/** One 429. */
export const refused = (from: number, retryAfter?: string): Series => ({
  from,
  status: 429,
  ...(retryAfter !== undefined && { retryAfter: [retryAfter] }),
});
