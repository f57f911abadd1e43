import type { Limit } from '../contract/contract.ts';
import type { Played, Session } from './session.ts';

/** Calls a minute at which the hour is probed: below the minute limit, so that a 429 can only be the hour's. */
const HOUR_PROBE_CALLS_A_MINUTE = 97;

/** How many machine and file pairs a probe of this limit may use up at a service that keeps it. */
export function pairsForProbe(limit: Limit): number {
  return 2 * limit.calls + 40;
}

/** More than two groups are played where a window's edge fell into one, or between it and its lone call. */
const MOST_GROUPS = 4;

/**
 * Looks for one limit: groups of calls at different phases of its window, each after a silence and up to the first 429 (or to
 * twice the limit and one, which no limiter of that size admits); after each a lone call that tells a bucket from a window,
 * then Retry-After is waited for and one call made. Ends early when the service stops answering as one under a limit does.
 * @returns the machines of the calls that were answered 429.
 */
export async function probeLimit(session: Session, limit: Limit, all: readonly Limit[]): Promise<string[]> {
  const throttled = new Set<string>();
  const call = async () => {
    const played = await session.call({ file: 'present' });
    if (played && isThrottled(played)) throttled.add(played.composed.machineId);
    return played;
  };
  await playGroups(session, call, limit, all);
  return [...throttled];
}

type Call = () => ReturnType<Session['call']>;

async function playGroups(session: Session, call: Call, limit: Limit, all: readonly Limit[]): Promise<void> {
  const scale = session.target.timeScale;
  const w = limit.windowMs / scale;
  const own = session.target.fresh !== undefined;
  // Two windows of silence leave nothing that could explain a 429 that comes too early; two hours are too much to ask elsewhere.
  const quiet = (limit.name === 'minute' || own ? 2 : 1) * w + 100 + 0.002 * w;
  const telling: { over: boolean }[] = [];
  let first: { from: number; to: number } | undefined;
  for (let group = 0; group < MOST_GROUPS; group += 1) {
    const spacing = limit.name === 'hour' ? 60_000 / scale / HOUR_PROBE_CALLS_A_MINUTE : 0;
    if (!own || group > 0) await session.sleep(quiet);
    if (first)
      await session.sleep(toOtherPhase(session.now() - first.from, (first.to - first.from) * group, w));
    const from = session.now();
    const found = await untilThrottled(session, call, {
      most: 2 * limit.calls + 1,
      spacing,
      atOnce: spacing > 0 ? 1 : atOnce(session, limit),
    });
    if (found.end !== 'throttled') return;
    // A bucket earns a token each `slowest`; what was refused may have cost some, so a lone call leaves it time for a few.
    const slowest = Math.max(...all.map(({ windowMs, calls }) => windowMs / scale / calls));
    await session.sleep((3 + found.refused) * slowest);
    let control = await call();
    if (isThrottled(control)) telling.push({ over: found.accepted > limit.calls });
    // A bucket has refilled by now: its Retry-After shows after the next few calls.
    for (let more = 0; control && !isThrottled(control) && more < limit.calls && spacing === 0; more += 1)
      control = await call();
    first ??= { from, to: session.now() };
    if (!control || !isThrottled(control)) continue;
    const wait = retryAfterMs(control.outcome) ?? w;
    if (wait > 2 * w + quiet) return; // absurd: judged from what was sent
    await session.sleep(wait + 50 + 0.001 * wait + 2);
    await call();
    const over = telling.filter((group) => group.over).length;
    if (over >= 2 || telling.length - over >= 2) return;
  }
}

/** How long to wait so that the next group begins at the phase of the window where the first one ended, and a little. */
function toOtherPhase(sinceFirst: number, length: number, w: number): number {
  const phase = sinceFirst % w;
  const wanted = length + 200 + 0.02 * w;
  return wanted >= phase ? wanted - phase : w - phase + wanted;
}

function isThrottled(played: Played | undefined): boolean {
  return played !== undefined && 'status' in played.outcome && played.outcome.status === 429;
}

type Group = { end: 'throttled' | 'never' | 'other'; accepted: number; refused: number };

/** A group should take no more than this part of its window, or little can be said of it. */
const GROUP_PART = 1 / 16;
const MOST_AT_ONCE = 16;

/** How many calls to keep in flight so that a group of `limit.calls` fits into its part of the window. */
function atOnce(session: Session, limit: Limit): number {
  const windowMs = limit.windowMs / session.target.timeScale;
  const wanted = Math.ceil((limit.calls * session.latencyMs()) / (windowMs * GROUP_PART));
  return session.target.fresh === undefined ? Math.min(MOST_AT_ONCE, Math.max(1, wanted)) : 1;
}

/**
 * Calls until the first 429, or `most` of them. `other`: an answer that is neither the success nor 429, twice in a row, or no
 * pairs left.
 */
async function untilThrottled(
  session: Session,
  call: Call,
  o: { most: number; spacing: number; atOnce: number },
): Promise<Group> {
  let end: Group['end'] | undefined;
  let others = 0;
  let accepted = 0;
  let refused = 0;
  let sent = 0;
  const caller = async () => {
    while (end === undefined && sent < o.most) {
      sent += 1;
      const played = await call();
      const status = played && 'status' in played.outcome ? played.outcome.status : undefined;
      const success = status === session.contract.successStatus;
      accepted += success ? 1 : 0;
      others = success ? 0 : others + 1;
      refused += isThrottled(played) ? 1 : 0;
      if (isThrottled(played)) end = 'throttled';
      else if (!played || others >= 2) end ??= 'other';
      if (o.spacing > 0) await session.sleep(o.spacing);
    }
  };
  await Promise.all(Array.from({ length: o.atOnce }, caller));
  return { end: end ?? 'never', accepted, refused };
}

/** Retry-After of an answer in ms, where it is plain seconds or a date beside a Date; undefined otherwise. */
function retryAfterMs(outcome: object): number | undefined {
  if (!('headers' in outcome)) return undefined;
  const headers = outcome.headers as [string, string][];
  const value = (name: string) => headers.find(([key]) => key.toLowerCase() === name)?.[1]?.trim();
  const text = value('retry-after');
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const ms = Date.parse(text) - Date.parse(value('date') ?? '');
  return Number.isFinite(ms) ? Math.max(0, ms) + 1000 : undefined;
}
