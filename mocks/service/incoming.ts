import type { IncomingMessage } from 'node:http';
import type { HeaderList } from '../../src/trace/lines.ts';

/** How the reading of a request's body ended. `reset` and `cut`: the peer left; `malformed`: its framing is wrong. */
export type UploadEnd = 'complete' | 'too-long' | 'reset' | 'cut' | 'timeout' | 'malformed';

/** `body` holds what had come by then, never more than one byte above the limit. */
export type Upload = { end: UploadEnd; body: Uint8Array };

/** Reads a body until it ends, grows past `limitBytes` or `interrupted` tells why it never will. */
export async function readUpload(
  request: IncomingMessage,
  limitBytes: number,
  interrupted: Promise<UploadEnd>,
): Promise<Upload> {
  const chunks: Buffer[] = [];
  let length = 0;
  const end = await new Promise<UploadEnd>((resolve) => {
    void interrupted.then(resolve);
    request.on('data', (chunk: Buffer) => {
      if (length > limitBytes) return;
      length += chunk.length;
      chunks.push(chunk);
      if (length > limitBytes) resolve('too-long');
    });
    request.on('end', () => {
      resolve('complete');
    });
    request.on('error', () => {
      resolve('cut');
    });
  });
  return { end, body: new Uint8Array(Buffer.concat(chunks).subarray(0, limitBytes + 1)) };
}

/** Node's flat list of names and values as pairs, in wire order. */
export function headerPairs(raw: string[]): HeaderList {
  return Array.from({ length: raw.length / 2 }, (_, i) => [raw[2 * i] ?? '', raw[2 * i + 1] ?? '']);
}

/** A name or an address, and a port (RFC 9112 §3.2, RFC 3986 §3.2). */
const HOST = /^(?:\[[0-9A-Fa-f:.]+\]|(?:[\w.~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)(?::\d*)?$/;

/** True but for a second Host line, or one that cannot be a host. A message of HTTP/1.0 may have none. */
export function hasOneHost(headers: HeaderList): boolean {
  const [host = '', ...more] = headers
    .filter(([name]) => name.toLowerCase() === 'host')
    .map(([, value]) => value);
  return more.length === 0 && HOST.test(host);
}

/** Why Node's parser or socket gave up, from the code of its error. */
export function interruption(code: string | undefined): UploadEnd {
  if (code === 'HPE_INVALID_EOF_STATE') return 'cut';
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'timeout';
  return code?.startsWith('HPE_') ? 'malformed' : 'reset';
}
