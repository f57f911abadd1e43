import { describe, expect, test } from 'vitest';
import { SERVICE_MUTANTS } from '../mocks/mutants/service/mutants.ts';
import { REQUIREMENTS } from '../src/judge/registry.ts';
import { checkMutant, failedIn } from './own-run.ts';

const topicOf = (id: string) => id.split('.')[0] ?? '';
const isBinding = (id: string) => REQUIREMENTS.find((row) => row.id === id)?.strength !== 'convention';

/** What these topics break shows in single calls: their mutants do without the probe of the minute limit. */
const SINGLE_CALLS: ReadonlySet<string> = new Set([
  'body',
  'relations',
  'hash',
  'validation',
  'routing',
  'auth',
  'errors',
]);

/**
 * One test for each broken service of these topics: exactly its requirements fail. One too few is a blind check, one too many an
 * over-broad one.
 */
export function testMutants(topics: readonly string[]): void {
  for (const topic of topics)
    describe(`a service that (${topic})`, () => {
      const mutants = SERVICE_MUTANTS.filter(({ id }) => topicOf(id) === topic);
      test.each(mutants.map((mutant) => [mutant.title, mutant] as const))('%s', async (_, mutant) => {
        const report = await checkMutant(mutant, { minute: !SINGLE_CALLS.has(topic) });
        expect(failedIn(report)).toEqual(mutant.kills.toSorted());
        expect(report.totals.broken).toBe(0);
        const binding = mutant.advisory !== true && mutant.kills.some(isBinding);
        if (binding) expect(report.exitCode).toBe(1);
        else expect([0, 3]).toContain(report.exitCode);
      });
    });
}
