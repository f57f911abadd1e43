import { isThrottled, retryAfterMs } from './probe-group.ts';
import type { Session } from './session.ts';

const MOST_CALLS = 40;
const MOST_WAITS = 3;

/**
 * In a world where both limits are nearly used up: calls until the first 429, then Retry-After is waited for and a call made,
 * and so again. A Retry-After that speaks of the minute where the hour is full is refused there.
 * @returns the machines of the calls that were answered 429.
 */
export async function probeBoth(session: Session): Promise<string[]> {
  const throttled = new Set<string>();
  const w = Math.max(...session.contract.limits.map(({ windowMs }) => windowMs)) / session.target.timeScale;
  let waits = 0;
  for (let calls = 0; calls < MOST_CALLS && waits < MOST_WAITS; calls += 1) {
    const played = await session.call({ file: 'present' });
    if (!played) break;
    if (!isThrottled(played)) continue;
    throttled.add(played.composed.machineId);
    waits += 1;
    const wait = retryAfterMs(played) ?? w;
    if (wait > 4 * w) break; // absurd: judged from what was sent
    await session.sleep(wait + 50 + 0.001 * wait + 2);
  }
  return [...throttled];
}
