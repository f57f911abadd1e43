import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { failureWords, type Failure } from '../failure-words.ts';

/** Bytes beyond this are not kept; no answer of this contract comes near it. */
const MOST_BYTES = 1024 * 1024;

/** How the service's side of a connection ended. */
export type Ending = 'end' | 'reset' | 'refused' | 'flood';

/** One connection, with what has come on it so far. */
export type Connection = {
  /** What has come and was not taken yet. */
  received(): Buffer;
  take(bytes: number): void;
  ended(): Ending | undefined;
  /** For the reader, where it ended in an error. */
  why(): string | undefined;
  write(bytes: Uint8Array): void;
  /** Says that nothing more will be written, and goes on reading. */
  finish(): void;
  /** Resolves when something came or ended, at the latest after `ms`. */
  change(ms: number): Promise<void>;
  close(): void;
};

/** Connects to an origin, over TLS where it says https. Resolves when it is open, or when it never will be. */
export function openConnection(origin: URL, signal: AbortSignal, withinMs: number): Promise<Connection> {
  const secure = origin.protocol === 'https:';
  const host = origin.hostname.replace(/^\[|\]$/g, '');
  const port = Number(origin.port || (secure ? 443 : 80));
  const socket: Socket = secure
    ? connectTls({ host, port, ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }) })
    : connectTcp({ host, port, allowHalfOpen: true });
  socket.allowHalfOpen = true;
  socket.setNoDelay(true);
  let received: Buffer = Buffer.alloc(0);
  let ended: Ending | undefined;
  let why: string | undefined;
  let open = false;
  let wake = () => {};
  const end = (how: Ending, because?: string) => {
    ended ??= how;
    why ??= because;
    wake();
  };
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    if (received.length > MOST_BYTES) {
      end('flood', `more than ${MOST_BYTES} bytes came`);
      socket.destroy();
    }
    wake();
  });
  socket.on('end', () => end('end'));
  socket.on('close', () => end('end'));
  socket.on('error', (error: Failure) => end(open ? 'reset' : 'refused', failureWords(error, false)));
  const abort = () => {
    end(open ? 'reset' : 'refused', 'the run was interrupted');
    socket.destroy();
  };
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  const connection: Connection = {
    received: () => received,
    take: (bytes) => {
      received = received.subarray(bytes);
    },
    ended: () => ended,
    why: () => why,
    write: (bytes) => void (socket.writable && socket.write(bytes)),
    finish: () => void socket.end(),
    change: (ms) =>
      new Promise((resolve) => {
        const done = () => {
          clearTimeout(timer);
          wake = () => {};
          resolve();
        };
        const timer = setTimeout(done, ms);
        wake = done;
      }),
    close: () => {
      signal.removeEventListener('abort', abort);
      socket.destroy();
    },
  };
  return new Promise((resolve) => {
    const ready = () => {
      clearTimeout(timer);
      resolve(connection);
    };
    const timer = setTimeout(() => {
      end('refused', 'no connection came about in time');
      socket.destroy();
    }, withinMs);
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      open = true;
      ready();
    });
    socket.once('close', ready);
  });
}
