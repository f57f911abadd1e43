import type { Limit } from '../contract/contract.ts';
import { isThrottled, neededAtOnce, retryAfterMs, untilThrottled, type ProbeCall } from './probe-group.ts';
import type { Played, Session } from './session.ts';

const MOST_POKES = 4;
const MOST_DRAINED = 8;

/** Uses up what a bucket has refilled. */
export async function drain(session: Session, call: ProbeCall, limit: Limit): Promise<void> {
  const atOnce = () => neededAtOnce(session, limit);
  await untilThrottled(session, call, { most: limit.calls, spacing: 0, atOnce });
}

/** A refusal that no other call overlaps, if one comes. */
async function loneRefusal(session: Session, call: ProbeCall, limit: Limit): Promise<Played | undefined> {
  for (let i = 0; i < MOST_DRAINED; i += 1) {
    const played = await call();
    if (!played || isThrottled(played)) return played;
    if (neededAtOnce(session, limit) > 1) await drain(session, call, limit);
  }
  return undefined;
}

/**
 * After a refusal: Retry-After is waited for and one call made; or, whatever it says, calls a third of a window apart until one is
 * accepted, which shows a wait that is longer than needed and a window that calls put off. `blocked`: none of them was.
 */
export async function recover(
  session: Session,
  call: ProbeCall,
  limit: Limit,
  poke: boolean,
): Promise<'blocked' | 'done'> {
  const w = limit.windowMs / session.target.timeScale;
  const last = await loneRefusal(session, call, limit);
  if (!last) return 'done';
  if (poke) {
    for (let i = 0; i < MOST_POKES; i += 1) {
      await session.sleep(w / 3 + 1);
      if (!isThrottled(await call())) return 'done';
    }
    return 'blocked';
  }
  const wait = retryAfterMs(last) ?? w;
  if (wait > 4 * w + 100) return 'done'; // absurd: judged from what was sent
  await session.sleep(wait + 50 + 0.001 * wait + 2);
  await call();
  return 'done';
}
