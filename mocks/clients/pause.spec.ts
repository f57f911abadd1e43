import { expect, test } from 'vitest';
import { pauseAfter } from './pause.ts';

const NOW = Date.UTC(2024, 0, 24, 1, 0, 0);
const throttled = (retryAfter?: string, date?: string) => ({
  status: 429,
  headers: {
    ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
    ...(date === undefined ? {} : { date }),
  },
});

test('seconds and dates are waited for, a date by the clock of the answer', () => {
  expect(pauseAfter(throttled('2'), 1, NOW)).toBe(2_000);
  expect(pauseAfter(throttled(' 60 '), 1, NOW)).toBe(60_000);
  expect(pauseAfter(throttled('Wed, 24 Jan 2024 01:00:30 GMT'), 1, NOW)).toBe(30_000);
  expect(
    pauseAfter(throttled('Wed, 24 Jan 2024 01:00:30 GMT', 'Wed, 24 Jan 2024 01:00:20 GMT'), 1, NOW),
  ).toBe(10_000);
  expect(pauseAfter(throttled('Wed, 24 Jan 2024 00:00:00 GMT'), 1, NOW)).toBe(0);
});

test('without a readable pause it backs off by itself', () => {
  expect(pauseAfter(throttled(), 1, NOW)).toBe(1_000);
  expect(pauseAfter(throttled('soon'), 2, NOW)).toBe(2_000);
  expect(pauseAfter(throttled('-1'), 1, NOW)).toBe(1_000);
});

test('other answers, long pauses and a fourth attempt end the call', () => {
  expect(pauseAfter({ status: 500, headers: { 'retry-after': '1' } }, 1, NOW)).toBeUndefined();
  expect(pauseAfter(throttled('301'), 1, NOW)).toBeUndefined();
  expect(pauseAfter(throttled('1'), 4, NOW)).toBeUndefined();
});
