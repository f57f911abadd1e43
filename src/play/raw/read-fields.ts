import type { HeaderList } from '../../trace/lines.ts';

/** A line without its end. `bare`: it ends in LF alone. `next`: where the one after it begins. */
export type Line = { text: string; bare: boolean; next: number };

/** The line that begins at `at`, as Latin-1; undefined while its end has not come. */
export function lineAt(bytes: Buffer, at: number): Line | undefined {
  const end = bytes.indexOf(0x0a, at);
  if (end < 0) return undefined;
  const bare = end === at || bytes[end - 1] !== 0x0d;
  return { text: bytes.subarray(at, bare ? end : end - 1).toString('latin1'), bare, next: end + 1 };
}

const FIELD_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*?)[ \t]*$/;

/** Field lines up to the empty line (RFC 9112 §5); what is none is noted and left out. Undefined while that has not come. */
export function readFields(
  bytes: Buffer,
  from: number,
  faults: string[],
): { headers: HeaderList; next: number } | undefined {
  const headers: HeaderList = [];
  const found: string[] = [];
  let at = from;
  for (;;) {
    const line = lineAt(bytes, at);
    if (line === undefined) return undefined;
    at = line.next;
    if (line.bare) found.push('field line: a line ends in LF without CR');
    if (line.text === '') break;
    const [, name, value] = FIELD_LINE.exec(line.text) ?? [];
    if (name === undefined || value === undefined) found.push(`field line: ${shown(line.text)}`);
    else headers.push([name, value]);
  }
  faults.push(...new Set(found));
  return { headers, next: at };
}

/** How a text begins, in quotes. Never much of it: it may hold a secret, and a part of one is not found again. */
export function begins(text: string): string {
  return JSON.stringify(text.length > 16 ? `${text.slice(0, 15)}…` : text);
}

/** The name alone, where there is one. */
function shown(text: string): string {
  const name = /^[^:]{1,40}:/.exec(text)?.[0];
  return name === undefined ? begins(text) : JSON.stringify(`${name} …`);
}
