import { REQUIREMENTS } from '../judge/registry.ts';
import type { ExitCode, Totals } from '../judge/outcome.ts';
import { kindOf } from './counterexample.ts';
import type { Report, ReportVerdict } from './report.ts';

const SIGN: Record<ReportVerdict['verdict'], string> = {
  pass: 'pass    ',
  fail: 'FAIL    ',
  unproven: 'UNPROVEN',
  'not-applicable': 'n/a     ',
  broken: 'BROKEN  ',
};

/** The report as a person reads it: what needs attention in full, the rest counted; the last line is the summary. */
export function textOf(
  report: Report,
  o: { all?: boolean; evidence?: ReadonlyMap<number, string> } = {},
): string {
  const runs = report.runs ?? [report];
  const lines = runs.flatMap((run) => runLines(run, o.all ?? false, o.evidence ?? new Map()));
  if (report.runs) lines.push(...report.notes.map((note) => `note: ${note}`));
  return [...lines, '', summaryLine(report)].join('\n');
}

function runLines(run: Report, all: boolean, evidence: ReadonlyMap<number, string>): string[] {
  const shown = run.verdicts.filter((v) => all || (v.verdict !== 'pass' && v.verdict !== 'not-applicable'));
  return [
    `${run.kind} ${run.target}, profile ${run.profile}, seed ${run.seed}, ${(run.durationMs / 1000).toFixed(1)} s: ${totalsText(run.totals)}`,
    ...shown.flatMap((verdict) => verdictLines(verdict, evidence)),
    ...(run.counterexamples ?? []).flatMap(counterexampleLines),
    ...notSelectedLines(run),
    ...run.notes.map((note) => `  note: ${note}`),
  ];
}

function verdictLines(verdict: ReportVerdict, evidence: ReadonlyMap<number, string>): string[] {
  const requirement = REQUIREMENTS.find(({ id }) => id === verdict.requirement);
  const mark =
    verdict.waived === undefined ? (verdict.advisory ? ' (advisory)' : '') : ` (waived: ${verdict.waived})`;
  const head = `  ${SIGN[verdict.verdict]} ${verdict.requirement}${mark}: ${verdict.reason}`;
  if (verdict.verdict === 'pass' || verdict.verdict === 'not-applicable') return [head];
  return [
    head,
    `           ${requirement?.statement ?? ''} [${verdict.strength}: ${requirement?.source.join(', ') ?? ''}]`,
    ...evidenceLines(verdict.evidence, evidence),
    ...(verdict.replay === '' ? [] : [`           replay: ${verdict.replay}`]),
  ];
}

/** Lines of evidence in words where the trace is at hand, else their numbers. */
function evidenceLines(numbers: readonly number[], evidence: ReadonlyMap<number, string>): string[] {
  const known = numbers.slice(0, MOST_EVIDENCE).filter((n) => evidence.has(n));
  if (known.length > 0) return known.map((n) => `           trace line ${n}: ${evidence.get(n) ?? ''}`);
  return numbers.length > 0 ? [`           trace lines ${numbers.join(', ')}`] : [];
}

const MOST_EVIDENCE = 4;

function counterexampleLines(example: NonNullable<Report['counterexamples']>[number]): string[] {
  return [
    `  counterexample for ${example.requirements.join(', ')}: ${kindOf(example)}, seed ${example.seed}, path ${example.path}, ${example.shrinks} shrinks`,
    `           ${JSON.stringify(example.spec)}`,
  ];
}

function notSelectedLines(run: Report): string[] {
  if (run.notSelected.length === 0) return [];
  const byNeed = new Map<string, number>();
  for (const { needs } of run.notSelected)
    byNeed.set(needs.join(', '), (byNeed.get(needs.join(', ')) ?? 0) + 1);
  const checked = run.verdicts.length;
  const more = [...byNeed].map(([needs, count]) => `${needs} would add ${count}`).join('; ');
  return [`  ${checked} of ${checked + run.notSelected.length} checked; ${more}`];
}

/** `20 pass, 1 fail (1 advisory), 0 unproven, 3 not applicable, 9 not selected`. */
export function totalsText(totals: Totals): string {
  const asides = [
    ...(totals.advisory > 0 ? [`${totals.advisory} advisory`] : []),
    ...(totals.waived > 0 ? [`${totals.waived} waived`] : []),
  ];
  return [
    `${totals.pass} pass`,
    `${totals.fail} fail${asides.length > 0 ? ` (${asides.join(', ')})` : ''}`,
    `${totals.unproven} unproven`,
    ...(totals['not-applicable'] > 0 ? [`${totals['not-applicable']} not applicable`] : []),
    ...(totals.broken > 0 ? [`${totals.broken} broken`] : []),
    `${totals.notSelected} not selected`,
  ].join(', ');
}

const WORD: Record<ExitCode, string> = {
  0: 'passed',
  1: 'failed',
  2: 'bad usage',
  3: 'incomplete',
  4: 'broken',
};

/** The last line of every run. */
export function summaryLine(report: Report): string {
  return `${totalsText(report.totals)} → ${WORD[report.exitCode]}, exit ${report.exitCode}`;
}
