import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLimiter, LIMITER_MODELS, type LimiterModel, type LimiterOptions } from './limiters.ts';

const MINUTE = { name: 'minute', calls: 100, windowMs: 60_000 } as const;
const HOUR = { name: 'hour', calls: 1_500, windowMs: 3_600_000 } as const;

function limiter(model: LimiterModel, o: Partial<LimiterOptions> = {}) {
  return createLimiter({
    model,
    limits: [MINUTE, HOUR],
    timeScale: 1,
    startMs: 0,
    phaseMs: 0,
    used: {},
    ...o,
  });
}

/** How many of `calls` at `nowMs` are let in. */
function burst(of: ReturnType<typeof limiter>, nowMs: number, calls: number): number {
  let admitted = 0;
  for (let i = 0; i < calls; i += 1) if (of.admit(nowMs).ok) admitted += 1;
  return admitted;
}

describe.each(LIMITER_MODELS)('%s', (model) => {
  test('lets in the 100th call of a burst and refuses the 101st', () => {
    expect(burst(limiter(model), 0, 101)).toBe(100);
  });

  test('names the wait of the limit that takes longer', () => {
    const it = limiter(model, { used: { minute: 100, hour: 1_500 } });
    expect(it.admit(10)).toMatchObject({ ok: false, limit: HOUR });
  });

  test('counts what others used of one limit against that limit alone', () => {
    expect(burst(limiter(model, { used: { minute: 97 } }), 0, 10)).toBe(3);
    expect(burst(limiter(model, { used: { hour: 1_497 } }), 0, 10)).toBe(3);
  });

  test('divides its windows by the time scale', () => {
    const it = limiter(model, { timeScale: 60, used: { minute: 100 } });
    const answer = it.admit(0);
    expect(answer.ok ? 0 : answer.retryAfterMs).toBeLessThanOrEqual(1_010);
    expect(burst(it, 2_000, 101)).toBe(100);
  });

  test('recovers fully after silence', () => {
    const it = limiter(model);
    burst(it, 0, 300);
    expect(burst(it, 7_200_000, 101)).toBe(100);
  });

  test('a refusal is not counted, and waiting as told is enough', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ gap: fc.integer({ min: 0, max: 40_000 }), calls: fc.integer({ min: 1, max: 150 }) }),
          {
            maxLength: 40,
          },
        ),
        fc.integer({ min: 0, max: 4_000_000 }),
        fc.nat({ max: 120 }),
        (steps, phaseMs, minute) => {
          const it = limiter(model, { phaseMs, used: { minute } });
          let now = 0;
          for (const { gap, calls } of steps) {
            now += gap;
            burst(it, now, calls);
          }
          const refusal = it.admit(now);
          if (refusal.ok) return;
          expect(refusal.retryAfterMs).toBeGreaterThan(0);
          expect(it.admit(now + refusal.retryAfterMs - 1).ok).toBe(false);
          expect(it.admit(now + refusal.retryAfterMs + 0.001)).toEqual({ ok: true });
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe.each(['fixed-window', 'sliding-log', 'sliding-counter'] as const)('%s', (model) => {
  test('lets in the 1,500th call of an hour and refuses the 1,501st for the hour', () => {
    const it = limiter(model);
    let now = 0;
    for (let admitted = 0; admitted < 1_500;) {
      const answer = it.admit(now);
      if (answer.ok) admitted += 1;
      else {
        expect(answer.limit).toBe(MINUTE);
        now += answer.retryAfterMs;
      }
    }
    expect(it.admit(now + 120_000)).toMatchObject({ ok: false, limit: HOUR });
  });
});

describe('fixed-window', () => {
  test('starts a new count at the edge of its phase', () => {
    const it = limiter('fixed-window', { phaseMs: 45_000 });
    expect(burst(it, 14_999, 150)).toBe(100);
    expect(it.admit(14_999)).toEqual({ ok: false, retryAfterMs: 1, limit: MINUTE });
    expect(burst(it, 15_000, 150)).toBe(100);
    expect(it.admit(15_000)).toEqual({ ok: false, retryAfterMs: 60_000, limit: MINUTE });
  });

  test('after an hour drained in 15 minutes the wait is 45 minutes', () => {
    const it = limiter('fixed-window');
    for (let minute = 0; minute < 15; minute += 1) expect(burst(it, minute * 60_000, 101)).toBe(100);
    expect(it.admit(900_000)).toEqual({ ok: false, retryAfterMs: 2_700_000, limit: HOUR });
    expect(it.admit(3_600_000).ok).toBe(true);
  });
});

describe('sliding-log', () => {
  test('never lets in more than the limit in any window', () => {
    const it = limiter('sliding-log');
    expect(burst(it, 30_000, 60)).toBe(60);
    expect(burst(it, 59_000, 60)).toBe(40);
    expect(it.admit(61_000)).toEqual({ ok: false, retryAfterMs: 29_000, limit: MINUTE });
    expect(burst(it, 90_000, 100)).toBe(60);
  });
});

describe('sliding-counter', () => {
  test('weighs the window before by its part of the trailing window', () => {
    const it = limiter('sliding-counter');
    expect(burst(it, 0, 100)).toBe(100);
    expect(it.admit(0)).toMatchObject({ ok: false, retryAfterMs: 60_600 });
    expect(burst(it, 90_000, 100)).toBe(50);
  });

  test('forgets after two windows', () => {
    const it = limiter('sliding-counter');
    burst(it, 0, 100);
    expect(burst(it, 120_000, 101)).toBe(100);
  });
});

describe('token-bucket', () => {
  test('gives back a call every 600 ms for the minute and 2,400 ms for the hour', () => {
    const it = limiter('token-bucket', { used: { minute: 100 } });
    expect(it.admit(0)).toEqual({ ok: false, retryAfterMs: 600, limit: MINUTE });
    expect(burst(it, 1_200, 5)).toBe(2);
    const hour = limiter('token-bucket', { used: { hour: 1_500 } });
    expect(hour.admit(0)).toEqual({ ok: false, retryAfterMs: 2_400, limit: HOUR });
  });
});

test('a contract without limits refuses nothing', () => {
  expect(burst(limiter('fixed-window', { limits: [] }), 0, 5_000)).toBe(5_000);
});
