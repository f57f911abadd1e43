import type { LimitName } from '../../src/contract/contract.ts';
import type { TargetKind } from '../../src/trace/lines.ts';

/** One exchange with the service: it was decided at some instant within [s, r]. */
export type TimedCall = {
  /** Trace line of the response, or of the request where none came. */
  n: number;
  /** Request stamp, ms. */
  s: number;
  /** Response stamp, ms; `Infinity` where none came. */
  r: number;
  status: number | null;
  /** Raw values of all Retry-After lines of the response. */
  retryAfter?: readonly string[];
  /** Raw value of its Date line. */
  date?: string;
  /** A fault of the scenario answered it: its status says nothing about the limits. */
  faulted?: boolean;
  /** Number of the scenario it belongs to; never falls along the timeline. */
  scenario?: number;
  /** Number of its traits (see traits.ts), and of its connection; absent where nothing is known of them. */
  traits?: number;
  conn?: number;
};

/** Calls in their order: an array, or columns that make a call of their numbers when it is asked for. */
export type Calls = Iterable<TimedCall> & {
  readonly length: number;
  at(index: number): TimedCall | undefined;
};

/** At most `calls` in `windowMs`, which is already divided by the time scale. */
export type LimitWindow = { name: LimitName; calls: number; windowMs: number };

export type LimitInput = {
  /** Every call under one application, against one state of the service, in order of `s`. */
  calls: Calls;
  /** The limits of the profile; empty where it states none. */
  windows: readonly LimitWindow[];
  /** Nobody else called under this application, nor in the two longest windows before. */
  exclusive: boolean;
  target: TargetKind;
  /** What the plan set out to reach: makes a rule that found nothing to judge `unproven`. */
  probed: Record<LimitName, boolean>;
  /** Calls by others in the current windows when the service started at `startMs`. */
  quotaUsed?: { minute?: number; hour?: number };
  startMs: number;
  /** What tells the traits of two calls apart, in words. Default: nothing does. */
  differing?: (a: number, b: number) => string[];
  /** False: the tokens cannot be read, and these may be the calls of several applications. Default true. */
  keyKnown?: boolean;
};

/** The input with what the rules look up again and again. */
export type Timeline = Omit<LimitInput, 'calls' | 'keyKnown' | 'quotaUsed' | 'differing'> & {
  calls: Calls;
  keyKnown: boolean;
  differing: (a: number, b: number) => string[];
  used: Record<LimitName, number>;
  /** All `s`, ascending. */
  starts: Float64Array;
  /** All `r`, ascending. */
  ends: Float64Array;
};

/** Sorts the calls by `s` (stable, so that equal stamps keep the recorder's order). O(n log n). */
export function timelineOf(input: LimitInput): Timeline {
  const calls = isSorted(input.calls) ? input.calls : [...input.calls].toSorted((a, b) => a.s - b.s);
  const starts = new Float64Array(calls.length);
  const ends = new Float64Array(calls.length);
  for (let i = 0; i < calls.length; i += 1) {
    const call = calls.at(i) as TimedCall;
    starts[i] = call.s;
    ends[i] = call.r;
  }
  const minute = input.quotaUsed?.minute ?? 0;
  return {
    ...input,
    calls,
    keyKnown: input.keyKnown ?? true,
    differing: input.differing ?? (() => []),
    // The calls of the last minute lie in the last hour too.
    used: { minute, hour: Math.max(minute, input.quotaUsed?.hour ?? 0) },
    starts,
    ends: ends.sort(),
  };
}

function isSorted(calls: Calls): boolean {
  let last = -Infinity;
  for (const { s } of calls) {
    if (s < last) return false;
    last = s;
  }
  return true;
}

/** ε in ms: what clocks and schedulers may be off by over `spanMs`. */
export function toleranceMs(spanMs: number): number {
  return 50 + 0.001 * spanMs;
}

/** A 429 that the service's own limiter gave. */
export function isRefused(call: TimedCall): boolean {
  return call.status === 429 && call.faulted !== true;
}

/** A 201 that the service's own limiter let through. */
export function isAccepted(call: TimedCall): boolean {
  return call.status === 201 && call.faulted !== true;
}

/**
 * How many other calls, of any status, may have been decided in the `spanMs` before `call` (one of the timeline) was.
 * Stamps may be equal (virtual time stands still during a call), so both ends are closed.
 */
export function callsBefore(
  timeline: Timeline,
  window: LimitWindow,
  call: TimedCall,
  spanMs: number,
): number {
  const since = call.s - spanMs - toleranceMs(window.windowMs);
  // r < since implies s < since <= call.r, so the second set lies in the first; the 1 is the call itself.
  const own = firstAbove(timeline.starts, call.r) - firstAtLeast(timeline.ends, since) - 1;
  return own + (timeline.startMs >= since ? timeline.used[window.name] : 0);
}

/** Index of the first value >= `value` in an ascending list. */
export function firstAtLeast(ascending: Float64Array, value: number): number {
  return partition(ascending, (x) => x < value);
}

/** Index of the first value > `value` in an ascending list. */
export function firstAbove(ascending: Float64Array, value: number): number {
  return partition(ascending, (x) => x <= value);
}

function partition(ascending: Float64Array, before: (x: number) => boolean): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (before(ascending[middle] as number)) low = middle + 1;
    else high = middle;
  }
  return low;
}
