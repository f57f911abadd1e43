import { STATUS_CODES } from 'node:http';
import { UsageError } from '../errors.ts';
import type { Numbered } from '../judge/types.ts';
import { bytesOf } from '../trace/body.ts';
import type { Body, HeaderLine, HeaderList, RequestLine, ResponseLine } from '../trace/lines.ts';

/** Viewers hold a whole file in memory; a probe of the hour limit alone makes 3,001 exchanges. */
const MOST_ENTRIES = 5_000;

type Opened = { request: Numbered<RequestLine>; scenario: string; faults: string[] };

/**
 * The exchanges of a trace as HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/), in the order of their requests.
 * An exchange without an answer has the status 0 and says why in `_error`, as browsers write it. The first 5,000 are taken;
 * a comment says how many are left out.
 * @throws UsageError when the trace does not begin with a header.
 */
export function harOf(lines: Iterable<Numbered>): object {
  let header: HeaderLine | undefined;
  let scenario = '';
  let requests = 0;
  const entries: object[] = [];
  const open = new Map<number, Opened & { at: number }>();
  const close = (opened: Opened & { at: number }, response?: Numbered<ResponseLine>) => {
    if (header) entries[opened.at] = entryOf(header, opened, response);
  };
  for (const numbered of lines) {
    const { line } = numbered;
    if (!header && line.kind !== 'header')
      throw new UsageError(`a trace begins with a header, this one with a ${line.kind}`);
    if (line.kind === 'header') header = line;
    else if (line.kind === 'scenario') scenario = line.id;
    else if (line.kind === 'fault') open.get(line.x)?.faults.push(line.did);
    else if (line.kind === 'request') {
      if (requests < MOST_ENTRIES) {
        const before = open.get(line.x);
        if (before) close(before);
        open.set(line.x, { request: numbered as Numbered<RequestLine>, scenario, faults: [], at: requests });
      }
      requests += 1;
    } else if (line.kind === 'response') {
      const opened = open.get(line.x);
      if (opened) close(opened, numbered as Numbered<ResponseLine>);
      open.delete(line.x);
    }
  }
  if (!header) throw new UsageError('a trace begins with a header, this one is empty');
  for (const opened of open.values()) close(opened);
  const leftOut = requests - entries.length;
  const comment = `${leftOut} of ${requests} exchanges are left out: this file holds the first ${MOST_ENTRIES}, the trace all`;
  return {
    log: {
      version: '1.2',
      creator: { name: 'cordon', version: header.cordon },
      entries,
      ...(leftOut > 0 ? { comment } : {}),
    },
  };
}

function entryOf(header: HeaderLine, opened: Opened, response: Numbered<ResponseLine> | undefined): object {
  const { n, line } = opened.request;
  const time = response ? Math.max(0, response.line.t - line.t) : 0;
  return {
    startedDateTime: dateTime(header.startedAt, line.t),
    time,
    request: requestOf(header, line),
    response: responseOf(response?.line),
    cache: {},
    timings: { send: 0, wait: time, receive: 0 },
    connection: String(line.conn),
    comment: [
      ...(opened.scenario === '' ? [] : [`scenario ${opened.scenario}`]),
      ...(line.call === undefined ? [] : [`call ${line.call}`]),
      ...opened.faults.map((did) => `fault ${did}`),
      response ? `trace lines ${n} and ${response.n}` : `trace line ${n}`,
    ].join(', '),
  };
}

function requestOf(header: HeaderLine, line: RequestLine): object {
  const url = urlOf(header, line);
  const query = url.split('#')[0]?.split('?').slice(1).join('?') ?? '';
  return {
    method: line.method,
    url,
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: headersOf(line.headers),
    queryString: [...new URLSearchParams(query)].map(([name, value]) => ({ name, value })),
    ...(line.body === '' ? {} : { postData: postDataOf(line) }),
    headersSize: -1,
    bodySize: bytesOf(line.body).length,
  };
}

/** HAR 1.2 has no encoding for what was sent; the underscore marks a field of our own. */
function postDataOf(line: RequestLine): object {
  const mimeType = valueOf(line.headers, 'content-type') ?? '';
  return { mimeType, ...textOf(line.body, '_encoding') };
}

function responseOf(line: ResponseLine | undefined): object {
  const head = { httpVersion: '', cookies: [], redirectURL: '', headersSize: -1 };
  if (line?.lost !== undefined || line === undefined)
    return {
      ...head,
      status: 0,
      statusText: '',
      headers: [],
      content: { size: 0, mimeType: 'x-unknown' },
      bodySize: -1,
      _error: line === undefined ? 'the trace ends before the answer' : line.lost,
    };
  const size = bytesOf(line.body).length;
  const mimeType = valueOf(line.headers, 'content-type') ?? 'x-unknown';
  return {
    ...head,
    httpVersion: 'HTTP/1.1',
    status: line.status,
    statusText: STATUS_CODES[line.status] ?? '',
    headers: headersOf(line.headers),
    content: { size, mimeType, ...textOf(line.body, 'encoding') },
    redirectURL: valueOf(line.headers, 'location') ?? '',
    bodySize: size,
    ...(line.end === 'complete' ? {} : { _error: line.end }),
  };
}

function textOf(body: Body, encoding: string): Record<string, string> {
  return typeof body === 'string' ? { text: body } : { text: body.base64, [encoding]: 'base64' };
}

function headersOf(headers: HeaderList): { name: string; value: string }[] {
  return headers.map(([name, value]) => ({ name, value }));
}

function valueOf(headers: HeaderList, name: string): string | undefined {
  return headers.find(([key]) => key.toLowerCase() === name)?.[1];
}

/** A trace keeps the path as sent; the origin is what the header names, else the Host header, else a name that is nobody's. */
function urlOf(header: HeaderLine, line: RequestLine): string {
  if (/^https?:\/\//i.test(line.path)) return line.path;
  const named = /^https?:\/\//i.test(header.name ?? '') ? header.name?.replace(/\/+$/, '') : undefined;
  const host = valueOf(line.headers, 'host');
  const origin = named ?? `http://${host ?? `${header.target}.invalid`}`;
  return `${origin}${line.path.startsWith('/') ? '' : '/'}${line.path}`;
}

function dateTime(startedAt: string, t: number): string {
  const start = Date.parse(startedAt);
  return Number.isNaN(start) ? startedAt : new Date(start + t).toISOString();
}
