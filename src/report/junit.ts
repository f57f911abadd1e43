import { escapeAttribute, escapeText } from './escape.ts';
import type { Report, ReportVerdict } from './report.ts';
import { requirementOf, standingOf, toleranceOf } from './standing.ts';
import { summaryLine } from './text.ts';

type Result = 'passed' | 'failure' | 'error' | 'skipped';
type Case = { classname: string; name: string; result: Result; xml: string };

/**
 * A report as JUnit XML: a suite for each run, a case for each verdict. A requirement that was not selected is skipped,
 * `unproven` is a failure of that type. A run that did not end with exit code 0 holds at least one failure or error: a stale
 * waiver and an interruption get a case of their own, since readers look at the cases alone.
 */
export function junitOf(report: Report): string {
  const runs = report.runs ?? [report];
  const suites = runs.map((run) => suiteOf(run, casesOf(run)));
  if (report.runs && report.exitCode !== 0 && !suites.some(({ cases }) => cases.some(isBad)))
    suites.push(suiteOf(report, [exitCase(report)]));
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="cordon" ${countsOf(all)} time="${seconds(report.durationMs)}">`,
    ...suites.map(({ xml }) => xml),
    '</testsuites>',
    '',
  ].join('\n');
}

function suiteOf(run: Report, cases: Case[]): { cases: Case[]; xml: string } {
  const name = escapeAttribute(`${run.kind} ${run.target}, profile ${run.profile}`);
  const words = [
    ...run.notes.map((note) => `note: ${note}`),
    ...(run.counterexamples ?? []).map(counterexampleText),
  ];
  const xml = [
    `  <testsuite name="${name}" ${countsOf(cases)} time="${seconds(run.durationMs)}" timestamp="${escapeAttribute(run.startedAt)}">`,
    '    <properties>',
    ...Object.entries({ profile: run.profile, seed: run.seed, exitCode: run.exitCode }).map(
      ([key, value]) => `      <property name="${key}" value="${escapeAttribute(String(value))}"/>`,
    ),
    '    </properties>',
    ...cases.map((one) => caseXml(one)),
    ...(words.length > 0 ? [`    <system-out>${escapeText(words.join('\n'))}</system-out>`] : []),
    '  </testsuite>',
  ];
  return { cases, xml: xml.join('\n') };
}

function casesOf(run: Report): Case[] {
  const cases = [
    ...run.verdicts.map(verdictCase),
    ...run.notSelected.map(({ requirement, needs }) =>
      caseOf(
        requirement,
        'skipped',
        element('skipped', { message: `not selected, the run lacks ${needs.join(', ')}` }),
      ),
    ),
  ];
  return run.exitCode === 0 || cases.some(isBad) ? cases : [...cases, exitCase(run)];
}

function verdictCase(verdict: ReportVerdict): Case {
  const { requirement, reason } = verdict;
  switch (standingOf(verdict)) {
    case 'fail':
    case 'unproven':
      return caseOf(
        requirement,
        'failure',
        element('failure', { message: reason, type: verdict.verdict }, detailsOf(verdict)),
      );
    case 'broken':
      return caseOf(
        requirement,
        'error',
        element('error', { message: reason, type: 'broken' }, detailsOf(verdict)),
      );
    case 'tolerated': {
      const text = `${verdict.verdict} (${toleranceOf(verdict)}): ${reason}\n${detailsOf(verdict)}`;
      return caseOf(requirement, 'passed', element('system-out', {}, text));
    }
    case 'not-applicable':
      return caseOf(requirement, 'skipped', element('skipped', { message: `not applicable: ${reason}` }));
    case 'pass':
      return caseOf(requirement, 'passed', '');
  }
}

/** The outcome of a run itself, where no verdict shows it. */
function exitCase(run: Report): Case {
  const message = summaryLine(run);
  const details = run.notes.join('\n');
  return caseOf(
    'run.outcome',
    'failure',
    element('failure', { message, type: `exit ${run.exitCode}` }, details),
  );
}

function caseOf(id: string, result: Result, xml: string): Case {
  return { classname: id.split('.')[0] ?? id, name: id, result, xml };
}

function caseXml({ classname, name, xml }: Case): string {
  const start = `    <testcase classname="${escapeAttribute(classname)}" name="${escapeAttribute(name)}" time="0"`;
  return xml === '' ? `${start}/>` : `${start}>${xml}</testcase>`;
}

function detailsOf(verdict: ReportVerdict): string {
  const requirement = requirementOf(verdict.requirement);
  return [
    ...(requirement
      ? [`${requirement.statement} [${verdict.strength}: ${requirement.source.join(', ')}]`]
      : []),
    ...(verdict.evidence.length > 0 ? [`trace lines ${verdict.evidence.join(', ')}`] : []),
    ...(verdict.replay === '' ? [] : [`replay: ${verdict.replay}`]),
  ].join('\n');
}

function counterexampleText(example: NonNullable<Report['counterexamples']>[number]): string {
  return `counterexample for ${example.requirements.join(', ')}: ${JSON.stringify(example.spec)}`;
}

function element(name: string, attributes: Record<string, string>, text = ''): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeAttribute(value)}"`);
  return text === ''
    ? `<${name}${written.join('')}/>`
    : `<${name}${written.join('')}>${escapeText(text)}</${name}>`;
}

const isBad = ({ result }: Case) => result === 'failure' || result === 'error';

function countsOf(cases: readonly Case[]): string {
  const count = (result: Result) => cases.filter((one) => one.result === result).length;
  return `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}"`;
}

const seconds = (ms: number) => (ms / 1000).toFixed(3);
