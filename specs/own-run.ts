import { changeOf, type ServiceMutant } from '../mocks/mutants/service/mutant.ts';
import { loadScenarios, type CallSpec } from '../src/play/scenario.ts';
import type { Report } from '../src/report/report.ts';
import { runServiceCheck, type ServiceCheck } from '../src/run/check-service.ts';

/** Its 20 generated comments hold NUL, white space at the ends and more than 100 characters. */
const SEED = 2;
const VALID_CASES = 20;
const BROKEN_CASES = 24;
const DEEPEST = 2_000;

/** Two million bytes take as long as half of a run: they have a test of their own, beside those of validation. */
const SCENARIOS = loadScenarios('service')
  .filter(({ id }) => id !== 'huge-body')
  .map((scenario) =>
    scenario.cases ? { ...scenario, cases: { valid: VALID_CASES, broken: BROKEN_CASES } } : scenario,
  )
  .map((scenario) => (scenario.calls ? { ...scenario, calls: scenario.calls.map(shallower) } : scenario));

/** Ten thousand levels are a tenth of a run's time; the gate plays them. */
function shallower(spec: CallSpec): CallSpec {
  const { rawBody } = spec;
  if (typeof rawBody !== 'object' || !('parts' in rawBody)) return spec;
  const parts = rawBody.parts.map(([text, times]): [string, number] => [
    text,
    /[[\]{}]/.test(text) ? Math.min(times, DEEPEST) : times,
  ]);
  return { ...spec, rawBody: { parts } };
}

/** What is played byte by byte; a layer in front of the port shows nowhere else. */
export const RAW_SCENARIOS = SCENARIOS.filter(({ calls }) => calls?.every(({ raw }) => raw !== undefined));

/** What an HTTP library sends, and so what runs in process as well. */
export const LIBRARY_SCENARIOS = SCENARIOS.filter((scenario) => !RAW_SCENARIOS.includes(scenario));

/** Long enough for a busy machine, and short for the few that wait for nothing. */
const RAW_PATIENCE = { answerMs: 1_500, holdMs: 600 };

/** What of a run a test may choose. */
export type OwnRun = Partial<
  Pick<ServiceCheck, 'profile' | 'seed' | 'strict' | 'own' | 'only' | 'scenarios' | 'cases'>
> & {
  target?: 'mock' | 'emulator';
  /** With the probe of the hour. Default false. */
  hour?: boolean;
  /** With the probe of the minute, half of a run's time. Default true. */
  minute?: boolean;
  /** With sequences made at random, and what shrinking them takes. Default false. */
  sequences?: boolean;
};

/** A run against our own service with fewer generated cases than usual. */
export async function checkOwn({
  hour = false,
  minute = true,
  sequences = false,
  ...o
}: OwnRun): Promise<Report> {
  const { report } = await runServiceCheck({
    target: 'mock',
    profile: 'current',
    allow: [],
    seed: SEED,
    strict: false,
    signal: new AbortController().signal,
    scenarios: SCENARIOS.filter(
      ({ probe, sequences: random }) =>
        (hour || probe !== 'hour') &&
        (minute || (probe !== 'minute' && probe !== 'both')) &&
        (sequences || random === undefined),
    ),
    ...o,
  });
  return report;
}

/** A run against a broken service; past MSW, which answers as the core does (mocks/service/skins.spec.ts), where that shows as much. */
export function checkMutant(
  { contract, change, service, hour, sequences, overlap, target, front }: Partial<ServiceMutant>,
  more: OwnRun = {},
): Promise<Report> {
  return checkOwn({
    hour: hour ?? false,
    sequences: sequences ?? false,
    target: target ?? 'mock',
    own: {
      change: changeOf({ ...(contract ? { contract } : {}), ...(change ? { change } : {}) }),
      ...(service ? { service } : {}),
      ...(front ? { front, rawPatience: RAW_PATIENCE } : {}),
      ...(overlap ? {} : { direct: true }),
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
