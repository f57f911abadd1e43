import type { ProfileId } from '../contract/contract.ts';
import type { Judged } from '../judge/judge.ts';
import type { ExitCode, Outcome, Totals } from '../judge/outcome.ts';
import type { NotSelected } from '../judge/select.ts';
import type { Verdict } from '../judge/types.ts';
import type { Counterexample } from '../play/cases.ts';

export type ReportVerdict = Verdict & {
  /** The reason of the waiver that covers it. */
  waived?: string;
  /** In a report of several runs: which one. */
  target?: string;
  profile?: ProfileId;
};

/** report.json, version 1; schemas/harness/report.json is its format. */
export type Report = {
  version: 1;
  kind: 'service' | 'client' | 'load' | 'judge' | 'gate';
  /** What was asked for: `mock`, `emulator`, a URL, a command, or the configuration's name for it. */
  target: string;
  profile: ProfileId;
  seed: number;
  startedAt: string;
  durationMs: number;
  verdicts: ReportVerdict[];
  notSelected: NotSelected[];
  totals: Totals;
  exitCode: ExitCode;
  /** Sentences a reader has to know: interrupted, cut, not played, drift not checked. */
  notes: string[];
  /** Smallest calls from generated cases that showed a fail. */
  counterexamples?: Counterexample[];
  /** In a report of several runs: each of them. */
  runs?: Report[];
};

/** Puts one run's judgement into a report. */
export function reportOf(o: {
  kind: Report['kind'];
  target: string;
  judged: Judged;
  outcome: Outcome;
  durationMs: number;
  notes?: string[];
  counterexamples?: Counterexample[];
  waiverReasons?: ReadonlyMap<string, string>;
}): Report {
  const { header, verdicts, notSelected, skipped, interrupted } = o.judged;
  const notes = [
    ...(interrupted ? ['the trace has no regular end: what came after is not judged'] : []),
    // What lacks means is told under `notSelected`.
    ...skipped
      .filter(({ why }) => !why.startsWith('it needs ') || why.includes('pairs'))
      .map(({ scenario, why }) => `the scenario ${scenario} was not played: ${why}`),
    ...o.outcome.stale.map((waiver) => `the waiver of ${waiver.requirement} is stale, it passed: remove it`),
    ...o.judged.notes,
    ...(o.notes ?? []),
  ];
  return {
    version: 1,
    kind: o.kind,
    target: o.target,
    profile: header.profile,
    seed: header.seed,
    startedAt: header.startedAt,
    durationMs: Math.round(o.durationMs),
    verdicts: verdicts.map((verdict, index) => ({
      ...verdict,
      ...(o.outcome.waived.has(index)
        ? { waived: o.waiverReasons?.get(verdict.requirement) ?? 'waived' }
        : {}),
    })),
    notSelected,
    totals: o.outcome.totals,
    exitCode: o.outcome.exitCode,
    notes,
    ...(o.counterexamples && o.counterexamples.length > 0 ? { counterexamples: o.counterexamples } : {}),
  };
}
