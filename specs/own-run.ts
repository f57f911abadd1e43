import { changeOf, type ServiceMutant } from '../mocks/mutants/service/mutant.ts';
import { loadScenarios } from '../src/play/scenario.ts';
import type { Report } from '../src/report/report.ts';
import { runServiceCheck, type ServiceCheck } from '../src/run/check-service.ts';

/** Its 20 generated comments hold NUL, white space at the ends and more than 100 characters. */
const SEED = 2;
const VALID_CASES = 20;
const BROKEN_CASES = 24;

const SCENARIOS = loadScenarios('service').map((scenario) =>
  scenario.cases ? { ...scenario, cases: { valid: VALID_CASES, broken: BROKEN_CASES } } : scenario,
);

/** What of a run a test may choose. */
export type OwnRun = Partial<
  Pick<ServiceCheck, 'profile' | 'seed' | 'strict' | 'own' | 'only' | 'scenarios' | 'cases'>
> & {
  target?: 'mock' | 'emulator';
  /** With the probe of the hour. Default false. */
  hour?: boolean;
  /** With the probe of the minute, half of a run's time. Default true. */
  minute?: boolean;
};

/** A run against our own service with fewer generated cases than usual. */
export async function checkOwn({ hour = false, minute = true, ...o }: OwnRun): Promise<Report> {
  const { report } = await runServiceCheck({
    target: 'mock',
    profile: 'current',
    allow: [],
    seed: SEED,
    strict: false,
    signal: new AbortController().signal,
    scenarios: SCENARIOS.filter(({ probe }) => (hour || probe !== 'hour') && (minute || probe !== 'minute')),
    ...o,
  });
  return report;
}

/** A run against a broken service. */
export function checkMutant(
  { contract, change, service, hour, target }: Partial<ServiceMutant>,
  more: OwnRun = {},
): Promise<Report> {
  return checkOwn({
    hour: hour ?? false,
    target: target ?? 'mock',
    own: {
      change: changeOf({ ...(contract ? { contract } : {}), ...(change ? { change } : {}) }),
      ...(service ? { service } : {}),
    },
    ...more,
  });
}

/** Ids of the requirements that fail, advisory ones included, in order. */
export function failedIn(report: Report): string[] {
  return report.verdicts
    .filter(({ verdict }) => verdict === 'fail')
    .map(({ requirement }) => requirement)
    .toSorted();
}
