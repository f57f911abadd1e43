import { describe, expect, test } from 'vitest';
import { calls, judge, refused, type Series } from './made-timelines.ts';
import { judgeLimits } from './oracle.ts';
import { LIMITERS, limitedService } from './simulated-limiters.ts';
import type { Counting, LimiterKind, SimulatedService } from './simulated-limiters.ts';
import { randomOf, trafficTo, type Traffic } from './simulated-traffic.ts';
import type { LimitInput, LimitWindow, TimedCall } from './timeline.ts';

const RUNS = Number(process.env['CORDON_SIMULATIONS'] ?? 150);
const differing = (a: number, b: number) => (a === b ? [] : ['another token']);

const plain = (series: Series): Series => ({ traits: 0, conn: 1, ...series });
/** A group to the limit, a refusal, `let` of so many calls with another token, and a refusal. */
const bracket = (from: number, got: number, more: Series = { from: 0 }): TimedCall[] =>
  calls(
    plain({ from, count: 100 }),
    plain(refused(from + 400, '59')),
    { ...more, from: from + 410, count: 3, traits: 1, conn: 1, status: got },
    plain(refused(from + 430, '59')),
  );

describe('calls that differ, between two refusals', () => {
  test('that are accepted fail', () => {
    expect(judge(bracket(0, 201), { differing }).K).toMatchObject({
      verdict: 'fail',
      reason:
        '3 calls with another token were accepted in the 0.032 s between two refusals of other calls of the application, and no limiter lets in more than 1 there',
      evidence: [101, 102, 103, 104, 105],
    });
  });

  test('that are refused pass', () => {
    expect(judge(bracket(0, 429), { differing }).K).toMatchObject({
      verdict: 'pass',
      reason: 'while a limit held, calls that differ in one thing were refused like the others',
      note: 'limits.key: calls with another token were refused like the others',
    });
  });

  test('that are answered otherwise decide nothing', () => {
    const probed = { minute: true, hour: false };
    expect(judge(bracket(0, 404), { differing, probed }).K.verdict).toBe('unproven');
    expect(judge(bracket(0, 404), { differing }).K.verdict).toBe('not-applicable');
  });

  test('fail for a service that may be busy only if a second probe shows it too', () => {
    const once = bracket(0, 201);
    const target = 'lab';
    expect(judge(once, { differing, target }).K.verdict).toBe('unproven');
    expect(judge([...once, ...bracket(200_000, 201)], { differing, target }).K.verdict).toBe('fail');
  });

  test('on a connection of their own count as such', () => {
    const timeline = calls(
      plain({ from: 0, count: 100 }),
      plain(refused(400, '59')),
      { from: 410, count: 1, traits: 0, conn: 2 },
      { from: 413, count: 1, traits: 0, conn: 3 },
      plain(refused(430, '59')),
    );
    expect(judge(timeline, { differing }).K.reason).toContain(
      '2 calls with a connection of its own were accepted',
    );
  });

  test('say nothing where a log may drop calls, or another limit may have refused', () => {
    const late = bracket(0, 201).map((call) =>
      call.n > 100 ? { ...call, s: call.s + 35_000, r: call.r + 35_000 } : call,
    );
    expect(judge(late, { differing }).K.verdict).toBe('not-applicable');
    const quotaUsed = { hour: 1450 };
    expect(judge(bracket(0, 201), { differing, quotaUsed }).K.verdict).toBe('not-applicable');
  });
});

const KINDS = Object.keys(LIMITERS) as LimiterKind[];
const oneOf = <T>(values: readonly T[], random: () => number) =>
  values[Math.floor(random() * values.length)] as T;

/** Groups to the limit, each with brackets of calls that differ, such as a probe sends them. */
function play(
  service: SimulatedService,
  o: { latencyMs: number; scale: number },
  random: () => number,
): TimedCall[] {
  const traffic: Traffic = trafficTo(service, () => o.latencyMs * (0.7 + 0.6 * random()), random, 1e8);
  const traits: number[] = [];
  const burst = (number: number, more: Parameters<Traffic['burst']>[0]) => {
    for (const _ of traffic.burst(more)) traits.push(number);
  };
  for (let group = 0; group < 2; group += 1) {
    burst(0, { most: 201, untilRefused: true, inFlight: oneOf([1, 4, 12], random) });
    for (let way = 1; way < 5; way += 1) {
      burst(0, { most: 1 + Math.floor(random() * 4), inFlight: 4 });
      const count = 2 + Math.ceil(((100 * o.scale) / 60_000) * 1.5 * (4 * o.latencyMs + 50));
      burst(way, { most: count, inFlight: count });
      traffic.pause(random() < 0.2 ? (random() * 60_000) / o.scale : 0);
      burst(0, { most: 1 + Math.floor(random() * 4), inFlight: 4 });
    }
    traffic.pause((125_000 + 60_000 * random()) / o.scale);
  }
  return traffic.calls.map((call, i) => ({ ...call, traits: traits[i] ?? 0 }));
}

function judged(timeline: TimedCall[], windows: LimitWindow[], more: Partial<LimitInput> = {}) {
  const probed = { minute: false, hour: false };
  return judgeLimits({
    calls: timeline,
    windows,
    exclusive: true,
    target: 'mock',
    probed,
    startMs: 1e8,
    differing,
    ...more,
  }).K;
}

describe('simulated', { timeout: 10_000 + 100 * RUNS }, () => {
  const windowsAt = (scale: number): [LimitWindow, LimitWindow] => [
    { name: 'minute', calls: 100, windowMs: 60_000 / scale },
    { name: 'hour', calls: oneOf([1500, 150], randomOf(scale)), windowMs: 3_600_000 / scale },
  ];

  test('a service that counts by application raises no alarm', () => {
    const alarms: string[] = [];
    for (let run = 0; run < 2 * RUNS; run += 1) {
      const random = randomOf(run * 6151 + 3);
      const scale = oneOf([1, 10, 60], random);
      const windows = windowsAt(scale);
      const limiters = windows.map((window, i) => {
        const kind = i === 0 ? (KINDS[run % KINDS.length] as LimiterKind) : oneOf(KINDS, random);
        return LIMITERS[kind]({ ...window, phaseMs: random() * window.windowMs });
      });
      const counting = oneOf(['created', 'admitted', 'all'] as Counting[], random);
      const timeline = play(
        limitedService(limiters, counting),
        { latencyMs: 2 * 60 ** random(), scale },
        random,
      );
      const { verdict, reason } = judged(timeline, windows);
      if (verdict === 'fail') alarms.push(`seed ${run}: ${reason}`);
    }
    expect(alarms).toEqual([]);
  });
});
