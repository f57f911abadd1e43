/** Limiters for the simulation of the oracle, written apart from every other limiter here: nothing may agree by construction. */

/** Which calls take from the quota: those answered 201, all that were let through, or refused ones too. */
export type Counting = 'created' | 'admitted' | 'all';

export type SimulatedLimiter = {
  /** True if a call at `t` ms may pass. */
  hasRoom(t: number): boolean;
  take(t: number): void;
  /** Milliseconds after `t` until a lone call passes. */
  waitMs(t: number): number;
};

type Options = { calls: number; windowMs: number; phaseMs: number };

/** All kinds of admissible limiter, each by its textbook definition. */
export const LIMITERS = { fixed, anchored, log, counter, segments, bucket, debtor } satisfies {
  [kind: string]: (options: Options) => SimulatedLimiter;
};
export type LimiterKind = keyof typeof LIMITERS;

/** Windows begin at the phase and follow each other. */
function fixed({ calls, windowMs, phaseMs }: Options): SimulatedLimiter {
  let current = -Infinity;
  let taken = 0;
  const enter = (t: number) => {
    const window = Math.floor((t - phaseMs) / windowMs);
    if (window !== current) [current, taken] = [window, 0];
  };
  return {
    hasRoom: (t) => (enter(t), taken < calls),
    take: (t) => (enter(t), (taken += 1)),
    waitMs: (t) => (enter(t), (current + 1) * windowMs + phaseMs - t),
  };
}

/** A window begins with the first call after the last one is over. */
function anchored({ calls, windowMs }: Options): SimulatedLimiter {
  let began = -Infinity;
  let taken = 0;
  const open = (t: number) => t < began + windowMs;
  return {
    hasRoom: (t) => !open(t) || taken < calls,
    take: (t) => {
      if (!open(t)) [began, taken] = [t, 0];
      taken += 1;
    },
    waitMs: (t) => Math.max(0, began + windowMs - t),
  };
}

function log({ calls, windowMs }: Options): SimulatedLimiter {
  const times: number[] = [];
  let oldest = 0;
  const forget = (t: number) => {
    while ((times[oldest] ?? Infinity) <= t - windowMs) oldest += 1;
  };
  return {
    hasRoom: (t) => (forget(t), times.length - oldest < calls),
    take: (t) => void times.push(t),
    waitMs: (t) => Math.max(0, (times.at(-calls) ?? -Infinity) + windowMs - t),
  };
}

/** The count of this window and the part of the last one that still overlaps. */
function counter({ calls, windowMs, phaseMs }: Options): SimulatedLimiter {
  let current = -Infinity;
  let previous = 0;
  let taken = 0;
  const enter = (t: number) => {
    const window = Math.floor((t - phaseMs) / windowMs);
    if (window !== current) [previous, taken, current] = [window === current + 1 ? taken : 0, 0, window];
    return (t - phaseMs) / windowMs - current;
  };
  return {
    hasRoom: (t) => {
      const passed = enter(t);
      return previous * (1 - passed) + taken + 1 <= calls;
    },
    take: (t) => (enter(t), (taken += 1)),
    waitMs: (t) => {
      const passed = enter(t);
      // In this window when enough of the last one has faded; else in the next, when enough of this one has.
      const here = previous === 0 ? 0 : 1 - (calls - 1 - taken) / previous;
      if (taken + 1 <= calls && here < 1) return Math.max(0, here - passed) * windowMs;
      return (1 - passed + Math.max(0, 1 - (calls - 1) / taken)) * windowMs;
    },
  };
}

/** Ten parts of a window, of which the last ten count: a sliding window as libraries approximate it. */
function segments({ calls, windowMs, phaseMs }: Options): SimulatedLimiter {
  const parts = 10;
  const partMs = windowMs / parts;
  const taken = new Map<number, number>();
  const partOf = (t: number) => Math.floor((t - phaseMs) / partMs);
  const recent = (part: number) =>
    Array.from({ length: parts }, (_, i) => taken.get(part - i) ?? 0).reduce((sum, n) => sum + n, 0);
  return {
    hasRoom: (t) => recent(partOf(t)) < calls,
    take: (t) => void taken.set(partOf(t), (taken.get(partOf(t)) ?? 0) + 1),
    waitMs: (t) => {
      let part = partOf(t);
      if (recent(part) < calls) return 0;
      for (part += 1; part < partOf(t) + parts && recent(part) >= calls;) part += 1;
      return part * partMs + phaseMs - t;
    },
  };
}

/** Full at first; a refused call that counts takes what is left. */
function bucket(options: Options): SimulatedLimiter {
  return tokens(options, 0);
}

/** As a bucket, but a refused call that counts leaves a debt. */
function debtor(options: Options): SimulatedLimiter {
  return tokens(options, -options.calls / 2);
}

function tokens({ calls, windowMs }: Options, least: number): SimulatedLimiter {
  let left = calls;
  let at = 0;
  const refill = (t: number) => {
    left = Math.min(calls, left + ((t - at) * calls) / windowMs);
    at = t;
    return left;
  };
  return {
    hasRoom: (t) => refill(t) >= 1 - 1e-9,
    take: (t) => void (left = Math.max(least, refill(t) - 1)),
    waitMs: (t) => Math.max(0, ((1 - refill(t)) * windowMs) / calls),
  };
}

export type Answer = { status: number; retryAfter?: string[] };
export type SimulatedService = (t: number, kind: 'created' | 'free') => Answer;

/**
 * A service with these limits. A `free` call has no effect and is answered 400, if it is not refused.
 * `retryAfter` makes seconds of what each limiter still asks for.
 */
export function limitedService(
  limiters: readonly SimulatedLimiter[],
  counting: Counting,
  retryAfter: (waitsMs: readonly number[]) => number = (waitsMs) => Math.ceil(Math.max(...waitsMs) / 1000),
): SimulatedService {
  return (t, kind) => {
    const room = limiters.every((limiter) => limiter.hasRoom(t));
    if (room ? kind === 'created' || counting !== 'created' : counting === 'all')
      for (const limiter of limiters) limiter.take(t);
    if (room) return { status: kind === 'created' ? 201 : 400 };
    const waitsMs = limiters.map((limiter) => (limiter.hasRoom(t) ? 0 : limiter.waitMs(t)));
    return { status: 429, retryAfter: [String(retryAfter(waitsMs))] };
  };
}
