import type { Limit } from '../contract/contract.ts';
import {
  EDGE_CALLS,
  isThrottled,
  MOST_AT_ONCE,
  neededAtOnce,
  untilThrottled,
  type Group,
  type GroupPlan,
  type ProbeCall,
} from './probe-group.ts';
import { HOUR_PROBE_CALLS_A_MINUTE } from './probe-cost.ts';
import { drain, recover } from './probe-recover.ts';
import { tryWays, waysAt } from './probe-key.ts';
import type { Session } from './session.ts';

/** More groups than two are played where a window's edge fell into one, or between it and its lone call. */
const MOST_GROUPS = 4;

/** Calls under another application, which has a quota of its own, while this one's is used up. */
const OTHER_APP_CALLS = 2;

/**
 * Where in the minute each group begins: after the first one, and what follows it, nothing of them lies in the same part of two
 * minutes. An hour has no such room; its groups follow each other's phases.
 */
const PHASES = [0, 0.64, 0.82, 0.46];

/** The part of a window in which a group is followed by calls that differ. */
const YOUNG = 0.3;

/**
 * Looks for one limit: groups of calls at different phases of its window, each after a silence and up to the first 429 (or to
 * twice the limit and one, which no limiter of that size admits). After a group with more than the limit a lone call tells a
 * bucket from a window; while the limit holds, calls that differ in one thing show what it counts by; then Retry-After is
 * waited for and one call made. Ends early when the service stops answering as one under a limit does.
 * @returns the machines of the calls that were answered 429.
 */
export async function probeLimit(session: Session, limit: Limit, all: readonly Limit[]): Promise<string[]> {
  const throttled = new Set<string>();
  let sent = 0;
  const call: ProbeCall = async (spec = { file: 'present' }) => {
    sent += 1;
    const played = await session.call(spec);
    if (played && isThrottled(played)) throttled.add(played.composed.machineId);
    return played;
  };
  await playGroups(session, call, limit, all, () => sent);
  return [...throttled];
}

/** `little`: fewer than the limit, as a counter may remember calls of the window before. */
type Shown = 'over' | 'held' | 'low' | 'refilled' | 'little';

async function playGroups(
  session: Session,
  call: ProbeCall,
  limit: Limit,
  all: readonly Limit[],
  sent: () => number,
): Promise<void> {
  const scale = session.target.timeScale;
  const w = limit.windowMs / scale;
  const own = session.target.fresh !== undefined;
  const cheap = own || limit.name === 'minute';
  const wanted = cheap ? 2 : 1;
  // A bucket earns a token each `slowest`.
  const slowest = Math.max(...all.map(({ windowMs, calls }) => windowMs / scale / calls));
  let ways = limit.name === 'minute' ? waysAt(session) : [];
  const shown: Shown[] = [];
  let first: { from: number; to: number } | undefined;
  let blockedBefore = false;

  for (let group = 0; group < MOST_GROUPS; group += 1) {
    // What a counter remembers of the window before matters only to a group that shows too few.
    const quiet = cheap || group > 1 || shown.includes('low') ? 2 : 1;
    await beQuiet(session, quiet * w);
    if (first) {
      const step = first.to - first.from + 200 + 0.02 * w;
      const phase = limit.name === 'minute' ? (PHASES[group] ?? 0) * w : (group * step) % w;
      await session.sleep(toPhase(session.now() - first.from, phase, w));
    }
    const from = session.now();
    const before = sent();
    const found = await untilThrottled(session, call, planOf(session, limit, group));
    if (found.end !== 'throttled') return;
    // What was refused may have cost a bucket tokens: the lone call that tells it from a window leaves it time for a few more.
    // A group that is there for the ways does without, as by then a log could let in what is of age.
    const over = found.accepted > limit.calls;
    const settled = isEnough(shown, wanted);
    const forWays = settled || (group === 0 && ways.length > 0);
    const most = limit.calls * (1 + (session.now() - from + 50) / w);
    await session.sleep(1);
    const refilled =
      over && !forWays && !(await isRefusedLater(call, session, found, slowest)) && found.accepted <= most;
    const few = quiet > 1 || group === 0 ? 'low' : 'little';
    if (!settled && !(over && forWays))
      shown.push(refilled ? 'refilled' : over ? 'over' : found.accepted < limit.calls ? few : 'held');
    if (refilled && limit.name === 'minute') await drain(session, call, limit);
    // The calls of an old group may leave a log meanwhile: then what gets in proves nothing.
    if (ways.length > 0 && session.now() - from < YOUNG * w)
      ways = await tryWays(session, call, limit, { ways, recent: () => sent() - before });
    if (limit.name === 'minute' && group < 2) await callAsOther(session, call);
    // Until here a call that was accepted may belong to the group.
    first ??= { from, to: session.now() };
    const enough = isEnough(shown, wanted) && (ways.length === 0 || group > 2);
    const poke = limit.name === 'minute' && group > 0;
    const blocked = (cheap || enough) && (await recover(session, call, limit, poke)) === 'blocked';
    // Elsewhere a second group has to show it too.
    if (enough && (!blocked || own || blockedBefore)) break;
    blockedBefore ||= blocked;
  }
  // Whatever comes next finds the hour as it was.
  if (!cheap) await beQuiet(session, w);
}

function planOf(session: Session, limit: Limit, group: number): GroupPlan {
  const most = 2 * limit.calls + 1;
  const own = session.target.fresh !== undefined;
  if (limit.name === 'hour') {
    const spacing = 60_000 / session.target.timeScale / HOUR_PROBE_CALLS_A_MINUTE;
    return { most, spacing, atOnce: () => (own ? 1 : MOST_AT_ONCE) };
  }
  const together = group > 0 ? { together: limit.calls - EDGE_CALLS / 2 } : {};
  return { most, spacing: 0, atOnce: () => neededAtOnce(session, limit), ...together };
}

/** Two groups that agree on a wrong limit, or so many as are wanted of which the last agrees with the right one. */
function isEnough(shown: readonly Shown[], wanted: number): boolean {
  const last = shown.at(-1);
  if (last === 'little' || (last === 'refilled' && shown.includes('over'))) return false;
  if (last === 'over' || last === 'low') return shown.filter((one) => one === last).length >= 2;
  return shown.length >= wanted;
}

async function isRefusedLater(
  call: ProbeCall,
  session: Session,
  { refused }: Group,
  slowest: number,
): Promise<boolean> {
  await session.sleep((3 + refused) * slowest);
  return isThrottled(await call());
}

async function callAsOther(session: Session, call: ProbeCall): Promise<void> {
  if (session.target.token('other-app') === undefined) return;
  for (let i = 0; i < OTHER_APP_CALLS; i += 1) await call({ file: 'present', token: 'other-app' });
}

/** Until nothing was asked of the service for so long, and a little longer; a service of our own begins with such a silence. */
async function beQuiet(session: Session, ms: number): Promise<void> {
  const since = session.now() - session.quietSince();
  await session.sleep(Math.max(0, 1.002 * ms + 100 - since));
}

/** How long to wait so that the next group begins at this phase of the window that began with the first one. */
function toPhase(sinceFirst: number, wanted: number, w: number): number {
  const phase = sinceFirst % w;
  return wanted >= phase ? wanted - phase : w - phase + wanted;
}
