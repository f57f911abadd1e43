import { describe, expect, test } from 'vitest';
import { MINUTE, calls, judge, refused } from './made-timelines.ts';

describe('a profile', () => {
  test('without limits has nothing to judge', () => {
    const { A, B, C, D, E, F } = judge(calls({ from: 0, count: 500 }, refused(9000, '99999')), {
      windows: [],
    });
    const none = { verdict: 'not-applicable', reason: 'the profile states no limits', evidence: [] };
    expect([A, B.minute, B.hour, C.minute, C.hour, D, E, F]).toEqual(Array.from({ length: 8 }, () => none));
  });

  test('with one limit has nothing to judge of the other', () => {
    const { B, C } = judge(calls({ from: 0, count: 500 }), { windows: [MINUTE] });
    const none = {
      verdict: 'not-applicable',
      reason: 'the profile states no limit for the hour',
      evidence: [],
    };
    expect([B.hour, C.hour]).toEqual([none, none]);
    expect(B.minute.verdict).toBe('fail');
  });
});

test('calls need not come in order', () => {
  const shuffled = calls({ from: 0, count: 99 }, refused(400)).toReversed();
  expect(judge(shuffled).A.reason).toMatch(/^429 on the 100th call: only 99 calls/);
});

test('fifty thousand calls are judged without weighing each against each', () => {
  const hammered = calls({ from: 0, count: 50_000, every: 20, takes: 50, status: 429, retryAfter: ['60'] });
  const { A, E } = judge(hammered);
  expect([A.verdict, E.verdict]).toEqual(['fail', 'pass']);
});
