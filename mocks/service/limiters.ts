import type { Limit, LimitName } from '../../src/contract/contract.ts';

/** The window algorithms that the documents leave open. */
export const LIMITER_MODELS = ['fixed-window', 'sliding-log', 'sliding-counter', 'token-bucket'] as const;
export type LimiterModel = (typeof LIMITER_MODELS)[number];

/** `retryAfterMs`: until a call would be accepted by every limit if nobody else called; `limit`: the one that takes longest. */
export type Admission = { ok: true } | { ok: false; retryAfterMs: number; limit: Limit };

/** Decides call by call; a call that is let in is counted, a refused one only where refusals count. `nowMs` never goes back. */
export type Limiter = { admit(nowMs: number): Admission };

export type LimiterOptions = {
  model: LimiterModel;
  limits: Limit[];
  /** Window lengths are divided by it. */
  timeScale: number;
  /** When the service started. */
  startMs: number;
  /** How far the windows of `fixed-window` and `sliding-counter` had run at `startMs`; taken modulo the window. */
  phaseMs: number;
  /** Calls already counted in the windows that are current at `startMs`. */
  used: Partial<Record<LimitName, number>>;
  /** Whether a refused call uses up quota as well. Default false. */
  countsRefused?: boolean;
};

/** All limits of one application in one tenant, judged together: a call that one refuses is counted by none. */
export function createLimiter(o: LimiterOptions): Limiter {
  const rules = o.limits.map((limit) => ({
    limit,
    counter: MODELS[o.model]({
      calls: limit.calls,
      windowMs: limit.windowMs / o.timeScale,
      startMs: o.startMs,
      phaseMs: o.phaseMs,
      used: o.used[limit.name] ?? 0,
    }),
  }));
  return {
    admit: (nowMs) => {
      let refusal: Admission = { ok: true };
      for (const { limit, counter } of rules) {
        const retryAfterMs = counter.waitMs(nowMs);
        if (retryAfterMs > 0 && (refusal.ok || retryAfterMs > refusal.retryAfterMs))
          refusal = { ok: false, retryAfterMs, limit };
      }
      if (refusal.ok) for (const { counter } of rules) counter.take(nowMs);
      else if (o.countsRefused) {
        for (const { counter } of rules) counter.take(nowMs);
        // What this call itself used up is waited for as well.
        const waits = rules.map(({ limit, counter }) => ({ limit, retryAfterMs: counter.waitMs(nowMs) }));
        const longest = waits.reduce((a, b) => (b.retryAfterMs > a.retryAfterMs ? b : a));
        return { ok: false, ...longest };
      }
      return refusal;
    },
  };
}

type CounterOptions = { calls: number; windowMs: number; startMs: number; phaseMs: number; used: number };
/** `waitMs` is 0 when a call would be accepted now. In every model waiting alone never closes it again. */
type Counter = { waitMs(nowMs: number): number; take(nowMs: number): void };

/** Keeps sums of fractions (refill, weights) from refusing a call that is due at this very instant. */
const ROUNDING = 1e-9;

const MODELS: Record<LimiterModel, (o: CounterOptions) => Counter> = {
  'fixed-window': fixedWindow,
  'sliding-log': slidingLog,
  'sliding-counter': slidingCounter,
  'token-bucket': tokenBucket,
};

function fixedWindow(o: CounterOptions): Counter {
  const origin = o.startMs - (o.phaseMs % o.windowMs);
  let index = 0;
  let count = o.used;
  const roll = (nowMs: number) => {
    const current = Math.floor((nowMs - origin) / o.windowMs);
    if (current === index) return;
    index = current;
    count = 0;
  };
  return {
    waitMs: (nowMs) => {
      roll(nowMs);
      return count < o.calls ? 0 : origin + (index + 1) * o.windowMs - nowMs;
    },
    take: (nowMs) => {
      roll(nowMs);
      count += 1;
    },
  };
}

function slidingLog(o: CounterOptions): Counter {
  const times = Array.from({ length: o.used }, () => o.startMs);
  return {
    waitMs: (nowMs) => {
      let expired = 0;
      while (expired < times.length && (times[expired] ?? 0) + o.windowMs <= nowMs) expired += 1;
      times.splice(0, expired);
      const mustExpire = times[times.length - o.calls];
      return mustExpire === undefined ? 0 : mustExpire + o.windowMs - nowMs;
    },
    take: (nowMs) => {
      times.push(nowMs);
    },
  };
}

/** The count of the window before, weighted by its part of the trailing window, stands in for a log. */
function slidingCounter(o: CounterOptions): Counter {
  const origin = o.startMs - (o.phaseMs % o.windowMs);
  let index = 0;
  let before = 0;
  let count = o.used;
  const roll = (nowMs: number) => {
    const current = Math.floor((nowMs - origin) / o.windowMs);
    if (current === index) return;
    before = current === index + 1 ? count : 0;
    index = current;
    count = 0;
  };
  /** How far into a window the weight of `previous` has sunk to `room`. */
  const sunkMs = (previous: number, room: number) => o.windowMs * (1 - room / previous);
  return {
    waitMs: (nowMs) => {
      roll(nowMs);
      const start = origin + index * o.windowMs;
      const weighted = before * (1 - (nowMs - start) / o.windowMs);
      if (weighted + count + 1 <= o.calls + ROUNDING) return 0;
      const room = o.calls - 1 - count;
      return (
        (room >= 0 ? start + sunkMs(before, room) : start + o.windowMs + sunkMs(count, o.calls - 1)) - nowMs
      );
    },
    take: (nowMs) => {
      roll(nowMs);
      count += 1;
    },
  };
}

function tokenBucket(o: CounterOptions): Counter {
  const perMs = o.calls / o.windowMs;
  let level = Math.max(0, o.calls - o.used);
  let filledMs = o.startMs;
  const fill = (nowMs: number) => {
    level = Math.min(o.calls, level + (nowMs - filledMs) * perMs);
    filledMs = nowMs;
  };
  return {
    waitMs: (nowMs) => {
      fill(nowMs);
      return level >= 1 - ROUNDING ? 0 : (1 - level) / perMs;
    },
    take: (nowMs) => {
      fill(nowMs);
      level = Math.max(0, level - 1);
    },
  };
}
