import { faultsOf } from '../files/validate.ts';
import type { Mean, TokenUse } from '../trace/lines.ts';
import type { CallSpec, Scenario } from '../play/scenario.ts';
import { kindOf } from './counterexample.ts';
import type { Report } from './report.ts';

/** The beginning of the title of each file that is written here, and of no other. */
const TITLE = 'Counterexample for ';

/**
 * The counterexamples of a report as scenarios that a person may commit, by file name `<requirement>-<n>.json`.
 * @throws Error when one does not fit schemas/harness/scenario.json.
 */
export function regressionsOf(report: Report): Map<string, Scenario> {
  const counts = new Map<string, number>();
  const files = new Map<string, Scenario>();
  for (const example of (report.runs ?? [report]).flatMap((run) => run.counterexamples ?? [])) {
    const first = example.requirements[0] ?? 'unknown';
    const requirement = first.toLowerCase().replace(/[^a-z0-9.-]+/g, '-');
    const n = (counts.get(requirement) ?? 0) + 1;
    counts.set(requirement, n);
    const specs = [example.spec].flat();
    const scenario: Scenario = {
      id: `${requirement.replaceAll('.', '-')}-${n}`,
      title: `${TITLE}${example.requirements.join(', ')}: ${kindOf(example)}, seed ${example.seed}`,
      party: 'service',
      needs: [...new Set(specs.flatMap(needsOf))],
      world: example.world ?? { machines: 1, files: 2 },
      calls: specs,
    };
    const faults = faultsOf('scenario', scenario);
    if (faults.length > 0)
      throw new Error(`the counterexample ${scenario.id} is not a scenario: ${faults.join('; ')}`);
    files.set(`${requirement}-${n}.json`, scenario);
  }
  return files;
}

/** True for the content of a file that an earlier run wrote as `name`. */
export function isRegression(name: string, content: unknown): boolean {
  const { id, title } = (typeof content === 'object' && content !== null ? content : {}) as Record<
    string,
    unknown
  >;
  return (
    id === name.replace(/\.json$/, '').replaceAll('.', '-') &&
    typeof title === 'string' &&
    title.startsWith(TITLE)
  );
}

const TOKEN_NEEDS: Readonly<Record<Exclude<TokenUse, 'unknown'>, Mean[]>> = {
  none: [],
  malformed: [],
  valid: ['token'],
  expired: ['token-expired'],
  'wrong-audience': ['token-wrong-audience'],
  'no-role': ['token-no-role'],
  'other-app': ['token-other-app'],
  forged: ['token'],
};

/** A call for a file that is there, now or before, has an effect, and needs a world where one is. */
function needsOf(spec: CallSpec): Mean[] {
  return [
    ...TOKEN_NEEDS[spec.token ?? 'valid'],
    ...(spec.file === 'present' || spec.file === 'again' ? (['world', 'actions'] as const) : []),
    ...(spec.read !== undefined || spec.cancel !== undefined ? (['reads'] as const) : []),
  ];
}
