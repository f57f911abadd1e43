import { composeRaw } from '../../src/play/raw/compose-raw.ts';
import type { RawMessage } from '../../src/play/scenario.ts';
import type { RawResponse } from '../../src/trace/lines.ts';
import { error, exchange, MACHINE, NO_FILE, type Exchanged, type Got, type Sent } from '../support/vector.ts';

/** Support for the vectors of this topic: messages as a scenario writes them, and what came back. */

const HEAD = [
  'POST {path} HTTP/1.1',
  'Host: {host}',
  'Authorization: Bearer {token}',
  'Content-Type: application/json',
  'Content-Length: {length}',
];

/** The head of a call without the lines that begin with one of `without`, and with `more` behind. */
export function lines(o: { without?: string[]; more?: string[]; first?: string } = {}): string[] {
  const [first = '', ...rest] = HEAD;
  const kept = rest.filter((line) => !o.without?.some((name) => line.startsWith(name)));
  return [o.first ?? first, ...kept, ...(o.more ?? [])];
}

let connections = 0;

/** A message as a trace has it; on a connection of its own unless `conn` says which. */
export function written(message: RawMessage = {}, conn?: number): Sent {
  const { out, method, path, headers, raw } = composeRaw(message, {
    origin: 'http://127.0.0.1:8080',
    path: `/api/machines/${MACHINE}/StopAndQuarantineFile`,
    token: 'no-token-of-anybody',
    json: JSON.stringify({ Comment: 'because', Sha1: NO_FILE }),
  });
  return {
    method,
    path,
    headers,
    body: Buffer.from(out.body).toString('utf8'),
    token: { use: 'valid', app: 'app-1' },
    raw,
    conn: conn ?? 1_000 + (connections += 1),
  };
}

/** An answer of HTTP/1.1 on a connection that stays open, but for what is given. */
export function answered(status: number, raw: Partial<RawResponse> = {}): NonNullable<Got> {
  return { ...error(status, 'Whatever'), raw: { version: 'HTTP/1.1', closed: false, ...raw } };
}

/** What a plain call is answered in these vectors. */
export const PLAIN: Exchanged = exchange(written({}), answered(404));

/** A message, and what came back for it. */
export function met(message: RawMessage, got: Got, conn?: number): Exchanged {
  return exchange(written(message, conn), got);
}

export const RESET: Got = { lost: 'reset' };
export const TIMEOUT: Got = { lost: 'timeout' };
