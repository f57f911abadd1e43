import type { Limit } from '../contract/contract.ts';

/** Calls a minute at which the hour is probed: below the minute limit, so that a 429 can only be the hour's. */
export const HOUR_PROBE_CALLS_A_MINUTE = 95;

/** What a probe of a service that is not ours takes: calls, pairs of machine and file that get an action, and real minutes. */
export type ProbeCost = { calls: number; pairs: number; minutes: number };

/** How many machine and file pairs a probe needs before it begins. */
export function pairsForProbe(limit: Limit): number {
  return limit.name === 'hour' ? 2 * limit.calls + 1 : 2 * limit.calls + 40;
}

/**
 * What the probe of one limit takes at a service that keeps it. `usual`: no edge of a window falls into a group. `most`: the worst
 * over fixed windows and sliding counters of any phase, sliding logs and token buckets, at up to 60 ms a call; a service without
 * the limit takes less than that. Simulated for all of them in specs/limits/lab-probe.spec.ts.
 * @param limit one of `limits`, in the service's own time
 */
export function probeCost(
  limit: Limit,
  limits: readonly Limit[],
  timeScale: number,
): { usual: ProbeCost; most: ProbeCost } {
  const w = limit.windowMs / timeScale / 60_000;
  const { calls } = limit;
  if (limit.name === 'hour') {
    // One group, Retry-After, and an hour of silence for whatever follows; or two more groups, the last after two silent hours.
    const group = calls / HOUR_PROBE_CALLS_A_MINUTE / timeScale;
    return {
      usual: { calls: calls + 4, pairs: calls + 1, minutes: group + 2.1 * w },
      most: { calls: 3 * calls + 40, pairs: 3 * calls + 20, minutes: 3 * group + 5.6 * w },
    };
  }
  const slowest =
    Math.max(...limits.map(({ windowMs, calls: most }) => windowMs / most)) / timeScale / 60_000;
  return {
    // Two groups, silences of two windows, what differs between them.
    usual: { calls: 3.6 * calls, pairs: 2.5 * calls, minutes: 5.6 * w },
    // Four groups, each with a lone call that comes late enough for a bucket, and its drained refill.
    most: { calls: 16 * calls, pairs: 8 * calls, minutes: 12 * w + 4 * 19 * slowest },
  };
}
