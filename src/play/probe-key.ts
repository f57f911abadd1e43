import type { Limit } from '../contract/contract.ts';
import { isThrottled, type ProbeCall } from './probe-group.ts';
import type { CallSpec } from './scenario.ts';
import type { Session } from './session.ts';

/** An address of the net for documentation (RFC 5737), in each header that services take a caller's address from. */
const FORWARDED: [string, string][] = [
  ['X-Forwarded-For', '192.0.2.77'],
  ['Forwarded', 'for=192.0.2.77'],
  ['X-Real-IP', '192.0.2.77'],
  ['X-Client-IP', '192.0.2.77'],
  ['True-Client-IP', '192.0.2.77'],
  ['CF-Connecting-IP', '192.0.2.77'],
];

/** What a service may wrongly count by: calls that differ from the others in just one thing. */
const WAYS: Readonly<Record<string, CallSpec>> = {
  token: { newToken: true },
  path: { pathCase: 'lower' },
  query: { query: 'cordon=1' },
  forwarded: { headers: FORWARDED },
  agent: { headers: [['User-Agent', 'cordon-other']] },
  connection: { fresh: true },
};
export type Way = keyof typeof WAYS;

/** The ways that can be tried at this service. */
export function waysAt(session: Session): Way[] {
  return Object.keys(WAYS).filter((way) => way !== 'token' || session.target.newToken?.() !== undefined);
}

const MOST_TOGETHER = 32;

/**
 * While the limit holds: a few calls that differ in one thing, sent together between calls that do not, for each of `ways`.
 * So many that a bucket, which refills meanwhile, cannot have let all of them in.
 * @param recent calls in the last two windows.
 * @returns the ways to try again after another group: those that were not tried, and those that got in.
 */
export async function tryWays(
  session: Session,
  call: ProbeCall,
  limit: Limit,
  o: { ways: readonly Way[]; recent: () => number },
): Promise<Way[]> {
  const { ways } = o;
  // What counted in the window before fades from a sliding counter at this rate, more than a bucket refills.
  const perMs = () =>
    ((Math.max(limit.calls, o.recent()) + MOST_TOGETHER) * session.target.timeScale) / limit.windowMs;
  const own = session.target.fresh !== undefined;
  const open = new Set<Way>(ways);
  // One that a bucket has refilled for may be let in.
  const refilled = () => 2 * perMs() * session.latencyMs();
  const controls = () => (refilled() < 0.1 ? 1 : Math.min(MOST_TOGETHER, 2 + Math.floor(refilled())));
  let held = await isHeld(call, controls());
  for (const way of ways) {
    if (!held) break;
    // The bracket is three exchanges long; in process each call of a volley takes its time after the other.
    const bracketMs = (own ? 8 : 4) * session.latencyMs() + 50;
    const count = Math.min(MOST_TOGETHER, 2 + Math.ceil(perMs() * bracketMs));
    const spec = WAYS[way] as CallSpec;
    const played = await Promise.all(Array.from({ length: count }, () => call({ file: 'present', ...spec })));
    held = await isHeld(call, controls());
    const gotIn = played.some((one) => one && 'status' in one.outcome && one.outcome.status < 400);
    // Elsewhere a second group has to show what got in.
    if (held && (own || !gotIn)) open.delete(way);
  }
  return [...open];
}

/** True if one of so many plain calls is refused. */
async function isHeld(call: ProbeCall, count: number): Promise<boolean> {
  const played = await Promise.all(Array.from({ length: count }, () => call()));
  return played.some(isThrottled);
}
