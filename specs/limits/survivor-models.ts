import type { Counts } from './survivor-counts.ts';
import { firstAbove } from './timeline.ts';
import type { LimitWindow, TimedCall } from './timeline.ts';

/** What a limiter may have answered: false is proof that it would not, whenever within the stamps the calls were decided. */
export type Model = { mayAccept(call: TimedCall): boolean; mayRefuse(call: TimedCall): boolean };

/** A part of the window in which its edges may lie, ms after `refMs` and so many windows later. */
export type Cell = { from: number; to: number };

/** What the clock of a service may be off by: in grain, and as a share of the time that passed. */
const GRAIN_MS = 50;
const DRIFT = 0.001;
const ROUNDING = 1e-6;

/** `parts`: as libraries approximate a log, with ten parts of a window or more. */
export function logModel(counts: Counts, { calls, windowMs }: LimitWindow, parts = false): Model {
  const tolerance = GRAIN_MS + DRIFT * windowMs;
  const kept = parts ? 0.9 * windowMs : windowMs;
  return {
    mayAccept: (call) => counts.sureIn(call.r - kept + tolerance, call.s) < calls,
    mayRefuse: (call) => counts.maybeIn(call.s - windowMs - tolerance, call.r) - counts.self(call) >= calls,
  };
}

/** Windows one after another, with an edge in the cell. */
export function fixedModel(counts: Counts, window: LimitWindow, refMs: number, cell: Cell): Model {
  const { calls } = window;
  return {
    mayAccept: (call) =>
      windowsOf(call, window, refMs, cell).some(({ late }) => counts.sureIn(late, call.s) < calls),
    mayRefuse: (call) =>
      windowsOf(call, window, refMs, cell).some(
        ({ early }) => counts.maybeIn(early, call.r) - counts.self(call) >= calls,
      ),
  };
}

/** The count of this window, and of the one before by the part that still overlaps. */
export function counterModel(counts: Counts, window: LimitWindow, refMs: number, cell: Cell): Model {
  const { calls, windowMs } = window;
  return {
    mayAccept: (call) =>
      windowsOf(call, window, refMs, cell).some(({ early, late }) => {
        const faded = Math.min(1, (call.r - early) / windowMs);
        const before = counts.sureIn(late - windowMs, early);
        return before * (1 - faded) + counts.sureIn(late, call.s) + 1 <= calls + ROUNDING;
      }),
    mayRefuse: (call) =>
      windowsOf(call, window, refMs, cell).some(({ early, late }) => {
        const faded = Math.max(0, (call.s - late) / windowMs);
        const before = counts.maybeIn(early - windowMs, late);
        const now = counts.maybeIn(early, call.r) - counts.self(call);
        return before * (1 - Math.min(1, faded)) + now + 1 > calls - ROUNDING;
      }),
  };
}

/** When each window that the call may have been decided in began, at the earliest and at the latest. */
function windowsOf(call: TimedCall, { windowMs }: LimitWindow, refMs: number, cell: Cell) {
  const tolerance = GRAIN_MS + DRIFT * (Math.abs(call.s - refMs) + windowMs);
  const first = Math.floor((call.s - refMs - cell.to - tolerance) / windowMs);
  const last = Math.floor((Math.min(call.r, call.s + windowMs) - refMs - cell.from + tolerance) / windowMs);
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const began = refMs + (first + i) * windowMs;
    return { early: began + cell.from - tolerance, late: began + cell.to + tolerance };
  });
}

/** A window begins with the first call after the last one is over. Only calls soon after a silence tell. */
export function anchoredModel(counts: Counts, window: LimitWindow, all: readonly TimedCall[]): Model {
  const { calls, windowMs } = window;
  const tolerance = GRAIN_MS + DRIFT * windowMs;
  const begins: number[] = [];
  let open = -Infinity;
  for (const call of all) {
    if (call.s - open >= windowMs + tolerance) begins.push(call.s);
    open = Math.max(open, call.r);
  }
  const starts = Float64Array.from(begins);
  const beginOf = (call: TimedCall) => {
    if (call.s - open >= windowMs + tolerance) return call.s;
    const begin = starts[firstAbove(starts, call.s) - 1];
    return begin !== undefined && call.r < begin + windowMs - tolerance ? begin : undefined;
  };
  return {
    mayAccept(call) {
      const begin = beginOf(call);
      return begin === undefined || counts.sureIn(begin, call.s) < calls;
    },
    mayRefuse(call) {
      const begin = beginOf(call);
      return begin === undefined || counts.maybeIn(begin, call.r) - counts.self(call) >= calls;
    },
  };
}

/** A bucket of the limit's size that refills evenly; what is refused may empty it, or leave a debt. */
export function bucketModel(counts: Counts, { calls, windowMs }: LimitWindow): Model {
  const perMs = calls / windowMs;
  const { starts, ends } = counts.accepted;
  // Whatever was let in since some call came out of a full bucket and what it refilled since: the worst such call so far.
  const worst = new Float64Array(starts.length);
  for (const [i, s] of starts.entries())
    worst[i] = Math.max(worst[i - 1] ?? -Infinity, perMs * (1 + DRIFT) * s - i);
  const debts = new Float64Array(counts.maybeEnds.length);
  for (const [i, end] of counts.maybeEnds.entries()) {
    const gap = i === 0 ? 0 : end - (counts.maybeEnds[i - 1] as number);
    debts[i] = Number.isFinite(end) ? Math.max(0, (debts[i - 1] ?? 0) - gap * perMs * (1 - DRIFT)) + 1 : 0;
  }
  return {
    mayAccept(call) {
      const since = firstAbove(starts, call.r) - 1;
      if (since < 0) return true;
      const taken = firstAbove(ends, call.r) + (call.status === 201 ? 0 : 1);
      const most = calls + perMs * GRAIN_MS + ROUNDING;
      return taken + (worst[since] as number) - perMs * (1 + DRIFT) * call.r <= most;
    },
    mayRefuse(call) {
      const before = firstAbove(counts.maybeEnds, call.s) - 1;
      const pause = call.s - (counts.maybeEnds[before] ?? 0) - GRAIN_MS;
      const debt = before < 0 ? 0 : (debts[before] as number) - Math.max(0, pause) * perMs * (1 - DRIFT);
      const beside = counts.maybeIn(call.s, call.r) - counts.self(call);
      return Math.max(0, debt) + beside > calls - 1 - ROUNDING;
    },
  };
}
