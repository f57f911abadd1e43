import { toleranceMs } from './timeline.ts';
import type { LimitWindow, Timeline } from './timeline.ts';

/**
 * For one window: could any admissible limiter refuse the call at `index`, sent when no other call was open?
 * Finer than rule A's count: it weighs the calls as each limiter would, and counts those of any status, as late as they may be.
 */
export function refusalOf(timeline: Timeline, window: LimitWindow): (index: number) => boolean {
  const { arrivals, debts } = bucketOf(timeline, window);
  const tolerance = toleranceMs(window.windowMs);
  const used = timeline.used[window.name];
  return (index) => {
    const at = timeline.calls[index]?.s ?? -Infinity;
    // No call is open, so these are all that came before.
    const before = index + used;
    const last = arrivals[before - 1];
    if (last === undefined) return window.calls < 1;
    const age = (arrival: number) => Math.max(0, at - arrival - tolerance);
    const debt = (debts[before - 1] as number) - (age(last) * window.calls) / window.windowMs;
    if (debt > window.calls - 1) return true;
    const ages: number[] = [];
    for (let i = before - 1; i >= 0; i -= 1) {
      const old = age(arrivals[i] as number) / window.windowMs;
      if (old > 2) break;
      ages.push(old);
    }
    return heaviest(Float64Array.from(ages)) > window.calls - 1;
  };
}

/** A token bucket that every call takes one from, even if none is left: what it lacks just after each call. */
function bucketOf(timeline: Timeline, window: LimitWindow): { arrivals: Float64Array; debts: Float64Array } {
  const used = Array.from({ length: timeline.used[window.name] }, () => timeline.startMs);
  const arrivals = Float64Array.from([...used, ...timeline.ends]).sort();
  const debts = new Float64Array(arrivals.length);
  for (let i = 0; i < arrivals.length; i += 1) {
    const refilled =
      i === 0
        ? 0
        : (((arrivals[i] as number) - (arrivals[i - 1] as number)) * window.calls) / window.windowMs;
    debts[i] = Math.max(0, (debts[i - 1] ?? 0) - refilled) + 1;
  }
  return { arrivals, debts };
}

/**
 * The most that a sliding counter can weigh calls of these ages (in windows, ascending): those since an edge count in full, those of
 * the window before it in the part that still overlaps. An edge right now counts all of the last window, as a log and a fixed window do.
 */
function heaviest(ages: Float64Array): number {
  let most = 0;
  let full = 0;
  let all = 0;
  // The weight jumps up only where an edge lets one more call count, and falls in between.
  const edges = [0, ...ages, ...Array.from(ages, (age) => age - 1)].filter((edge) => edge >= 0 && edge <= 1);
  for (const edge of edges.toSorted((a, b) => a - b)) {
    while (full < ages.length && (ages[full] as number) <= edge) full += 1;
    while (all < ages.length && (ages[all] as number) <= 1 + edge) all += 1;
    most = Math.max(most, full + (1 - edge) * (all - full));
  }
  return most;
}
