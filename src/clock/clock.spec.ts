import { expect, test } from 'vitest';
import { todayOn, virtualClock } from './clock.ts';

test('a virtual sleep moves time on and resolves at once', async () => {
  const clock = virtualClock(Date.UTC(2026, 10, 22, 23, 59));
  await clock.sleep(3_600_000);
  expect(clock.now()).toBe(3_600_000);
  expect(todayOn(clock)).toBe('2026-11-23');
});

test('an aborted sleep rejects with the reason and moves nothing', async () => {
  const clock = virtualClock(0);
  await expect(clock.sleep(10, AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
  expect(clock.now()).toBe(0);
});
