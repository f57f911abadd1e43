import { describe, expect, test } from 'vitest';
import { calls, judge, refused } from './made-timelines.ts';
import type { Series } from './made-timelines.ts';

describe('too many calls accepted (C)', () => {
  /** A group to its first 429, and 8 s later one lone call. */
  const group = (from: number, count: number, lone: number | null = 429, every = 3): Series[] => [
    { from, count, every },
    refused(from + count * every),
    ...(lone === null ? [] : [{ from: from + count * every + 8000, status: lone }]),
  ];
  const elsewhere = 210_000;

  test('fails when two groups at different places of the window show it', () => {
    expect(judge(calls(...group(0, 105), ...group(elsewhere, 103))).C.minute).toEqual({
      verdict: 'fail',
      reason:
        'two groups after a silence, at different places of the window, had 101 in 0.302 s and 101 in 0.302 s accepted, ' +
        'and the limit is 100 in 60 s',
      evidence: [1, 101, 108, 208],
      window: 'minute',
    });
  });

  test('is unproven when two groups lie at the same place of the window', () => {
    expect(judge(calls(...group(0, 105), ...group(180_100, 103))).C.minute.verdict).toBe('unproven');
  });

  test('is unproven when one group shows it: a window may have begun in it', () => {
    expect(judge(calls(...group(0, 120))).C.minute).toEqual({
      verdict: 'unproven',
      reason:
        '101 in 0.302 s were accepted after a silence, and the limit is 100 in 60 s; a window that began in between explains it, ' +
        'unless a group elsewhere in the window shows it too',
      evidence: [1, 101],
      window: 'minute',
    });
  });

  test('passes when a group elsewhere in the window was held at the limit', () => {
    expect(judge(calls(...group(0, 120), ...group(elsewhere, 100))).C.minute).toEqual({
      verdict: 'pass',
      reason:
        'a window that began in between explains 101 in 0.302 s: elsewhere in the window a call was refused after 100, ' +
        'and the limit is 100 in 60 s',
      evidence: [1, 101, 123, 222, 223],
      window: 'minute',
    });
  });

  test('passes when a group was held at the limit', () => {
    expect(judge(calls(...group(0, 100))).C.minute).toEqual({
      verdict: 'pass',
      reason:
        'after a silence a call was refused when 100 in 0.299 s had been accepted, and the limit is 100 in 60 s',
      evidence: [1, 100, 101],
      window: 'minute',
    });
  });

  describe('in groups so slow that a token bucket refills', () => {
    test('fails when a lone call after each is refused', () => {
      expect(judge(calls(...group(0, 103, 429, 60), ...group(elsewhere, 104, 429, 60))).C.minute).toEqual({
        verdict: 'fail',
        reason:
          'two groups after a silence, at different places of the window, had 103 in 6.122 s and 104 in 6.182 s accepted, ' +
          'and the limit is 100 in 60 s',
        evidence: [1, 103, 105, 106, 209, 211],
        window: 'minute',
      });
    });

    test('passes when the lone call is accepted', () => {
      expect(judge(calls(...group(0, 110, 201, 60))).C.minute).toEqual({
        verdict: 'pass',
        reason:
          '110 in 6.542 s were accepted after a silence, as by a token bucket that refills, and the limit is 100 in 60 s',
        evidence: [1, 110, 112],
        window: 'minute',
      });
    });

    test.each([
      ['there is none', null],
      ['it tells nothing', 400],
    ])('is unproven when %s', (_, lone) => {
      expect(judge(calls(...group(0, 110, lone, 60))).C.minute).toEqual({
        verdict: 'unproven',
        reason:
          '110 in 6.542 s were accepted after a silence, and the limit is 100 in 60 s; ' +
          'only a lone call refused a little later would tell this from a token bucket that refills',
        evidence: [1, 110],
        window: 'minute',
      });
    });

    test.each([
      ['three tokens were due', 1, 7100, 7300],
      ['one was due although each refused call took one', 4, 14_300, 14_500],
    ])('does not take a lone call that came before %s', (_, refusals, tooSoon, soonEnough) => {
      const one = (from: number, lone: number): Series[] => [
        { from, count: 103, every: 60 },
        { from: from + 6180, count: refusals, every: 0, status: 429 },
        refused(from + 6182 + lone),
      ];
      const verdict = (lone: number) =>
        judge(calls(...one(0, lone), ...one(elsewhere, lone))).C.minute.verdict;
      expect(verdict(tooSoon)).toBe('unproven');
      expect(verdict(soonEnough)).toBe('fail');
    });

    test('ignores what lies beyond six tenths of the window: a second group would not fit', () => {
      expect(
        judge(calls(...group(0, 103, 429, 390), ...group(elsewhere, 103, 429, 390))).C.minute.verdict,
      ).toBe('not-applicable');
    });

    test('does not take a lone call that another limit may have refused', () => {
      // 1,300 calls at a pace that no minute minds, so that the second group meets the hour's limit.
      const before: Series = { from: 0, count: 1392, every: 700 };
      const first = 1_100_000;
      const late = calls(before, ...group(first, 103, 429, 60), ...group(first + elsewhere, 103, 429, 60));
      expect(judge(late).C.minute.verdict).toBe('unproven');
    });
  });

  test('ignores a group before which the window was not silent', () => {
    expect(judge(calls(...group(0, 120), ...group(68_000, 120))).C.minute.verdict).toBe('unproven');
    expect(judge(calls(...group(0, 120), ...group(98_000, 120))).C.minute.verdict).toBe('fail');
  });

  test('takes quota that others used for calls up to the start', () => {
    const used = { quotaUsed: { minute: 1 } };
    expect(judge(calls(...group(1000, 120)), used).C.minute.verdict).toBe('not-applicable');
    expect(judge(calls(...group(61_000, 120)), used).C.minute.verdict).toBe('unproven');
  });

  test('never follows a call that is still open', () => {
    const lost = { n: 0, s: 0, r: Infinity, status: null };
    expect(
      judge([lost, ...calls(...group(elsewhere, 120), ...group(3 * elsewhere, 120))]).C.minute.verdict,
    ).toBe('not-applicable');
  });

  test('finds an hour limit of one too many in two rounds', () => {
    const round = (from: number, count: number) => group(from, count, 429, 620);
    const hour = (count: number) => judge(calls(...round(0, count), ...round(9_000_000, count))).C.hour;
    expect(hour(1500).verdict).toBe('pass');
    expect(hour(1501)).toEqual({
      verdict: 'fail',
      reason:
        'two groups after a silence, at different places of the window, had 1,501 in 930.002 s and 1,501 in 930.002 s accepted, ' +
        'and the limit is 1,500 in 3,600 s',
      evidence: [1, 1501, 1503, 1504, 3004, 3006],
      window: 'hour',
    });
  });

  test('says nothing without a group that reaches the limit, unless the plan set out to', () => {
    const few = calls({ from: 0, count: 60 });
    expect(judge(few).C.minute).toEqual({
      verdict: 'not-applicable',
      reason: 'no group of calls after a silence tells, and the limit of 100 in 60 s did not refuse a call',
      evidence: [],
      window: 'minute',
    });
    expect(judge(few, { probed: { minute: true, hour: true } }).C.minute.verdict).toBe('unproven');
  });

  test('is unproven where others may have called, or several applications', () => {
    const both = calls(...group(0, 105), ...group(elsewhere, 103));
    expect(judge(both, { exclusive: false }).C.minute.reason).toMatch(
      /; calls by others may explain it: the run is not exclusive$/,
    );
    expect(judge(both, { exclusive: false }).C.minute.verdict).toBe('unproven');
    expect(judge(both, { keyKnown: false }).C.minute.verdict).toBe('unproven');
    expect(judge(calls(...group(0, 100)), { keyKnown: false }).C.minute.verdict).toBe('unproven');
  });
});
