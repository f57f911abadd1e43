import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { httpDateSeconds, retryAfterMs } from './retry-after-header.ts';

describe('Retry-After', () => {
  test.each([
    ['0', 0],
    ['3', 3000],
    [' 60 ', 60_000],
    ['2760', 2_760_000],
  ])('in seconds: %j', (value, ms) => {
    expect(retryAfterMs({ 'retry-after': value })).toBe(ms);
  });

  test.each(['', '-1', '1.5', '3, 5', 'soon', 'NaN', '1e3', '12345678901'])(
    'of another form says nothing: %j',
    (value) => {
      expect(retryAfterMs({ 'retry-after': value, date: 'Sun, 06 Nov 1994 08:49:37 GMT' })).toBeUndefined();
    },
  );

  test('that is missing says nothing', () => {
    expect(retryAfterMs({ date: 'Sun, 06 Nov 1994 08:49:37 GMT' })).toBeUndefined();
  });

  test('as a date counts from the Date of the same response', () => {
    const headers = { 'retry-after': 'Sun, 06 Nov 1994 08:50:40 GMT', date: 'Sun, 06 Nov 1994 08:49:37 GMT' };
    expect(retryAfterMs(headers)).toBe(63_000);
  });

  test('as a date that has passed is no wait', () => {
    const headers = { 'retry-after': 'Sun, 06 Nov 1994 08:49:00 GMT', date: 'Sun, 06 Nov 1994 08:49:37 GMT' };
    expect(retryAfterMs(headers)).toBe(0);
  });

  test('as a date without Date says nothing', () => {
    expect(retryAfterMs({ 'retry-after': 'Sun, 06 Nov 1994 08:50:40 GMT' })).toBeUndefined();
  });
});

describe('an HTTP date', () => {
  test.each([
    ['Sun, 06 Nov 1994 08:49:37 GMT', 784_111_777],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 784_111_777],
    ['Wednesday, 04-Nov-26 08:49:37 GMT', 1_793_782_177],
    ['Sun Nov  6 08:49:37 1994', 784_111_777],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['Thu, 29 Feb 2024 23:59:59 GMT', 1_709_251_199],
  ])('%s', (text, seconds) => {
    expect(httpDateSeconds(text)).toBe(seconds);
  });

  test.each([
    '',
    '6 Nov 1994',
    '1994-11-06T08:49:37Z',
    'Sun, 06 Foo 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 08:49:37 CET',
  ])('is not %j', (text) => {
    expect(httpDateSeconds(text)).toBeUndefined();
  });

  property.prop([fc.integer({ min: 0, max: 7_258_118_399 })])('is read as Node writes it', (seconds) => {
    expect(httpDateSeconds(new Date(seconds * 1000).toUTCString())).toBe(seconds);
  });
});
