import { outcomeOf } from '../judge/outcome.ts';
import { REQUIREMENTS } from '../judge/registry.ts';
import type { Report, ReportVerdict } from './report.ts';

/** A verdict for tests; `status.created` is in the catalogue, so that its statement and source are printed. */
export function verdictOf(more: Partial<ReportVerdict> = {}): ReportVerdict {
  return {
    requirement: 'status.created',
    verdict: 'pass',
    strength: 'documented',
    advisory: false,
    reason: 'every valid call was answered 201 (2 exchanges)',
    evidence: [4],
    replay: 'cordon check service mock --only status.created --seed 7',
    ...more,
  };
}

/** A report of one run for tests; totals and exit code follow from the verdicts unless they are given. */
export function reportWith(more: Partial<Report> = {}): Report {
  const verdicts = more.verdicts ?? [verdictOf()];
  const notSelected = more.notSelected ?? [];
  const { exitCode, totals } = outcomeOf(
    verdicts.map((verdict) => ({ ...verdict, advisory: verdict.advisory || verdict.waived !== undefined })),
    { notSelected: notSelected.length, interrupted: false },
  );
  return {
    version: 1,
    kind: 'service',
    target: 'mock',
    profile: 'current',
    seed: 7,
    startedAt: '2025-01-24T10:11:12.000Z',
    durationMs: 1234,
    verdicts,
    notSelected,
    totals: {
      ...totals,
      advisory: verdicts.filter((verdict) => verdict.advisory && verdict.verdict === 'fail').length,
      waived: verdicts.filter((verdict) => verdict.waived !== undefined).length,
    },
    exitCode,
    notes: [],
    ...more,
  };
}

/** What the catalogue says of a requirement, as reports print it: the wording is the catalogue's business. */
export function catalogueLine(id: string): string {
  const requirement = REQUIREMENTS.find((row) => row.id === id);
  if (!requirement) throw new Error(`the catalogue has no requirement ${id}`);
  return `${requirement.statement} [${requirement.strength}: ${requirement.source.join(', ')}]`;
}

/** What breaks careless markup: ends of CDATA and elements, quotes, control characters, half of an emoji, a whole one. */
export const HOSTILE = `]]> <script>alert('1')</script> "&amp; --> \u0000\u0008\u001b \ud83d 🛡 \ufffe\r\n\tend`;
