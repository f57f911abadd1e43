import { bytesOf } from '../../src/trace/body.ts';
import type { RequestLine } from '../../src/trace/lines.ts';

/** What sets a message apart from one that an HTTP library would send; read from its bytes. */
export type Oddity =
  | 'host-missing'
  | 'host-repeated'
  | 'host-invalid'
  | 'field-space'
  | 'length-invalid'
  | 'length-repeated'
  | 'length-and-coding'
  | 'chunked'
  | 'last-coding'
  | 'large-fields'
  | 'expect'
  | 'close'
  | 'absolute-form'
  | 'old-version'
  /** Fewer bytes than it announces: the service waits for more. */
  | 'short'
  /** More bytes than it announces: another message to the service. */
  | 'long'
  | 'malformed';

/** What was written of one message. */
export type Written = {
  method: string;
  oddities: ReadonlySet<Oddity>;
  /** Its content, the chunked coding undone. */
  content: Uint8Array;
};

/** From this length on a service may find the field lines too large; none that is known takes less. */
const LARGE_FIELDS = 4_000;

/** Host as RFC 9112 §3.2 takes it from RFC 3986: a name or an address, and a port. */
const HOST = /^(?:\[[0-9A-Fa-f:.]+\]|(?:[\w.~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)(?::\d*)?$/;

/** Reads a message that was written byte by byte; undefined for any other. */
export function writtenIn(request: RequestLine): Written | undefined {
  if (!request.raw) return undefined;
  const { head } = request.raw;
  const oddities = new Set<Oddity>();
  const [first = '', ...lines] = head.split('\r\n').slice(0, -2);
  const [, method = '', target = '', version] =
    /^([!#$%&'*+.^_`|~\w-]+) (\S+) HTTP\/(\d\.\d)$/.exec(first) ?? [];
  if (version !== '1.1') oddities.add(version === '1.0' ? 'old-version' : 'malformed');
  if (/^https?:\/\//i.test(target)) oddities.add('absolute-form');
  if (head.length > LARGE_FIELDS) oddities.add('large-fields');
  const values = fieldsOf(lines, oddities);
  addHost(values('host'), oddities);
  if (values('expect').some((value) => value.toLowerCase() === '100-continue')) oddities.add('expect');
  if (values('connection').some((value) => /\bclose\b/i.test(value))) oddities.add('close');
  return { method, oddities, content: contentOf(request, values, oddities) };
}

type Values = (name: string) => string[];

function fieldsOf(lines: readonly string[], oddities: Set<Oddity>): Values {
  const fields: [name: string, value: string][] = [];
  for (const line of lines) {
    const [, name, space, value = ''] =
      /^([!#$%&'*+.^_`|~\w-]+)([ \t]*):[ \t]*([\t\x20-\x7e\x80-\xff]*?)[ \t]*$/.exec(line) ?? [];
    if (name === undefined) oddities.add('malformed');
    else fields.push([name.toLowerCase(), value]);
    if (space) oddities.add('field-space');
  }
  return (name) => fields.filter(([key]) => key === name).map(([, value]) => value);
}

function addHost(hosts: readonly string[], oddities: Set<Oddity>): void {
  const [host] = hosts;
  if (host === undefined) oddities.add('host-missing');
  else if (hosts.length > 1) oddities.add('host-repeated');
  else if (!HOST.test(host)) oddities.add('host-invalid');
}

/** RFC 9112 §6.3. */
function contentOf(request: RequestLine, values: Values, oddities: Set<Oddity>): Uint8Array {
  const bytes = bytesOf(request.body);
  const lengths = values('content-length');
  const codings = values('transfer-encoding').flatMap((value) =>
    value.split(',').map((coding) => coding.trim().toLowerCase()),
  );
  if (codings.length > 0) {
    if (lengths.length > 0) oddities.add('length-and-coding');
    if (codings.length > 1 || codings[0] !== 'chunked') {
      oddities.add('last-coding');
      return bytes;
    }
    if (lengths.length === 0) oddities.add('chunked');
    const decoded = dechunked(Buffer.from(bytes).toString('latin1'));
    if (decoded?.rest !== '') oddities.add(decoded ? 'long' : 'short');
    return Buffer.from(decoded?.content ?? '', 'latin1');
  }
  if (new Set(lengths).size > 1) oddities.add('length-repeated');
  else if (lengths.some((length) => !/^\d+$/.test(length))) oddities.add('length-invalid');
  else {
    const announced = Number(lengths[0] ?? 0);
    const sent = request.cut ?? bytes.length;
    if (sent < announced) oddities.add('short');
    if (sent > announced) oddities.add('long');
  }
  return bytes;
}

/** The content of chunks without extensions and trailers, and what comes after them; undefined where they do not end. */
function dechunked(text: string): { content: string; rest: string } | undefined {
  let content = '';
  let at = 0;
  for (;;) {
    const [line, size = ''] = /^([0-9a-f]{1,6})\r\n/i.exec(text.slice(at, at + 8)) ?? [];
    if (line === undefined) return undefined;
    const from = at + line.length;
    const length = Number.parseInt(size, 16);
    if (text.slice(from + length, from + length + 2) !== '\r\n') return undefined;
    content += text.slice(from, from + length);
    at = from + length + 2;
    if (length === 0) return { content, rest: text.slice(at) };
  }
}
