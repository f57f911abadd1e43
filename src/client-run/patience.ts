import type { Clock } from '../clock/clock.ts';
import type { Activity } from './emulator.ts';

/** Silence on the wire after which a client is ended; the pauses that it was asked for are not counted. */
export const SILENCE_MS = 130_000;
/** No client is watched for longer than this in one scenario, however busy it is. */
const LONGEST_SCENARIO_MS = 15 * 60_000;
/** A client that sends more than this in one scenario is in a loop. */
const MOST_REQUESTS = 2_000;
const LOOK_MS = 500;
/** Before silence is believed, what has already arrived at a busy machine gets the time to be read. */
const SETTLE_MS = 100;

/**
 * Waits until a client is to be ended, and says why. Rejects when `done` is aborted.
 * @param o.outputMs when the client last wrote a line of the protocol.
 */
export async function patience(o: {
  clock: Clock;
  done: AbortSignal;
  activity: Activity;
  outputMs: () => number;
  silenceMs: number;
}): Promise<string> {
  const { clock, activity } = o;
  const startMs = clock.now();
  const quietMs = () =>
    Math.max(startMs, activity.lastMs, activity.pausedUntilMs, o.outputMs()) + o.silenceMs;
  for (;;) {
    const nowMs = clock.now();
    if (activity.requests > MOST_REQUESTS)
      return `it was ended after ${MOST_REQUESTS} requests in one scenario`;
    if (nowMs - startMs >= LONGEST_SCENARIO_MS)
      return `it was still running after ${LONGEST_SCENARIO_MS / 60_000} minutes`;
    const leftMs = quietMs() - nowMs;
    await clock.sleep(leftMs > 0 ? Math.min(leftMs, LOOK_MS) : SETTLE_MS, o.done);
    if (leftMs <= 0 && nowMs >= quietMs())
      return `it was still running after ${o.silenceMs / 1000} s of silence`;
  }
}
