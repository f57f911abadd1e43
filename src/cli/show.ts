import { UsageError } from '../errors.ts';
import type { Numbered } from '../judge/types.ts';
import { readTrace } from '../trace/read.ts';
import type { Body, HeaderList, RequestLine, ResponseLine } from '../trace/lines.ts';

/**
 * The exchange of one trace line as HTTP text, with the numbers of its lines; for another line the line itself.
 * @param place `FILE:LINE`
 * @throws UsageError for anything else, a file that is no trace, or a line that it does not have
 */
export function showExchange(place: string): string {
  const match = /^(.+):(\d+)$/.exec(place);
  const [, path, number] = match ?? [];
  if (path === undefined || number === undefined)
    throw new UsageError(`"${place}" is not FILE:LINE, such as out/trace.jsonl:12`);
  const wanted = Number(number);
  const lines: Numbered[] = [...readTrace(path)];
  const found = lines.find(({ n }) => n === wanted);
  if (!found)
    throw new UsageError(`${path} has no line ${wanted}; it ends with line ${lines.at(-1)?.n ?? 0}`);
  const { line } = found;
  if (!('x' in line)) return JSON.stringify(line, null, 2);
  const parts = lines.filter((one) => 'x' in one.line && one.line.x === line.x);
  return parts
    .map(({ n, line: part }) => {
      if (part.kind === 'request')
        return `# line ${n}, ${part.t} ms, token ${part.token.use}\n${requestText(part)}`;
      if (part.kind === 'response') return `# line ${n}, ${part.t} ms\n${responseText(part)}`;
      return `# line ${n}\n${JSON.stringify(part)}`;
    })
    .join('\n\n');
}

function requestText(line: RequestLine): string {
  if (line.raw)
    return `# written byte by byte, ${line.raw.sent}\n${line.raw.head.replaceAll('\r\n', '\n')}${textOf(line.body)}`.trimEnd();
  return message(`${line.method} ${line.path} HTTP/1.1`, line.headers, line.body);
}

function responseText(line: ResponseLine): string {
  const why = line.why === undefined ? '' : `: ${line.why}`;
  if (line.lost !== undefined) return `(no answer: ${line.lost}${why})`;
  const end = line.end === 'complete' ? '' : `\n(the body ended early: ${line.end}${why})`;
  const raw = line.raw === undefined ? '' : `\n# read byte by byte: ${JSON.stringify(line.raw)}`;
  return message(`HTTP/1.1 ${line.status}`, line.headers, line.body) + end + raw;
}

function message(first: string, headers: HeaderList, body: Body): string {
  return [first, ...headers.map(([name, value]) => `${name}: ${value}`), '', textOf(body)]
    .join('\n')
    .trimEnd();
}

function textOf(body: Body): string {
  return typeof body === 'string' ? body : `(base64) ${body.base64}`;
}
