import type { IncomingMessage } from 'node:http';
import type { HeaderList } from '../../src/trace/lines.ts';

/** How the reading of a request's body ended. `reset` and `cut`: the peer left; `malformed`: its framing is wrong. */
export type UploadEnd = 'complete' | 'too-long' | 'reset' | 'cut' | 'timeout' | 'malformed';

/** `body` holds what had come by then, never more than one byte above the limit. */
export type Upload = { end: UploadEnd; body: Uint8Array };

/**
 * Reads a body until it ends, grows past `limitBytes` or is interrupted; `done` is told once.
 * @returns the interruption, for who knows that the body will never end.
 */
export function readUpload(
  request: IncomingMessage,
  limitBytes: number,
  done: (upload: Upload) => void,
): (end: UploadEnd) => void {
  const chunks: Buffer[] = [];
  let length = 0;
  let over = false;
  const finish = (end: UploadEnd) => {
    if (over) return;
    over = true;
    const whole = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
    done({ end, body: whole.length > limitBytes + 1 ? whole.subarray(0, limitBytes + 1) : whole });
  };
  request.on('data', (chunk: Buffer) => {
    if (over) return;
    length += chunk.length;
    chunks.push(chunk);
    if (length > limitBytes) finish('too-long');
  });
  request.on('end', () => {
    finish('complete');
  });
  request.on('error', () => {
    finish('cut');
  });
  // What follows a whole request may be wrong: the end that has been read, and is told in this very turn, comes first.
  return (end) => {
    queueMicrotask(() => {
      finish(end);
    });
  };
}

/** Node's flat list of names and values as pairs, in wire order. */
export function headerPairs(raw: string[]): HeaderList {
  const pairs: HeaderList = [];
  for (let i = 0; i + 1 < raw.length; i += 2) pairs.push([raw[i] as string, raw[i + 1] as string]);
  return pairs;
}

/** A name or an address, and a port (RFC 9112 §3.2, RFC 3986 §3.2). */
const HOST = /^(?:\[[0-9A-Fa-f:.]+\]|(?:[\w.~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)(?::\d*)?$/;

/** True but for a second Host line, or one that cannot be a host. A message of HTTP/1.0 may have none. */
export function hasOneHost(headers: HeaderList): boolean {
  let found: string | undefined;
  for (const [name, value] of headers) {
    if (name.length !== 4 || name.toLowerCase() !== 'host') continue;
    if (found !== undefined) return false;
    found = value;
  }
  return HOST.test(found ?? '');
}

/** Why Node's parser or socket gave up, from the code of its error. */
export function interruption(code: string | undefined): UploadEnd {
  if (code === 'HPE_INVALID_EOF_STATE') return 'cut';
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'timeout';
  return code?.startsWith('HPE_') ? 'malformed' : 'reset';
}
