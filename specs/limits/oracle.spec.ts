import { describe, expect, test } from 'vitest';
import { judgeLimits } from './oracle.ts';
import type { LimitInput, LimitWindow, TimedCall } from './timeline.ts';

const MINUTE: LimitWindow = { name: 'minute', calls: 100, windowMs: 60_000 };
const HOUR: LimitWindow = { name: 'hour', calls: 1500, windowMs: 3_600_000 };

type Series = Partial<Omit<TimedCall, 'n' | 's' | 'r'>> & {
  /** Request of the first, ms. */
  from: number;
  /** Default 1. */
  count?: number;
  /** From one request to the next, ms. */
  every?: number;
  takes?: number;
};

/** Calls with lines 1, 2, … in the order given; 201 in 2 ms, one each 3 ms, unless said otherwise. */
function calls(...series: Series[]): TimedCall[] {
  return series
    .flatMap(({ from, count = 1, every = 3, takes = 2, ...rest }) =>
      Array.from({ length: count }, (_, i) => ({
        status: 201,
        ...rest,
        s: from + i * every,
        r: from + i * every + takes,
      })),
    )
    .map((call, i) => ({ ...call, n: i + 1 }));
}

function judge(timeline: TimedCall[], more: Partial<LimitInput> = {}) {
  return judgeLimits({
    calls: timeline,
    windows: [MINUTE, HOUR],
    exclusive: true,
    target: 'mock',
    probed: { minute: false, hour: false },
    startMs: 0,
    ...more,
  });
}

const refused = (from: number, retryAfter?: string): Series => ({
  from,
  status: 429,
  ...(retryAfter !== undefined && { retryAfter: [retryAfter] }),
});

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

    test('does not take a lone call that came before a token was due', () => {
      const soon = (from: number) => [
        { from, count: 103, every: 60 },
        refused(from + 6180),
        refused(from + 9000),
      ];
      expect(judge(calls(...soon(0), ...soon(elsewhere))).C.minute.verdict).toBe('unproven');
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

test('a hundred thousand calls are judged without weighing each against each', () => {
  const hammered = calls({ from: 0, count: 100_000, every: 20, takes: 50, status: 429, retryAfter: ['60'] });
  const { A, E } = judge(hammered);
  expect([A.verdict, E.verdict]).toEqual(['fail', 'pass']);
});
