import { describe, expect, test } from 'vitest';
import type { ServiceMutant } from '../mocks/mutants/service/mutant.ts';
import { SERVICE_MUTANTS } from '../mocks/mutants/service/mutants.ts';
import { REQUIREMENTS } from '../src/judge/registry.ts';
import { checkMutant, failedIn, RAW_SCENARIOS } from './own-run.ts';

const topicOf = (id: string) => id.split('.')[0] ?? '';
const isBinding = (id: string) => REQUIREMENTS.find((row) => row.id === id)?.strength !== 'convention';

/** What shows in single calls does without the probe of the minute limit, half of a run's time. */
const needsLimits = ({ id, kills, throttled }: ServiceMutant): boolean =>
  throttled === true || topicOf(id) === 'limits' || kills.some((kill) => topicOf(kill) === 'limits');

/**
 * One test for each broken service of these topics: exactly its requirements fail. One too few is a blind check, one too many an
 * over-broad one.
 */
export function testMutants(topics: readonly string[]): void {
  for (const topic of topics)
    describe(`a service that (${topic})`, () => {
      const mutants = SERVICE_MUTANTS.filter(({ id }) => topicOf(id) === topic);
      // On a socket a test waits more than it works.
      const all = mutants.every(({ front }) => front) ? test.concurrent : test;
      all.each(mutants.map((mutant) => [mutant.title, mutant] as const))('%s', async (_, mutant) => {
        const report = await checkMutant(mutant, {
          minute: needsLimits(mutant),
          ...(mutant.front ? { scenarios: RAW_SCENARIOS } : {}),
        });
        expect(failedIn(report)).toEqual(mutant.kills.toSorted());
        expect(report.totals.broken).toBe(0);
        const binding = mutant.advisory !== true && mutant.kills.some(isBinding);
        if (binding) expect(report.exitCode).toBe(1);
        else expect([0, 3]).toContain(report.exitCode);
      });
    });
}
