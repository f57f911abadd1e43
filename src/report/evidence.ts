import type { Numbered } from '../judge/types.ts';
import type { TraceLine } from '../trace/lines.ts';
import { curlOf } from './curl.ts';
import type { Report } from './report.ts';

const LONGEST = 200;

/**
 * The trace lines that a report's fails and open questions point to, each as one short line of text, by number; a request to
 * a service that is not ours comes with the curl command that sends it again.
 */
export function evidenceOf(report: Report, lines: Iterable<Numbered>): ReadonlyMap<number, string> {
  const wanted = new Set(
    report.verdicts
      .filter(({ verdict }) => verdict === 'fail' || verdict === 'unproven')
      .flatMap(({ evidence }) => evidence),
  );
  const found = new Map<number, string>();
  if (wanted.size === 0) return found;
  let origin: string | undefined;
  for (const { n, line } of lines) {
    if (line.kind === 'header' && (line.target === 'lab' || line.target === 'tenant')) origin = line.name;
    if (!wanted.has(n)) continue;
    const again =
      line.kind === 'request' && origin !== undefined ? curlOf(line, origin).replaceAll(' \\\n  ', ' ') : '';
    found.set(n, again === '' ? brief(line) : `${brief(line)}\n           again: ${again}`);
  }
  return found;
}

function brief(line: TraceLine): string {
  const text = wordsOf(line).replaceAll(/\s+/g, ' ');
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

function wordsOf(line: TraceLine): string {
  switch (line.kind) {
    case 'request':
      return `sent ${line.method} ${line.path}, token ${line.token.use}: ${bodyText(line.body)}`;
    case 'response':
      return line.lost === undefined
        ? `answered ${line.status}: ${bodyText(line.body)}`
        : `lost (${line.lost}${line.why === undefined ? '' : `: ${line.why}`})`;
    case 'client':
      return `${line.event}: ${line.detail}`;
    default:
      return JSON.stringify(line);
  }
}

function bodyText(body: string | { base64: string }): string {
  if (typeof body !== 'string') return `base64 ${body.base64}`;
  return body === '' ? 'no body' : body;
}
