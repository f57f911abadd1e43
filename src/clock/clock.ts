/** Time, passed in everywhere: no other module reads the wall clock. All times are milliseconds. */
export type Clock = {
  /** Monotonic milliseconds since some start; fractions allowed. */
  now(): number;
  /** Milliseconds since 1970-01-01T00:00:00Z, moving in step with `now()`. */
  epoch(): number;
  /** Resolves `ms` later on this clock; rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
};

/** The longest delay that a Node timer keeps; a longer one would fire at once. */
const LONGEST_TIMER_MS = 2_147_483_647;

/** The machine's own time. */
export function realClock(): Clock {
  const epochAtStart = Date.now() - performance.now();
  return {
    now: () => performance.now(),
    epoch: () => epochAtStart + performance.now(),
    sleep: async (ms, signal) => {
      for (let left = ms; left > 0; left -= LONGEST_TIMER_MS)
        await oneTimer(Math.min(left, LONGEST_TIMER_MS), signal);
    },
  };
}

function oneTimer(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', abort, { once: true });
  });
}

/** Today's date on a clock, as ISO 8601 in UTC. */
export function todayOn(clock: Pick<Clock, 'epoch'>): string {
  return new Date(clock.epoch()).toISOString().slice(0, 10);
}

export type VirtualClock = Clock & {
  /** Moves time on by `ms` without waiting. */
  advance(ms: number): void;
};

/**
 * Time that costs nothing: a sleep moves it on and resolves at once. For one line of control at a time
 * (a player that sends, waits, sends); calls in flight beside each other see the same instant.
 */
export function virtualClock(epochAtStart: number): VirtualClock {
  let elapsed = 0;
  return {
    now: () => elapsed,
    epoch: () => epochAtStart + elapsed,
    sleep: (ms, signal) => {
      if (signal?.aborted) return Promise.reject(signal.reason as Error);
      elapsed += Math.max(0, ms);
      return Promise.resolve();
    },
    advance: (ms) => {
      elapsed += ms;
    },
  };
}
