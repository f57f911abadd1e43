import type { Limit } from '../contract/contract.ts';
import type { CallSpec } from './scenario.ts';
import type { Played, Session } from './session.ts';

/** A probe's way to call: a pair of its own each time, and a note of the machines that were answered 429. */
export type ProbeCall = (spec?: CallSpec) => Promise<Played | undefined>;

/** How a group ended, and what it had been answered by then. `other`: neither the success nor 429, twice in a row, or no pairs left. */
export type Group = { end: 'throttled' | 'never' | 'other'; accepted: number; refused: number };

export type GroupPlan = {
  /** Calls at most. */
  most: number;
  /** Least time from one call to the next, ms. */
  spacing: number;
  /** How many calls may be in flight; asked before each. */
  atOnce: () => number;
  /** From so many calls on, `EDGE_CALLS` go out together and are waited for, again and again: a race at the limit's edge shows. */
  together?: number;
};

/** Calls that meet the edge of a limit at the same time: half of them before it, half after it. */
export const EDGE_CALLS = 8;

/** A group should take no more than this part of its window, or little can be said of it. */
const GROUP_PART = 1 / 16;
export const MOST_AT_ONCE = 16;

/** How many calls to keep in flight so that a group of `limit.calls` fits into its part of the window. */
export function neededAtOnce(session: Session, limit: Limit): number {
  const windowMs = limit.windowMs / session.target.timeScale;
  const wanted = Math.ceil((limit.calls * session.latencyMs()) / (windowMs * GROUP_PART));
  return session.target.fresh === undefined ? Math.min(MOST_AT_ONCE, Math.max(1, wanted)) : 1;
}

/** Calls until the first 429, or the most of them; returns when all are answered. @throws StopPlaying */
export async function untilThrottled(session: Session, call: ProbeCall, plan: GroupPlan): Promise<Group> {
  const inFlight = new Set<Promise<void>>();
  let end: Group['end'] | undefined;
  let failure: unknown;
  let others = 0;
  let accepted = 0;
  let refused = 0;
  const one = async () => {
    const played = await call();
    const status = played && 'status' in played.outcome ? played.outcome.status : undefined;
    const success = status === session.contract.successStatus;
    accepted += success ? 1 : 0;
    others = success ? 0 : others + 1;
    refused += isThrottled(played) ? 1 : 0;
    if (isThrottled(played)) end = 'throttled';
    else if (!played || others >= 2) end ??= 'other';
  };
  const send = () => {
    const sending = one()
      .catch((error: unknown) => {
        failure ??= error;
        end ??= 'other';
      })
      .finally(() => inFlight.delete(sending));
    inFlight.add(sending);
    return sending;
  };

  let due = session.now();
  for (let sent = 0; end === undefined && sent < plan.most;) {
    if (plan.together !== undefined && sent >= plan.together) {
      await Promise.all(inFlight);
      const volley = Math.max(EDGE_CALLS, plan.atOnce());
      if (end === undefined) await Promise.all(Array.from({ length: volley }, send));
      sent += volley;
      continue;
    }
    if (plan.spacing > 0) {
      due = Math.max(due, session.now());
      if (due > session.now()) await session.sleep(due - session.now());
      due += plan.spacing;
    }
    while (inFlight.size >= plan.atOnce()) await Promise.race(inFlight);
    if (end !== undefined) break;
    const sending = send();
    sent += 1;
    if (plan.atOnce() === 1) await sending;
  }
  await Promise.all(inFlight);
  if (failure !== undefined) throw failure as Error;
  return { end: end ?? 'never', accepted, refused };
}

export function isThrottled(played: Played | undefined): boolean {
  return played !== undefined && 'status' in played.outcome && played.outcome.status === 429;
}

/** Retry-After of an answer in ms, where it is plain seconds or a date beside a Date; undefined otherwise. */
export function retryAfterMs(played: Played): number | undefined {
  if (!('status' in played.outcome)) return undefined;
  const { headers } = played.outcome;
  const value = (name: string) => headers.find(([key]) => key.toLowerCase() === name)?.[1]?.trim();
  const text = value('retry-after');
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const ms = Date.parse(text) - Date.parse(value('date') ?? '');
  return Number.isFinite(ms) ? Math.max(0, ms) + 1000 : undefined;
}
