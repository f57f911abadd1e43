import { evidenceOf } from '../report/evidence.ts';
import type { Report } from '../report/report.ts';
import { writeOutputs } from '../report/outputs.ts';
import { textOf } from '../report/text.ts';
import type { Numbered } from '../judge/types.ts';
import type { Redactor } from '../trace/redact.ts';

/** `trace`: for the HAR file; `lines`: to show the evidence in words. Writes the files of a run, prints its report, and sets the exit code. Data goes to stdout, words to stderr. */
export function finish(
  report: Report,
  o: {
    out?: string;
    json?: boolean;
    redactor: Redactor;
    trace?: () => Iterable<Numbered>;
    lines?: () => Iterable<Numbered>;
    verbose?: boolean;
  },
): void {
  if (o.out !== undefined)
    writeOutputs(o.out, report, { redactor: o.redactor, ...(o.trace ? { trace: o.trace } : {}) });
  const evidence = o.lines ? evidenceOf(report, o.lines()) : new Map<number, string>();
  const text = o.redactor.text(textOf(report, { all: o.verbose ?? false, evidence }));
  if (o.json) {
    process.stdout.write(`${JSON.stringify(o.redactor.deep(report), null, 2)}\n`);
    process.stderr.write(`${text}\n`);
  } else process.stdout.write(`${text}\n`);
  process.exitCode = report.exitCode;
}

/** Lines of progress on stderr, for runs that take longer than a moment. */
export function progressTo(redactor: Redactor): (text: string) => void {
  return (text) => void process.stderr.write(`… ${redactor.text(text)}\n`);
}

/** Aborted by the first Ctrl-C or SIGTERM; a second one ends the process at once with exit code 3. */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(3);
      process.stderr.write(`cordon: ${name}: writing what there is\n`);
      controller.abort(new Error(name));
    });
  return controller.signal;
}
