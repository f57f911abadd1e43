import { describe, expect, test } from 'vitest';
import { LIMITERS, limitedService } from './simulated-limiters.ts';
import type { Counting, LimiterKind } from './simulated-limiters.ts';
import { probeHour, probeMinute, randomOf, trafficTo } from './simulated-traffic.ts';
import type { Traffic } from './simulated-traffic.ts';
import { survivorsOf, type ModelName, type Survivor } from './survivors.ts';
import type { Rule } from './survivor-counts.ts';
import { timelineOf } from './timeline.ts';
import type { LimitWindow, Timeline } from './timeline.ts';

/** Runs of each kind; set CORDON_SIMULATIONS for a longer proof. */
const RUNS = Math.ceil(Number(process.env['CORDON_SIMULATIONS'] ?? 150) / 8);
const PATIENCE = { timeout: 10_000 + 200 * RUNS };
const EPOCH = 1e8;
const MINUTE: LimitWindow = { name: 'minute', calls: 100, windowMs: 60_000 };
const HOUR: LimitWindow = { name: 'hour', calls: 1500, windowMs: 3_600_000 };

const KINDS = Object.keys(LIMITERS) as LimiterKind[];
const TRUE_MODEL: Record<LimiterKind, ModelName> = {
  fixed: 'fixed',
  anchored: 'anchored',
  log: 'log',
  counter: 'counter',
  segments: 'parts',
  bucket: 'bucket',
  debtor: 'bucket',
};
const TRUE_RULE: Record<Counting, Rule> = { created: 'accepted', admitted: 'let in', all: 'every' };

function timelineFrom(traffic: Traffic): Timeline {
  return timelineOf({
    calls: traffic.calls,
    windows: [MINUTE, HOUR],
    exclusive: true,
    target: 'mock',
    probed: { minute: true, hour: true },
    startMs: EPOCH,
  });
}

/** True if the limiter that answered is among the survivors, with its edge. */
function isThere(survivors: readonly Survivor[], model: ModelName, rule: Rule, edgeMs: number): boolean {
  return survivors.some(
    (one) =>
      one.model === model &&
      one.rule === rule &&
      (one.cells?.some(({ from, to }) => edgeMs >= from - 120 && edgeMs <= to + 120) ?? true),
  );
}

const oneOf = <T>(values: readonly T[], random: () => number) =>
  values[Math.floor(random() * values.length)] as T;

/** Where an edge of the window lies, after the first call. */
function edgeAfter(first: number, phaseMs: number, { windowMs }: LimitWindow): number {
  return (((phaseMs - first) % windowMs) + windowMs) % windowMs;
}

describe('the limiter that answered survives', PATIENCE, () => {
  test.each(KINDS)('%s, when the minute is probed, whatever it counts', (kind) => {
    const lost: string[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const random = randomOf(run * 104_729 + 5);
      const counting = oneOf(['created', 'admitted', 'all'] as const, random);
      const phaseMs = random() * MINUTE.windowMs;
      const other = oneOf(KINDS, random);
      const service = limitedService(
        [
          LIMITERS[kind]({ ...MINUTE, phaseMs }),
          LIMITERS[other]({ ...HOUR, phaseMs: random() * HOUR.windowMs }),
        ],
        counting,
      );
      const latencyMs = 2 * 60 ** random();
      const traffic = trafficTo(service, () => latencyMs * (0.7 + 0.6 * random()), random, EPOCH);
      probeMinute(traffic, oneOf([1, 3, 8], random));
      const found = survivorsOf(timelineFrom(traffic), MINUTE);
      const edge = edgeAfter(traffic.calls[0]?.s ?? 0, phaseMs, MINUTE);
      if (!isThere(found?.survivors ?? [], TRUE_MODEL[kind], TRUE_RULE[counting], edge))
        lost.push(`seed ${run} ${counting} ${latencyMs.toFixed(1)} ms: ${JSON.stringify(found?.survivors)}`);
    }
    expect(lost).toEqual([]);
  });

  test.each(KINDS)('%s, when the hour is probed', (kind) => {
    const random = randomOf(KINDS.indexOf(kind) + 77);
    const phaseMs = random() * HOUR.windowMs;
    const service = limitedService(
      [LIMITERS[kind]({ ...MINUTE, phaseMs: 0 }), LIMITERS[kind]({ ...HOUR, phaseMs })],
      'created',
    );
    const traffic = trafficTo(service, () => 5, random, EPOCH);
    probeHour(traffic, { perMinute: 95, rounds: 2 });
    const found = survivorsOf(timelineFrom(traffic), HOUR);
    const edge = edgeAfter(traffic.calls[0]?.s ?? 0, phaseMs, HOUR);
    expect(isThere(found?.survivors ?? [], TRUE_MODEL[kind], 'accepted', edge)).toBe(true);
  });
});
