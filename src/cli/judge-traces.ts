import { realClock, todayOn } from '../clock/clock.ts';
import { prepareOut } from '../report/outputs.ts';
import { combineReports } from '../report/combine.ts';
import { judgeTrace } from '../run/judge-trace.ts';
import { secretsFrom } from '../run/environment.ts';
import { loadWaivers } from '../run/waivers.ts';
import { readTrace } from '../trace/read.ts';
import { createRedactor } from '../trace/redact.ts';
import type { JudgeOptions } from './commands/judge.ts';
import { finish } from './finish.ts';

/** `cordon judge TRACE…`: each trace by itself, and one report over all. */
export function judgeCommand(traces: readonly string[], options: JudgeOptions): void {
  const waivers = loadWaivers(options.waivers, todayOn(realClock()));
  if (options.out !== undefined) prepareOut(options.out);
  const reports = traces.map((path) => judgeTrace(path, { strict: options.strict ?? false, waivers }));
  const [only] = reports;
  const report = reports.length === 1 && only ? only : combineReports('judge', traces.join(' '), reports);
  finish(report, {
    redactor: createRedactor(secretsFrom(process.env)),
    ...(options.out === undefined ? {} : { out: options.out }),
    ...(options.json ? { json: true } : {}),
    ...(options.verbose ? { verbose: true } : {}),
    ...(reports.length === 1
      ? { trace: () => readTrace(traces[0] ?? ''), lines: () => readTrace(traces[0] ?? '') }
      : {}),
  });
}
