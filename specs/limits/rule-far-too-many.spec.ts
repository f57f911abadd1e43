import { describe, expect, test } from 'vitest';
import { calls, judge, refused } from './made-timelines.ts';

describe('far too many calls accepted (B)', () => {
  test('fails at one more than twice the limit in a window, whoever else calls', () => {
    const many = judge(calls({ from: 0, count: 201, every: 290 }), { exclusive: false });
    expect(many.B.minute).toEqual({
      verdict: 'fail',
      reason:
        '201 calls were answered 201 within 58.002 s, and a limit of 100 in 60 s allows at most 200 wherever its window begins',
      evidence: [1, 201],
      window: 'minute',
    });
    expect(many.B.hour.verdict).toBe('not-applicable');
  });

  test('does not fail at twice the limit, nor in more than a window', () => {
    expect(judge(calls({ from: 0, count: 200 })).B.minute.verdict).toBe('not-applicable');
    expect(judge(calls({ from: 0, count: 201, every: 300 })).B.minute.verdict).toBe('not-applicable');
  });

  test('finds a missing hour limit at a pace that the minute allows', () => {
    const hour = judge(calls({ from: 0, count: 3001, every: 620 })).B.hour;
    expect(hour.reason).toBe(
      '3,001 calls were answered 201 within 1,860.002 s, and a limit of 1,500 in 3,600 s allows at most 3,000 wherever its window begins',
    );
    expect(hour.verdict).toBe('fail');
  });

  test('does not count a 201 that a fault gave, nor one longer than the window', () => {
    const faulted = calls({ from: 0, count: 200 }, { from: 700, faulted: true });
    const long = calls({ from: 0, count: 200 }, { from: 700, takes: 90_000 });
    expect(judge(faulted).B.minute.verdict).toBe('not-applicable');
    expect(judge(long).B.minute.verdict).toBe('not-applicable');
  });

  test('passes when this limit, and no other, refused a call', () => {
    const reached = judge(calls({ from: 0, count: 100 }, refused(400)));
    expect(reached.B.minute).toEqual({
      verdict: 'pass',
      reason: 'the limit of 100 in 60 s was reached and refused a call before 201 were accepted',
      evidence: [101],
      window: 'minute',
    });
    expect(reached.B.hour.verdict).toBe('not-applicable');
  });

  test('says nothing when too few calls were made', () => {
    expect(judge(calls({ from: 0, count: 7 })).B.minute).toEqual({
      verdict: 'not-applicable',
      reason:
        'at most 7 calls were answered 201 within 60 s, and the limit of 100 in 60 s did not refuse a call',
      evidence: [],
      window: 'minute',
    });
  });

  test('is unproven when the plan set out to reach the limit and did not', () => {
    const planned = judge(calls({ from: 0, count: 7 }), { probed: { minute: true, hour: false } });
    expect(planned.B.minute.verdict).toBe('unproven');
    expect(planned.B.hour.verdict).toBe('not-applicable');
  });

  test('is unproven where the calls may be those of several applications', () => {
    expect(judge(calls({ from: 0, count: 201 }), { keyKnown: false }).B.minute).toEqual({
      verdict: 'unproven',
      reason:
        '201 calls were answered 201 within 0.602 s, and a limit of 100 in 60 s allows at most 200 wherever its window begins; ' +
        'the tokens cannot be read, so these may be calls of several applications',
      evidence: [1, 201],
      window: 'minute',
    });
  });
});
