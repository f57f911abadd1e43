import type { Clock } from '../../src/clock/clock.ts';

type Timer = { at: number; order: number; resolve: () => void };

/**
 * Virtual time for several lines of control: the next sleeper wakes when nothing else is left to do, so that calls in flight
 * beside each other take their time side by side.
 */
export function eventClock(epochAtStart: number): Clock {
  const timers: Timer[] = [];
  let elapsed = 0;
  let order = 0;
  let armed = false;
  const wake = () => {
    armed = false;
    let next = 0;
    for (const [i, timer] of timers.entries()) if (isBefore(timer, timers[next] as Timer)) next = i;
    const [timer] = timers.splice(next, 1);
    if (!timer) return;
    elapsed = Math.max(elapsed, timer.at);
    timer.resolve();
    arm();
  };
  const arm = () => {
    if (armed || timers.length === 0) return;
    armed = true;
    setImmediate(wake);
  };
  return {
    now: () => elapsed,
    epoch: () => epochAtStart + elapsed,
    sleep: (ms) =>
      new Promise((resolve) => {
        timers.push({ at: elapsed + Math.max(0, ms), order: (order += 1), resolve });
        arm();
      }),
  };
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
