import { describe, expect, test } from 'vitest';
import { HOUR, calls, judge, refused } from './made-timelines.ts';

describe('a 429 that comes too early (A)', () => {
  const groupOf = (count: number) => calls({ from: 0, count }, refused(400));

  test('passes when as many calls as the limit lie before it', () => {
    expect(judge(groupOf(100)).A).toEqual({
      verdict: 'pass',
      reason: 'the only 429 has enough calls before it to explain it',
      evidence: [],
    });
  });

  test('fails when one call is missing', () => {
    expect(judge(groupOf(99)).A).toEqual({
      verdict: 'fail',
      reason:
        '429 on the 100th call: only 99 calls lie in the 120 s before it, and the limit is 100 in 60 s, ' +
        'and 99 in 7,200 s with 1,500 in 3,600 s',
      evidence: [100],
      window: 'minute',
    });
  });

  test('is not applicable without a 429', () => {
    expect(judge(calls({ from: 0, count: 5 })).A).toEqual({
      verdict: 'not-applicable',
      reason: 'no call was answered 429 by a limit',
      evidence: [],
    });
  });

  test('is not applicable to a 429 that a fault gave', () => {
    expect(judge(calls({ ...refused(0), faulted: true })).A.verdict).toBe('not-applicable');
  });

  test('counts calls of any answer, and those without one', () => {
    const mixed = calls({ from: 0, count: 50, status: 400 }, { from: 200, count: 49 }, refused(400));
    const lost = { n: 101, s: 399, r: Infinity, status: null };
    expect(judge(mixed).A.verdict).toBe('fail');
    expect(judge([...mixed, lost]).A.verdict).toBe('pass');
  });

  test('counts calls whose stamps are equal, as virtual time gives them', () => {
    const still = calls({ from: 0, count: 100, every: 0, takes: 0 }, { ...refused(0), takes: 0 });
    expect(judge(still).A.verdict).toBe('pass');
  });

  test('remembers the window before the current one as a sliding counter does, and no more', () => {
    const after = (recent: number) =>
      judge(calls({ from: 0, count: 100 }, { from: 99_000, count: recent }, refused(100_000))).A;
    expect(after(70).verdict).toBe('pass');
    expect(after(60)).toEqual({
      verdict: 'fail',
      reason:
        '429 on the 161st call: of the 160 calls in the 120 s before it no limiter counts more than 93.6, and the limit is 100 in 60 s, ' +
        'and 160 in 7,200 s with 1,500 in 3,600 s',
      evidence: [161],
      window: 'minute',
    });
  });

  test('is explained by a bucket that refused calls have left in debt', () => {
    const hammered = (most: number) =>
      calls({ from: 0, count: 100 }, { from: 300, count: most, status: 429 }, refused(114_000));
    expect(judge(hammered(290)).A.verdict).toBe('pass');
    expect(judge(hammered(50)).A.verdict).toBe('fail');
  });

  test('is explained by the hour as well', () => {
    const hour = calls({ from: 0, count: 1500, every: 1300 }, refused(1_955_000));
    expect(judge(hour).A.verdict).toBe('pass');
  });

  test('fails in the hour although two minutes hold enough calls, if these are spread out', () => {
    const hour = (count: number) => calls({ from: 0, count, every: 620 }, refused(count * 620));
    expect(judge(hour(1500)).A.verdict).toBe('pass');
    expect(judge(hour(1499)).A).toEqual({
      verdict: 'fail',
      reason:
        '429 on the 1,500th call: only 1,499 calls lie in the 7,200 s before it, and the limit is 1,500 in 3,600 s, ' +
        'and 193 in 120 s, of which no limiter counts more than 97, with 100 in 60 s',
      evidence: [1500],
      window: 'hour',
    });
  });

  test('leaves out 429s in flight together: one of them was first', () => {
    const together = (count: number) =>
      calls({ from: 0, count }, { from: 400, count: 3, every: 1, takes: 10, status: 429 });
    expect(judge(together(100)).A.verdict).toBe('pass');
    expect(judge(together(99)).A).toEqual({
      verdict: 'fail',
      reason:
        '429 on the 100th call: only 99 calls lie in the 120 s before it, and the limit is 100 in 60 s, ' +
        'and 99 in 7,200 s with 1,500 in 3,600 s, 2 refused at the same time left out (3 such answers)',
      evidence: [100, 101, 102],
      window: 'minute',
    });
  });

  test('counts the quota that the world says is used, until it has expired', () => {
    const quotaUsed = { minute: 60 };
    const from = (ms: number) => calls({ from: ms, count: 40 }, refused(ms + 200));
    expect(judge(from(0), { quotaUsed }).A.verdict).toBe('pass');
    expect(judge(from(130_000), { quotaUsed }).A.verdict).toBe('fail');
  });

  test('knows only the windows of the profile', () => {
    const hourOnly = judge(calls({ from: 0, count: 100 }, refused(400)), { windows: [HOUR] }).A;
    expect(hourOnly.reason).toBe(
      '429 on the 101st call: only 100 calls lie in the 7,200 s before it, and the limit is 1,500 in 3,600 s',
    );
  });

  test('is unproven where others may have called', () => {
    expect(judge(groupOf(99), { exclusive: false }).A).toEqual({
      verdict: 'unproven',
      reason:
        '429 on the 100th call: only 99 calls lie in the 120 s before it, and the limit is 100 in 60 s, ' +
        'and 99 in 7,200 s with 1,500 in 3,600 s; calls by others may explain it: the run is not exclusive',
      evidence: [100],
      window: 'minute',
    });
  });

  describe.each(['lab', 'tenant'] as const)('on a %s, which may be busy', (target) => {
    test('is unproven when one probe shows it', () => {
      expect(judge(groupOf(99), { target }).A).toEqual({
        verdict: 'unproven',
        reason:
          '429 on the 100th call: only 99 calls lie in the 120 s before it, and the limit is 100 in 60 s, ' +
          'and 99 in 7,200 s with 1,500 in 3,600 s; a busy service may answer 429 too, so a second probe after a ' +
          'silence must show it as well',
        evidence: [100],
        window: 'minute',
      });
    });

    test('fails when a second probe after a silence shows it too', () => {
      const second = (from: number) => [
        ...groupOf(99),
        ...calls({ from, count: 99 }, refused(from + 400)).map((call) => ({ ...call, n: call.n + 100 })),
      ];
      expect(judge(second(120_600), { target }).A.verdict).toBe('fail');
      expect(judge(second(120_300), { target }).A.verdict).toBe('unproven');
    });

    test('does not take a busy two minutes for two probes, unless they are two scenarios', () => {
      const busy = calls(refused(0), { from: 50_000 }, { from: 100_000 }, refused(150_000));
      expect(judge(busy, { target }).A.verdict).toBe('unproven');
      const scenarios = busy.map((call) => ({ ...call, scenario: call.s < 60_000 ? 1 : 2 }));
      expect(judge(scenarios, { target }).A.verdict).toBe('fail');
      const atOnce = calls(refused(0), refused(100_000)).map((call, i) => ({ ...call, scenario: i }));
      expect(judge(atOnce, { target }).A.verdict).toBe('unproven');
    });
  });
});
