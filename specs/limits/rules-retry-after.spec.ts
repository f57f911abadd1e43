import { describe, expect, test } from 'vitest';
import { calls, judge, refused } from './made-timelines.ts';
import type { Series } from './made-timelines.ts';
import type { TimedCall } from './timeline.ts';

describe('a Retry-After that is too short (D)', () => {
  const full: Series = { from: 0, count: 100 };
  const then = (status: number, ms: number, retryAfter = '30', more: Partial<TimedCall> = {}) =>
    calls(full, { ...refused(400, retryAfter), ...more }, { from: 402 + ms, status });

  test('passes when a call that waited is let through', () => {
    expect(judge(then(201, 30_100)).D).toEqual({
      verdict: 'pass',
      reason: 'calls that waited for Retry-After were not refused again',
      evidence: [101, 102],
    });
    expect(judge(then(400, 30_100)).D.verdict).toBe('pass');
  });

  test('fails when a call that waited is refused', () => {
    expect(judge(then(429, 30_100)).D).toEqual({
      verdict: 'fail',
      reason:
        'a call sent 30.1 s after a 429 with Retry-After 30 s was refused again, although no other call lay between',
      evidence: [101, 102],
    });
  });

  test('fails at zero while still refusing', () => {
    expect(judge(then(429, 60, '0')).D.verdict).toBe('fail');
  });

  test('is unproven when nobody waited long enough', () => {
    expect(judge(then(429, 30_070)).D).toEqual({
      verdict: 'unproven',
      reason: 'no lone call was sent after the Retry-After of a 429 had passed',
      evidence: [],
    });
  });

  test.each<[string, Series]>([
    ['between', { from: 10_000 }],
    ['beside the 429', { from: 399, takes: 2 }],
    ['beside the call that waited', { from: 30_503, takes: 2 }],
  ])('is unproven when another call lies %s', (_, other) => {
    const both = calls(full, refused(400, '30'), { ...refused(30_502), takes: 2 }, other);
    expect(judge(both).D.verdict).toBe('unproven');
  });

  test('is unproven when the call that waited got no answer of the limit', () => {
    expect(judge(then(503, 30_100)).D.verdict).toBe('unproven');
    const faulted = calls(full, refused(400, '30'), { ...refused(30_502), faulted: true });
    expect(judge(faulted).D.verdict).toBe('unproven');
  });

  test('reads a date as seconds after Date, and one more for what Date was cut by', () => {
    const date = { date: 'Sun, 06 Nov 1994 08:49:37 GMT' };
    const until = 'Sun, 06 Nov 1994 08:50:07 GMT';
    expect(judge(then(429, 31_000, until, date)).D.verdict).toBe('unproven');
    expect(judge(then(429, 31_100, until, date)).D).toEqual({
      verdict: 'fail',
      reason:
        'a call sent 31.1 s after a 429 with Retry-After a date 30 s after Date was refused again, although no other call lay between',
      evidence: [101, 102],
    });
  });

  test('is unproven for a date without Date', () => {
    expect(judge(then(429, 99_000, 'Sun, 06 Nov 1994 08:50:07 GMT')).D).toEqual({
      verdict: 'unproven',
      reason: 'Retry-After is a date, and without a Date header it cannot be read as a delay',
      evidence: [101],
    });
  });

  test('is not applicable without a 429 that says how long', () => {
    const reasonOf = (timeline: TimedCall[]) => {
      const { verdict, reason, evidence } = judge(timeline).D;
      return [verdict, reason, evidence];
    };
    expect(reasonOf(calls(full))).toEqual(['not-applicable', 'no call was answered 429 by a limit', []]);
    expect(reasonOf(calls(full, refused(400)))).toEqual([
      'not-applicable',
      'no 429 carried a Retry-After',
      [],
    ]);
    expect(reasonOf(then(429, 99_000, '1.5'))).toEqual([
      'not-applicable',
      'no 429 carried a legal Retry-After',
      [101],
    ]);
  });

  test('is unproven where others may have called, or several applications', () => {
    expect(judge(then(429, 30_100), { exclusive: false }).D.verdict).toBe('unproven');
    expect(judge(then(429, 30_100), { keyKnown: false }).D.verdict).toBe('unproven');
    expect(judge(then(201, 30_100), { exclusive: false }).D.verdict).toBe('pass');
  });
});

