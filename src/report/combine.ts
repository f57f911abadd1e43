import type { ExitCode, Totals } from '../judge/outcome.ts';
import type { Report } from './report.ts';

/** Of several exit codes the one that speaks first: fail, then broken, then incomplete. */
export function worstExit(codes: readonly ExitCode[]): ExitCode {
  return ([1, 4, 3] as const).find((code) => codes.includes(code)) ?? (codes.length === 0 ? 3 : 0);
}

/** One report over several: all verdicts under the name of their run, totals added, the worst exit code. */
export function combineReports(kind: Report['kind'], target: string, runs: readonly Report[]): Report {
  const first = runs[0];
  if (!first) throw new Error('there is no report to combine');
  const totals = runs.map((run) => run.totals).reduce(add);
  return {
    version: 1,
    kind,
    target,
    profile: first.profile,
    seed: first.seed,
    startedAt: first.startedAt,
    durationMs: runs.map((run) => run.durationMs).reduce((a, b) => a + b),
    verdicts: runs.flatMap((run) =>
      run.verdicts.map((verdict) => ({ ...verdict, target: run.target, profile: run.profile })),
    ),
    notSelected: runs.flatMap((run) => run.notSelected),
    totals,
    exitCode: worstExit(runs.map((run) => run.exitCode)),
    notes: [],
    runs: [...runs],
  };
}

function add(a: Totals, b: Totals): Totals {
  return Object.fromEntries(
    Object.keys(a).map((key) => [key, a[key as keyof Totals] + b[key as keyof Totals]]),
  ) as Totals;
}
