import type { Limit } from '../contract/contract.ts';
import type { Session } from './session.ts';

/**
 * Calls a minute at which the hour is probed. 49: two minutes hold fewer calls than the minute limit, so that a 429 can only
 * be the hour's. 97 for the second group: it has to fit into the part of the hour that the first one left.
 */
const HOUR_PROBE_CALLS_A_MINUTE = [49, 97] as const;

/** How many machine and file pairs a probe of this limit may use up. */
export function pairsForProbe(limit: Limit): number {
  return 2 * (limit.calls + 1) + 2 * limit.calls;
}

/**
 * Looks for one limit: two groups of calls at different phases of its window, each up to the first 429 (or to twice the
 * limit and one, which no limiter of that size admits); after each a lone call that tells a bucket from a window, then
 * Retry-After is waited for and one call made. Ends early when the service stops answering as a service under a limit does.
 */
export async function probeLimit(session: Session, limit: Limit, all: readonly Limit[]): Promise<void> {
  const scale = session.target.timeScale;
  const w = limit.windowMs / scale;
  const quiet = w + 100 + 0.002 * w;
  const groups: { from: number; to: number }[] = [];
  for (const group of [0, 1] as const) {
    const spacing = limit.name === 'hour' ? 60_000 / scale / HOUR_PROBE_CALLS_A_MINUTE[group] : 0;
    if (session.target.fresh === undefined || group > 0) await session.sleep(quiet);
    const first = groups[0];
    if (first) await session.sleep(toOtherPhase(session.now() - first.from, first.to - first.from, w));
    const from = session.now();
    const found = await untilThrottled(session, 2 * limit.calls + 1, spacing);
    groups.push({ from, to: session.now() });
    if (found !== 'throttled') return;
    const lone = 3 * Math.max(...all.map((l) => l.windowMs / scale / l.calls), limit.name === 'hour' ? 0 : session.now() - from);
    await session.sleep(lone);
    const control = await session.call({ file: 'present' });
    if (!control) return;
    const wait = retryAfterMs(control.outcome) ?? quiet;
    if (wait > quiet * 2) return; // absurd: judged from what was sent
    await session.sleep(wait + 50 + 0.001 * wait + 2);
    await session.call({ file: 'present' });
  }
}

/** How long to wait so that the next group begins at the phase of the window where the first one ended, and a little. */
function toOtherPhase(sinceFirst: number, length: number, w: number): number {
  const phase = sinceFirst % w;
  const wanted = length + 200 + 0.004 * w;
  return wanted >= phase ? wanted - phase : w - phase + wanted;
}

/** `other`: an answer that is neither the success nor 429, twice in a row, or no pairs left. */
async function untilThrottled(session: Session, most: number, spacing: number): Promise<'throttled' | 'never' | 'other'> {
  let others = 0;
  for (let sent = 0; sent < most; sent += 1) {
    const played = await session.call({ file: 'present' });
    if (!played) return 'other';
    const status = 'status' in played.outcome ? played.outcome.status : undefined;
    if (status === 429) return 'throttled';
    others = status === session.contract.successStatus ? 0 : others + 1;
    if (others >= 2) return 'other';
    if (spacing > 0) await session.sleep(spacing);
  }
  return 'never';
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
