import { firstAbove, toleranceMs } from './timeline.ts';
import type { LimitWindow, Timeline, TimedCall } from './timeline.ts';

/**
 * For one window: the most that any admissible limiter can count against the call at `index`. It can refuse only what finds more than
 * its limit less one. Finer than a count of two windows: each call before, of any status, and as late as it may have been decided, is
 * weighed as each limiter would; one that was in flight with it counts in full.
 */
export function weightOf(timeline: Timeline, window: LimitWindow): (index: number) => number {
  const of = known.get(timeline) ?? new Map<LimitWindow, (index: number) => number>();
  known.set(timeline, of);
  const weigh = of.get(window) ?? makeWeight(timeline, window);
  of.set(window, weigh);
  return weigh;
}

/** Several rules weigh the same calls. */
const known = new WeakMap<Timeline, Map<LimitWindow, (index: number) => number>>();

function makeWeight(timeline: Timeline, window: LimitWindow): (index: number) => number {
  const used = timeline.used[window.name];
  const tolerance = toleranceMs(window.windowMs);
  let made: Float64Array | undefined;
  let owed: Float64Array | undefined;
  return (index) => {
    // Made where a call is weighed at all: most timelines have no refusal.
    const arrivals = (made ??= arrivalsOf(timeline, used));
    const debts = (owed ??= debtsOf(arrivals, window));
    const { s: at, r: end } = timeline.calls.at(index) as TimedCall;
    // Stamps may be equal, so the call itself may be over.
    const over = firstAbove(timeline.ends, at) - (end <= at ? 1 : 0);
    const beside = firstAbove(timeline.starts, end) - over - 1;
    const before = over + used;
    /** In windows, of the i-th last call before. */
    const age = (i: number) =>
      Math.max(0, at - (arrivals[before - 1 - i] ?? -Infinity) - tolerance) / window.windowMs;
    const debt = (debts[before - 1] ?? 0) - age(0) * window.calls;
    return Math.max(debt, heaviest(age)) + beside;
  };
}

function arrivalsOf(timeline: Timeline, used: number): Float64Array {
  if (used === 0) return timeline.ends;
  const arrivals = new Float64Array(used + timeline.ends.length).fill(timeline.startMs);
  arrivals.set(timeline.ends, used);
  return arrivals.sort();
}

/** A token bucket that every call takes one from, even if none is left: what it lacks just after each arrival. */
function debtsOf(arrivals: Float64Array, window: LimitWindow): Float64Array {
  const debts = new Float64Array(arrivals.length);
  let debt = 0;
  let last = arrivals[0] ?? 0;
  for (let i = 0; i < arrivals.length; i += 1) {
    const arrival = arrivals[i] as number;
    debt = Math.max(0, debt - ((arrival - last) * window.calls) / window.windowMs) + 1;
    debts[i] = debt;
    last = arrival;
  }
  return debts;
}

/**
 * The most that a sliding counter can weigh calls of these ages (in windows, ascending, without end): those since its
 * window began in full, those of the window before by the part that still overlaps. With a window that begins right now
 * the last one counts in full, as it does for a log and a fixed window.
 */
function heaviest(age: (i: number) => number): number {
  let full = 0;
  let all = 0;
  let most = 0;
  // The weight jumps up only at a beginning that takes in one more call, and falls in between.
  for (let began = 0; began <= 1; began = Math.min(age(full), age(all) - 1)) {
    while (age(full) <= began) full += 1;
    while (age(all) - 1 <= began) all += 1;
    most = Math.max(most, full + (1 - began) * (all - full));
  }
  return most;
}
