import { describe, expect, test } from 'vitest';
import { SERVICE_MUTANTS } from '../../mocks/mutants/service/mutants.ts';
import { loadContract } from '../../src/contract/load.ts';
import { makeWorld } from '../../src/play/make-world.ts';
import { mockTarget } from '../../src/play/own-targets.ts';
import { loadScenarios } from '../../src/play/scenario.ts';
import type { ServiceTarget } from '../../src/play/target.ts';
import { regressionsOf } from '../../src/report/regressions.ts';
import { textOf } from '../../src/report/text.ts';
import { runServiceCheck } from '../../src/run/check-service.ts';
import { checkMutant, checkOwn, failedIn } from '../own-run.ts';

const scenarios = loadScenarios('service').filter(({ sequences }) => sequences !== undefined);
const mutant = (id: string) => SERVICE_MUTANTS.find((one) => one.id === id) ?? {};

describe('sequences made at random', () => {
  test.each([1, 7, 2024])('find nothing in a correct service, seed %i', async (seed) => {
    const report = await checkOwn({ scenarios, seed, strict: true });
    expect(report.counterexamples).toBeUndefined();
    expect(failedIn(report)).toEqual([]);
  });

  test.each([
    [
      'effects.list-lends-id',
      ['relations.unique-id'],
      [{ file: 'present' }, { read: 'list', of: 1 }, { file: 'present' }],
    ],
    [
      'effects.forgets-when-another-is-cancelled',
      ['effects.list-complete'],
      [
        { file: 'present' },
        { file: 'present' },
        { cancel: 'one', of: 1 },
        { read: 'list', of: 2, waitMs: 6000 },
      ],
    ],
    [
      'effects.cancelled-twice',
      ['effects.cancel-final'],
      [{ file: 'present' }, { cancel: 'one', of: 1 }, { cancel: 'one', of: 1 }],
    ],
  ])('find the fewest steps that show %s, and they play again', async (id, requirements, spec) => {
    const report = await checkMutant(mutant(id), { scenarios, strict: true });
    const [example, ...more] = report.counterexamples ?? [];
    expect(more).toEqual([]);
    expect(example).toMatchObject({ requirements, breaks: null, spec });
    expect(textOf(report)).toContain(
      `counterexample for ${requirements.join(', ')}: a sequence of ${spec.length} steps, seed 2, `,
    );

    const [again, ...others] = regressionsOf(report).values();
    expect(others).toEqual([]);
    expect(again).toMatchObject({
      needs: ['token', 'world', 'actions', 'reads'],
      world: { machines: 2, files: 40 },
      calls: spec,
    });
    const played = await checkMutant(mutant(id), { scenarios: again ? [again] : [], strict: true });
    expect(failedIn(played)).toEqual(requirements);
  });
});

describe('elsewhere', () => {
  const world = makeWorld({ machines: 2, files: 40 }, 'elsewhere');
  /** Requests that sequences send to a service that keeps its state. */
  async function sentTo(kind: ServiceTarget['kind']): Promise<{ requests: number; fails: string[] }> {
    const { fresh, ...own } = mockTarget({ contract: loadContract('current'), seed: 1, epoch: 0 });
    fresh?.(world);
    let requests = 0;
    const send: ServiceTarget['send'] = (...args) => {
      requests += 1;
      return own.send(...args);
    };
    const { report } = await runServiceCheck({
      target: { own: { ...own, kind, world, send } },
      profile: 'current',
      allow: [],
      seed: 2,
      strict: true,
      signal: new AbortController().signal,
      scenarios,
    });
    return { requests, fails: failedIn(report) };
  }

  test('a lab gets few short ones, one after another in the same state', async () => {
    const { requests, fails } = await sentTo('lab');
    expect(fails).toEqual([]);
    expect(requests).toBeGreaterThan(5);
    expect(requests).toBeLessThan(30);
  });

  test('a tenant gets none', async () => {
    expect(await sentTo('tenant')).toEqual({ requests: 0, fails: [] });
  });
});
