import { changeOf, type ServiceMutant } from '../../mocks/mutants/service/mutant.ts';
import { loadScenarios } from '../../src/play/scenario.ts';
import type { Report } from '../../src/report/report.ts';
import { runServiceCheck, type ServiceCheck } from '../../src/run/check-service.ts';

/** Its 20 generated comments hold NUL, white space at the ends and more than 100 characters. */
const SEED = 2;
const VALID_CASES = 20;
const BROKEN_CASES = 60;

const SCENARIOS = loadScenarios('service').map((scenario) =>
  scenario.cases ? { ...scenario, cases: { valid: VALID_CASES, broken: BROKEN_CASES } } : scenario,
);

/** A whole run against our own service, with fewer generated cases, and without the probe of the hour unless `hour`. */
export async function checkOwn(
  o: Partial<Pick<ServiceCheck, 'profile' | 'seed' | 'strict' | 'own'>> & { target?: 'mock' | 'emulator'; hour?: boolean },
): Promise<Report> {
  const { hour = false, ...rest } = o;
  const { report } = await runServiceCheck({
    target: 'mock',
    profile: 'current',
    allow: [],
    seed: SEED,
    strict: false,
    signal: new AbortController().signal,
    scenarios: SCENARIOS.filter(({ probe }) => hour || probe !== 'hour'),
    ...rest,
  });
  return report;
}

/** A whole run against a broken service. */
export function checkMutant(
  mutant: Pick<ServiceMutant, 'contract' | 'change' | 'service' | 'hour' | 'target'>,
): Promise<Report> {
  return checkOwn({
    hour: mutant.hour ?? false,
    target: mutant.target ?? 'mock',
    own: { change: changeOf(mutant), ...(mutant.service ? { service: mutant.service } : {}) },
  });
}

/** Ids of the requirements that fail, advisory ones included, in order. */
export function failedIn(report: Report): string[] {
  return report.verdicts
    .filter(({ verdict }) => verdict === 'fail')
    .map(({ requirement }) => requirement)
    .toSorted();
}
