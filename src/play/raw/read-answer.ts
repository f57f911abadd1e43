import type { HeaderList } from '../../trace/lines.ts';
import { readChunks } from './read-chunks.ts';
import { begins, lineAt, readFields } from './read-fields.ts';

/** An answer as the bytes spell it. `used`: how many bytes it took, interim answers included. */
export type RawAnswer = {
  status: number;
  /** Such as `1.1`. */
  version: string;
  headers: HeaderList;
  /** Transfer codings undone. */
  body: Uint8Array;
  interim: number[];
  /** What was wrong in the bytes; each begins with what it concerns: `status line`, `field line`, `length` or `chunk`. */
  faults: string[];
  used: number;
  end: 'complete' | 'cut';
};

/** `more`: the bytes end before the answer does. `garbage`: they do not begin like an answer. */
export type Reading =
  | { is: 'answer'; answer: RawAnswer }
  | { is: 'more'; interim: number[]; status?: number }
  | { is: 'garbage'; faults: string[] };

/** A line longer than this is none of HTTP. */
const LONGEST_LINE = 64 * 1024;

/**
 * Reads one final answer, with the interim answers before it, as RFC 9112 says and no more leniently than it takes to go on.
 * @param o.method of the request: an answer to HEAD has no body. `ended`: no byte will follow.
 */
export function readAnswer(bytes: Buffer, o: { method: string; ended: boolean }): Reading {
  const interim: number[] = [];
  const faults: string[] = [];
  let at = 0;
  for (;;) {
    const head = readHead(bytes, at, faults);
    if (head === 'garbage') return { is: 'garbage', faults };
    if (head === undefined) {
      if (!o.ended) return { is: 'more', interim };
      return { is: 'garbage', faults: [...faults, 'status line: the connection ended before the head did'] };
    }
    at = head.next;
    if (head.status >= 100 && head.status < 200 && head.status !== 101) {
      checkBodiless(head, faults);
      interim.push(head.status);
      continue;
    }
    const { status, version, headers } = head;
    const content = readContent(bytes, head, o, faults);
    if (content === undefined) return { is: 'more', interim, status };
    return { is: 'answer', answer: { status, version, headers, ...content, interim, faults } };
  }
}

type Head = { status: number; version: string; headers: HeaderList; next: number };

function readHead(bytes: Buffer, at: number, faults: string[]): Head | 'garbage' | undefined {
  const first = lineAt(bytes, at);
  if (first === undefined) {
    const begun = bytes.subarray(at, at + 5).toString('latin1');
    if ('HTTP/'.startsWith(begun) && bytes.length - at < LONGEST_LINE) return undefined;
    faults.push('status line: what came does not begin like one');
    return 'garbage';
  }
  const match = /^HTTP\/(\d+\.\d+)[ \t]+(\d{3})(?!\d)/.exec(first.text);
  if (!match?.[1] || !match[2]) {
    faults.push(`status line: ${begins(first.text)}`);
    return 'garbage';
  }
  // RFC 9112 §4: the space after the code is due even where no phrase follows.
  if (!/^HTTP\/1\.\d [1-9]\d\d [\t\x20-\x7e\x80-\xff]*$/.test(first.text))
    faults.push(`status line: ${begins(first.text)}`);
  if (first.bare) faults.push('status line: it ends in LF without CR');
  const fields = readFields(bytes, first.next, faults);
  if (fields === undefined) return undefined;
  return { status: Number(match[2]), version: match[1], headers: fields.headers, next: fields.next };
}

type Content = { body: Uint8Array; used: number; end: 'complete' | 'cut' };

/** RFC 9112 §6.3. */
function readContent(
  bytes: Buffer,
  head: Head,
  o: { method: string; ended: boolean },
  faults: string[],
): Content | undefined {
  const { status, next: at } = head;
  const empty: Content = { body: new Uint8Array(), used: at, end: 'complete' };
  const codings = listOf(head.headers, 'transfer-encoding');
  const length =
    codings.length > 0 && has(head.headers, 'content-length') ? undefined : lengthOf(head, faults);
  if (codings.length > 0 && has(head.headers, 'content-length'))
    faults.push('length: Content-Length beside Transfer-Encoding');
  if (status === 204 || status === 101) checkBodiless(head, faults);
  if (o.method === 'HEAD' || status === 204 || status === 304 || status === 101) return empty;
  if (codings.at(-1)?.toLowerCase() === 'chunked') return readChunks(bytes, at, o.ended, faults);
  if (codings.length > 0 || length === undefined)
    return o.ended ? { body: bytes.subarray(at), used: bytes.length, end: 'complete' } : undefined;
  if (bytes.length - at >= length)
    return { body: bytes.subarray(at, at + length), used: at + length, end: 'complete' };
  if (!o.ended) return undefined;
  faults.push(`length: Content-Length is ${length}, and ${bytes.length - at} bytes came`);
  return { body: bytes.subarray(at), used: bytes.length, end: 'cut' };
}

/** RFC 9112 §6.1, RFC 9110 §8.6: neither field stands in an answer with a status of 1xx or 204. */
function checkBodiless({ headers, status }: Head, faults: string[]): void {
  for (const name of ['Content-Length', 'Transfer-Encoding'])
    if (has(headers, name.toLowerCase())) faults.push(`length: ${name} in an answer with status ${status}`);
}

function lengthOf({ headers }: Head, faults: string[]): number | undefined {
  const values = [...new Set(listOf(headers, 'content-length'))];
  if (values.length > 1) faults.push(`length: Content-Length is ${values.map(begins).join(' and ')}`);
  const [value] = values;
  if (value === undefined) return undefined;
  if (/^\d{1,15}$/.test(value)) return Number(value);
  if (values.length === 1) faults.push(`length: Content-Length is ${begins(value)}`);
  return undefined;
}

function listOf(headers: HeaderList, name: string): string[] {
  return headers
    .filter(([key]) => key.toLowerCase() === name)
    .flatMap(([, value]) => value.split(','))
    .map((value) => value.trim());
}

function has(headers: HeaderList, name: string): boolean {
  return headers.some(([key]) => key.toLowerCase() === name);
}
