import { describe, expect, test } from 'vitest';
import { SERVICE_MUTANTS } from '../../mocks/mutants/service/mutants.ts';
import { LIMITER_MODELS } from '../../mocks/service/limiters.ts';
import { loadContract } from '../../src/contract/load.ts';
import { probeCost } from '../../src/play/probe-cost.ts';
import type { Report } from '../../src/report/report.ts';
import { checkLab, type LabRun } from '../lab-run.ts';

const { limits } = loadContract('current');
const [minute, hour] = ['minute', 'hour'].map((wanted) => {
  const limit = limits.find(({ name }) => name === wanted);
  if (!limit) throw new Error(`the profile states no limit for the ${wanted}`);
  return limit;
}) as [(typeof limits)[number], (typeof limits)[number]];

const open = ({ verdicts }: Report) =>
  verdicts
    .filter(({ verdict }) => verdict === 'fail' || verdict === 'unproven')
    .map(({ requirement, verdict, reason }) => `${verdict} ${requirement}: ${reason}`);

const failed = ({ verdicts }: Report) =>
  verdicts.filter(({ verdict }) => verdict === 'fail').map(({ requirement }) => requirement);

/** Where in its windows the service is when the run begins, as a part of each; set CORDON_SIMULATIONS for all of them each time. */
const PHASES = [0, 0.2, 0.6, 0.95];
const phasesFor = (number: number) =>
  process.env['CORDON_SIMULATIONS'] ? PHASES : [PHASES[number % PHASES.length] as number];
const phaseMs = (part: number) => part * hour.windowMs + part * minute.windowMs;

function isWithin({ calls, accepted, minutes }: LabRun, most: ReturnType<typeof probeCost>['most']): boolean {
  return calls <= most.calls && accepted <= most.pairs && minutes <= most.minutes;
}

describe.each(LIMITER_MODELS)('a lab with a %s keeps its limits, and that is found', (limiter) => {
  test.each([
    [10, 2],
    [10, 20],
    [10, 60],
    [1, 2],
    [1, 60],
  ])(
    'for the minute, %i times as fast, at %i ms a call, at a phase that varies',
    async (timeScale, latencyMs) => {
      const { most } = probeCost(minute, limits, timeScale);
      for (const part of phasesFor(timeScale + latencyMs + LIMITER_MODELS.indexOf(limiter))) {
        const run = await checkLab({
          limiter,
          latencyMs,
          timeScale,
          probes: ['minute'],
          phaseMs: phaseMs(part),
        });
        expect(open(run.report)).toEqual([]);
        expect(run).toSatisfy((one: LabRun) => isWithin(one, most));
        if (timeScale === 10) expect(run.minutes).toBeLessThan(1.5);
      }
    },
  );

  test.each([
    [10, 20, 0],
    [1, 60, 0.6],
  ])(
    'for both, %i times as fast, at %i ms a call, within 20 minutes at ten',
    async (timeScale, latencyMs, part) => {
      const run = await checkLab({ limiter, latencyMs, timeScale, phaseMs: phaseMs(part) });
      expect(open(run.report)).toEqual([]);
      expect(run.minutes).toBeLessThan(200 / timeScale);
    },
  );

  test('for the hour where an edge falls into the first group', async () => {
    const run = await checkLab({
      limiter,
      latencyMs: 20,
      timeScale: 10,
      phaseMs: phaseMs(0.9),
      probes: ['hour'],
    });
    const { most } = probeCost(hour, limits, 10);
    expect(open(run.report)).toEqual([]);
    expect(run).toSatisfy((one: LabRun) => isWithin(one, most));
  });
});

describe('a lab that', () => {
  test.each([
    ['limits.minute-99', 'minute', 2],
    ['limits.minute-101', 'minute', 20],
    ['limits.no-minute', 'minute', 60],
    ['limits.hour-1499', 'hour', 2],
    ['limits.hour-1501', 'hour', 60],
    ['limits.no-hour', 'hour', 20],
    ['limits.by-token', 'minute', 20],
    ['limits.by-address', 'minute', 2],
    ['limits.all-applications', 'minute', 20],
    ['limits.idle', 'minute', 20],
  ] as const)('is %s is found by the probe of the %s at %i ms a call', async (id, probe, latencyMs) => {
    const mutant = SERVICE_MUTANTS.find((one) => one.id === id);
    // Gates of mutants count real minutes.
    const timeScale = mutant?.change ? 1 : 10;
    const run = await checkLab({
      limiter: 'fixed-window',
      latencyMs,
      timeScale,
      phaseMs: phaseMs(0.2),
      probes: [probe],
      mutant: mutant ?? {},
    });
    expect(failed(run.report)).toEqual(
      expect.arrayContaining(mutant?.kills.filter((kill) => kill !== 'limits.retry-after-kept') ?? []),
    );
  });
});
