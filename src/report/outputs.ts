import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError, messageOf } from '../errors.ts';
import { faultsOf } from '../files/validate.ts';
import type { Numbered } from '../judge/types.ts';
import type { Redactor } from '../trace/redact.ts';
import { harOf } from './har.ts';
import { htmlOf } from './html.ts';
import { junitOf } from './junit.ts';
import { isRegression, regressionsOf } from './regressions.ts';
import type { Report } from './report.ts';

/** What a run writes beside trace.jsonl, which the recorder writes. */
const FILES = ['report.json', 'junit.xml', 'report.html', 'trace.har'] as const;
const REGRESSIONS = 'regressions';

/**
 * Makes the folder, proves that files can be written into it, and takes away what an earlier run reported there, so that
 * a run that ends badly leaves no old report behind. trace.jsonl stays: it may be what is judged. Called before anything is sent.
 * @throws UsageError with the path and the reason.
 */
export function prepareOut(dir: string): void {
  try {
    mkdirSync(join(dir, REGRESSIONS), { recursive: true });
    const proof = join(dir, `.cordon-${process.pid}`);
    writeFileSync(proof, '');
    rmSync(proof);
    const trace = join(dir, 'trace.jsonl');
    if (statSync(trace, { throwIfNoEntry: false })?.isDirectory()) throw new Error(`${trace} is a folder`);
    for (const name of FILES) rmSync(join(dir, name), { force: true });
    removeRegressions(join(dir, REGRESSIONS));
  } catch (error) {
    throw new UsageError(
      `cannot write into the folder ${dir}: ${reasonOf(dir, error)}. Give --out a folder that can be written`,
    );
  }
}

function reasonOf(dir: string, error: unknown): string {
  return statSync(dir, { throwIfNoEntry: false })?.isFile() ? 'it is a file' : messageOf(error);
}

/**
 * Writes report.json, junit.xml, report.html, the counterexamples and, where there is a trace, trace.har. Secrets are taken
 * out before a text is escaped, so that none hides behind an entity.
 * @throws Error when the report or a counterexample does not fit its format; then nothing is written.
 */
export function writeOutputs(
  dir: string,
  report: Report,
  o: { redactor: Redactor; trace?: () => Iterable<Numbered> },
): void {
  const json = textOfJson(o.redactor.deep(report));
  const clean = JSON.parse(json) as Report;
  const faults = faultsOf('report', clean);
  if (faults.length > 0)
    throw new Error(`this report does not fit schemas/harness/report.json: ${faults.join('; ')}`);
  const regressions = regressionsOf(clean);
  const har = o.trace ? harOf(redacted(o.trace(), o.redactor)) : undefined;

  mkdirSync(join(dir, REGRESSIONS), { recursive: true });
  removeRegressions(join(dir, REGRESSIONS));
  writeFileSync(join(dir, 'report.json'), json);
  writeFileSync(join(dir, 'junit.xml'), junitOf(clean));
  writeFileSync(join(dir, 'report.html'), htmlOf(clean));
  for (const [name, scenario] of regressions)
    writeFileSync(join(dir, REGRESSIONS, name), textOfJson(scenario));
  if (har) writeFileSync(join(dir, 'trace.har'), textOfJson(har));
  else rmSync(join(dir, 'trace.har'), { force: true });
}

function* redacted(lines: Iterable<Numbered>, redactor: Redactor): Generator<Numbered> {
  for (const { n, line } of lines) yield { n, line: redactor.deep(line) };
}

/** Takes away the counterexamples of an earlier run; whatever else lies there is somebody's. */
function removeRegressions(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!/-\d+\.json$/.test(name)) continue;
    let content: unknown;
    try {
      content = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    } catch {
      continue;
    }
    if (isRegression(name, content)) rmSync(join(folder, name));
  }
}

function textOfJson(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