describe('an absurd Retry-After (E)', () => {
  const minute = (retryAfter: string) => calls({ from: 0, count: 100 }, refused(400, retryAfter));

  test('passes up to two windows of the limit that was reached', () => {
    expect(judge(minute('121')).E).toEqual({
      verdict: 'pass',
      reason: 'the longest of 1 Retry-After value is 121 s',
      evidence: [101],
    });
  });

  test('fails beyond, as milliseconds do', () => {
    expect(judge(minute('122')).E.verdict).toBe('fail');
    expect(judge(minute('59600')).E).toEqual({
      verdict: 'fail',
      reason: 'Retry-After 59,600 s where at most 121 s can be needed: the limit reached is of 60 s',
      evidence: [101],
      window: 'minute',
    });
  });

  test('allows for the hour where others may have called, or nothing explains the 429', () => {
    expect(judge(minute('7201'), { exclusive: false }).E.verdict).toBe('pass');
    expect(judge(minute('7202'), { exclusive: false }).E.verdict).toBe('fail');
    expect(judge(calls(refused(0, '7201'))).E.verdict).toBe('pass');
    expect(judge(calls(refused(0, '7202'))).E.verdict).toBe('fail');
  });

  test('allows for the hour once it may be full, by calls or by the quota of the world', () => {
    expect(judge(minute('3600'), { quotaUsed: { hour: 1399 } }).E.verdict).toBe('pass');
    expect(judge(minute('3600'), { quotaUsed: { hour: 1398 } }).E.verdict).toBe('fail');
  });

  test('counts the refused call itself: a service may too', () => {
    const last = calls({ from: 0, count: 1499, every: 620 }, refused(929_380, '2700'));
    expect(judge(last).E.verdict).toBe('pass');
  });

  test('is unproven for a date without Date, and not applicable without a 429', () => {
    expect(judge(minute('Sun, 06 Nov 1994 08:50:07 GMT')).E.verdict).toBe('unproven');
    expect(judge(calls({ from: 0 })).E.verdict).toBe('not-applicable');
  });
});

describe('a Retry-After that is too long (F)', () => {
  const told = (...after: Series[]) => judge(calls({ from: 0, count: 100 }, refused(400, '60'), ...after)).F;

  test('says by how much when a call was accepted before', () => {
    expect(told({ from: 30_000 }, { from: 50_000 })).toEqual({
      verdict: 'fail',
      reason: 'a call was accepted 30.398 s before a Retry-After of 60 s had passed',
      evidence: [101, 102],
      figureSeconds: 30.398,
    });
  });

  test('passes when calls before were refused', () => {
    expect(told(refused(30_000), { from: 60_000 })).toEqual({
      verdict: 'pass',
      reason: 'no call was accepted before a Retry-After had passed',
      evidence: [101],
    });
  });

  test('allows a second for the rounding', () => {
    expect(told({ from: 59_398 }).verdict).toBe('not-applicable');
    expect(told({ from: 59_397 }).verdict).toBe('fail');
  });

  test('is not applicable when nobody called before', () => {
    expect(told({ from: 60_500 })).toEqual({
      verdict: 'not-applicable',
      reason: 'no call was sent before a Retry-After had passed',
      evidence: [],
    });
  });

  test('does not count a call that was already on its way', () => {
    const beside = judge(calls({ from: 0, count: 100 }, { from: 399, takes: 500 }, refused(400, '60'))).F;
    expect(beside.verdict).toBe('not-applicable');
  });

  test('is unproven for a date without Date', () => {
    expect(judge(calls(refused(0, 'Sun, 06 Nov 1994 08:50:07 GMT'))).F.verdict).toBe('unproven');
  });
});
