import { describe, expect, test } from 'vitest';
import { SERVICE_EQUIVALENTS } from '../mocks/mutants/service/equivalents.ts';
import { SERVICE_MUTANTS } from '../mocks/mutants/service/mutants.ts';
import { CHECKS, REQUIREMENTS } from '../src/judge/registry.ts';
import { textOf } from '../src/report/text.ts';
import { testMutants } from './support/matrix.ts';
import { checkMutant, failedIn } from './support/mutation.ts';

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
    const alone = new Set(SERVICE_MUTANTS.filter(({ kills }) => kills.length === 1).flatMap(({ kills }) => kills));
    expect(ofService.filter(({ id }) => !alone.has(id)).map(({ id }) => id)).toEqual(['validation.no-server-error']);
  });
});

describe('a service that keeps no requirement from holding', () => {
  test.each(SERVICE_EQUIVALENTS.map((row) => [row.title, row] as const))('%s: nothing fails', async (_, row) => {
    expect(failedIn(await checkMutant(row))).toEqual([]);
  });
});

describe('a service that is not there', () => {
  test('leaves the run incomplete', async () => {
    const report = await checkMutant({
      change: (service) => ({
        ...service,
        handle: () => ({ status: 0, headers: [], body: new Uint8Array(), delivery: 'reset-before', delayMs: 0 }),
      }),
    });
    expect(report.exitCode).toBe(3);
    expect(report.totals.pass).toBe(0);
    expect(report.notes).toContain(
      'playing ended early: 3 exchanges in a row had no answer, the last because the mock reset the connection',
    );
  });
});

describe('a counterexample', () => {
  test('shows the smallest call, what it breaks, and how to see it again', async () => {
    const mutant = SERVICE_MUTANTS.find(({ id }) => id === 'hash.forty-one');
    const report = await checkMutant({ ...mutant });
    console.log(JSON.stringify(report.counterexamples), textOf(report));
  });
});

testMutants(['status', 'body', 'relations', 'validation']);
