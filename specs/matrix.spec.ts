import { describe, expect, test } from 'vitest';
import { SERVICE_EQUIVALENTS } from '../mocks/mutants/service/equivalents.ts';
import { SERVICE_MUTANTS } from '../mocks/mutants/service/mutants.ts';
import { CHECKS, REQUIREMENTS } from '../src/judge/registry.ts';
import { loadScenarios } from '../src/play/scenario.ts';
import { textOf } from '../src/report/text.ts';
import { testMutants } from './mutant-tests.ts';
import { checkMutant, failedIn } from './own-run.ts';

const ofService = REQUIREMENTS.filter(({ binds, excluded }) => binds === 'service' && excluded === undefined);

describe('the list of broken services', () => {
  test('names each one once, and requirements that exist', () => {
    const ids = [...SERVICE_MUTANTS, ...SERVICE_EQUIVALENTS].map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
    const known = new Set(ofService.map(({ id }) => id));
    const unknown = SERVICE_MUTANTS.flatMap(({ id, kills }) =>
      kills.filter((requirement) => !known.has(requirement)).map((requirement) => `${id}: ${requirement}`),
    );
    expect(unknown).toEqual([]);
    expect(SERVICE_MUTANTS.filter(({ kills }) => kills.length === 0)).toEqual([]);
  });

  test('kills every checked requirement of a service at least once', () => {
    const killed = new Set(SERVICE_MUTANTS.flatMap(({ kills }) => kills));
    expect(ofService.filter(({ id }) => !killed.has(id) || !CHECKS.has(id)).map(({ id }) => id)).toEqual([]);
  });

  test('kills most requirements of a service alone, so that each fail names what is wrong', () => {
    const alone = new Set(
      SERVICE_MUTANTS.filter(({ kills }) => kills.length === 1).flatMap(({ kills }) => kills),
    );
    expect(ofService.filter(({ id }) => !alone.has(id)).map(({ id }) => id)).toEqual([
      'relations.comment', // what changes a comment changes it character by character as well
    ]);
  });
});

describe('a service that no requirement tells from a right one', () => {
  test.each(SERVICE_EQUIVALENTS.map((row) => [row.title, row] as const))(
    '%s: nothing fails',
    async (_, row) => {
      expect(failedIn(await checkMutant(row))).toEqual([]);
    },
  );
});

describe('a service that is not there', () => {
  test('leaves the run incomplete', async () => {
    const report = await checkMutant({
      change: (service) => ({
        ...service,
        handle: () => ({
          status: 0,
          headers: [],
          body: new Uint8Array(),
          delivery: 'reset-before',
          delayMs: 0,
        }),
      }),
    });
    expect(report.exitCode).toBe(3);
    expect(report.totals.pass).toBe(0);
    expect(report.notes).toContain(
      'playing ended early: 3 exchanges in a row had no answer, the last because the mock reset the connection',
    );
  });
});

describe('a service that takes 41 digits for a SHA-1', () => {
  test('is shown by the smallest call, what that breaks, and the command to see it again', async () => {
    const mutant = SERVICE_MUTANTS.find(({ id }) => id === 'hash.forty-one');
    const generated = loadScenarios('service').filter(({ cases }) => cases !== undefined);
    const report = await checkMutant(mutant ?? {}, {
      scenarios: generated,
      seed: 1,
      only: ['hash.malformed'],
      cases: 240,
    });

    const [example, ...more] = report.counterexamples ?? [];
    expect(more).toEqual([]);
    expect(example).toEqual({
      requirements: ['hash.malformed'],
      breaks: { rule: 'pattern', path: '/Sha1' },
      spec: { rawBody: '{"Comment":"!","Sha1":"00000000000000000000000000000000000000000"}' },
      seed: 1,
      path: expect.stringMatching(/^\d+(:\d+)+$/) as string,
      shrinks: expect.any(Number) as number,
      reason: 'expected 400, got 404 with code ResourceNotFound (the call breaks pattern at /Sha1)',
    });
    const text = textOf(report);
    expect(text).toContain(
      `counterexample for hash.malformed: breaks pattern at /Sha1, seed 1, path ${example?.path}, ${example?.shrinks} shrinks`,
    );
    expect(text).toContain(JSON.stringify(example?.spec));
    expect(text).toContain('replay: cordon check service mock --only hash.malformed --seed 1');
  });
});

testMutants(['status', 'body', 'relations', 'validation']);
