import { expect, test } from 'vitest';
import { dateTimeOffset, imfFixdate } from './dates.ts';

const ms = Date.UTC(2024, 0, 24, 1, 36, 28, 728);

test('a date has seven fraction digits, without zeros at the end', () => {
  expect(dateTimeOffset({ ms, ticks: 3693 })).toBe('2024-01-24T01:36:28.7283693Z');
  expect(dateTimeOffset({ ms, ticks: 3600 })).toBe('2024-01-24T01:36:28.72836Z');
  expect(dateTimeOffset({ ms: ms - 8, ticks: 0 })).toBe('2024-01-24T01:36:28.72Z');
});

test('a whole second has no fraction', () => {
  expect(dateTimeOffset({ ms: ms - 728, ticks: 0 })).toBe('2024-01-24T01:36:28Z');
});

test('ticks beyond a millisecond carry over', () => {
  expect(dateTimeOffset({ ms, ticks: 10_005 })).toBe('2024-01-24T01:36:28.7290005Z');
});

test('an HTTP date names the second in GMT', () => {
  expect(imfFixdate(ms + 0.5)).toBe('Wed, 24 Jan 2024 01:36:28 GMT');
});
