import { judge } from '../judge/judge.ts';
import { outcomeOf, type Waiver } from '../judge/outcome.ts';
import { reportOf, type Report } from '../report/report.ts';
import { readTrace, type ReadState } from '../trace/read.ts';
import { waiversFor } from './waivers.ts';

/** Judges a trace file again, offline. @throws UsageError for a file that is not a trace. */
export function judgeTrace(path: string, o: { strict: boolean; waivers: readonly Waiver[] }): Report {
  const state: ReadState = {};
  let lastMs = 0;
  const judged = judge(
    (function* () {
      for (const numbered of readTrace(path, state)) {
        if (numbered.line.kind !== 'header') lastMs = Math.max(lastMs, numbered.line.t);
        yield numbered;
      }
    })(),
    { strict: o.strict },
  );
  const { header } = judged;
  const waivers = waiversFor(o.waivers, header.profile, [header.target, header.name ?? '']);
  const outcome = outcomeOf(judged.verdicts, {
    notSelected: judged.notSelected.length,
    interrupted: judged.interrupted,
    waivers,
  });
  const notes =
    state.cutAt === undefined
      ? []
      : [`line ${state.cutAt} of ${path} is cut in the middle: judged up to the line before`];
  return reportOf({ kind: 'judge', target: path, judged, outcome, durationMs: lastMs, notes });
}
