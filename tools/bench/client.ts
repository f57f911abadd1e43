import { connect } from 'node:net';

const CONNECTIONS = 32;

/** Sends one request again and again over some connections, one at a time on each; the answers' status codes, counted. */
export async function load(port: number, request: string, ms: number): Promise<Map<number, number>> {
  const bytes = Buffer.from(request, 'latin1');
  const counts = new Map<number, number>();
  let over = false;
  const one = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      let rest: Buffer = Buffer.alloc(0);
      socket.on('connect', () => socket.write(bytes));
      socket.on('error', reject);
      socket.on('close', resolve);
      socket.on('data', (chunk: Buffer) => {
        rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
        const length = wholeLength(rest);
        if (length === undefined || rest.length < length) return;
        const status = Number(rest.toString('latin1', 9, 12));
        counts.set(status, (counts.get(status) ?? 0) + 1);
        rest = rest.subarray(length);
        if (over) socket.destroy();
        else socket.write(bytes);
      });
    });
  const all = Array.from({ length: CONNECTIONS }, one);
  await new Promise((resolve) => setTimeout(resolve, ms));
  over = true;
  await Promise.all(all);
  return counts;
}

/** Bytes of the answer at the start of `bytes`, when its head has come. */
function wholeLength(bytes: Buffer): number | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const length = /\r\ncontent-length: *(\d+)/i.exec(bytes.toString('latin1', 0, end + 2))?.[1];
  if (length !== undefined) return end + 4 + Number(length);
  const last = bytes.indexOf('\r\n0\r\n\r\n', end);
  return last < 0 ? undefined : last + 7;
}
