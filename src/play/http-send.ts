import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { Clock } from '../clock/clock.ts';
import type { HeaderList } from '../trace/lines.ts';
import { failureWords, isRefused, MOST_HEADER_BYTES, type Failure } from './failure-words.ts';
import type { Outcome, OutRequest, Send } from './target.ts';

/**
 * How long the body of an answer may be, by method: no answer of the operation comes near the one, no list of a machine's actions near
 * the other. `each`: more than this is not read. `all`: nor is more than the beginning, once so many bytes of long bodies were read.
 */
const MOST_BODY_BYTES = {
  read: { each: 4 * 1024 * 1024, all: 64 * 1024 * 1024 },
  other: { each: 256 * 1024, all: 8 * 1024 * 1024 },
};
/** Of a body that is longer the trace keeps the beginning; up to this a body is not long. */
const SHORT_BODY_BYTES = 16 * 1024;
/** An answer may show what was sent, and JSON may write a byte as `\\u0000`. */
const ECHO = 6;

/** An exchange that is not over after this long, from connecting to the last byte, is given up: real time, whatever clock the service counts by, as the socket is real. */
export const EXCHANGE_TIMEOUT_MS = 15_000;

/** No service has more interim answers to give before the one that counts (RFC 9110 §15.2). */
const MOST_INTERIM_ANSWERS = 50;

/** An idle connection is dropped early, so that a call never meets one that the service is just closing. */
const POOL = { keepAlive: true, timeout: 1_500 };

/**
 * Sends over a real port with node:http: no redirects followed, nothing decoded, header lines as they came.
 * @param origin such as `http://127.0.0.1:8080`
 */
export function httpSend(
  origin: string,
  clock: Clock,
  timeoutMs = EXCHANGE_TIMEOUT_MS,
): { send: Send; close(): void } {
  const base = new URL(origin);
  const secure = base.protocol === 'https:';
  const agent = secure ? new https.Agent(POOL) : new http.Agent(POOL);
  const numbers = new WeakMap<Socket, number>();
  let connections = 0;
  const longBytes = { read: 0, other: 0 };
  const numberOf = (socket: Socket) => {
    const known = numbers.get(socket) ?? (connections += 1);
    numbers.set(socket, known);
    return known;
  };
  const send: Send = (out, onSend, signal) =>
    new Promise((resolve) => {
      let begun = false;
      let settled = false;
      let interim = 0;
      let head: { status: number; headers: HeaderList; at: number } | undefined;
      const kind = out.method === 'GET' ? 'read' : 'other';
      const { each, all } = MOST_BODY_BYTES[kind];
      const own = Math.max(SHORT_BODY_BYTES, Math.min(each, all - longBytes[kind]));
      const body = createBody(own + ECHO * out.body.length);
      const settle = (outcome: Outcome) => {
        if (settled) return;
        settled = true;
        if (body.size() > SHORT_BODY_BYTES) longBytes[kind] += Math.min(own, body.size());
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
        resolve(outcome);
      };
      /** Ends the exchange without a whole answer: what came of it counts, where its head did. */
      const giveUp = (kind: 'reset' | 'timeout' | 'refused' | 'cut', why: string) => {
        settle(
          head === undefined || kind === 'refused'
            ? { lost: kind, at: clock.now(), why }
            : { ...head, body: body.bytes(), ...body.cut(), end: kind, why },
        );
        request.destroy();
      };
      const request = (secure ? https : http).request({
        agent: out.fresh ? false : agent,
        protocol: base.protocol,
        hostname: base.hostname.replace(/^\[|\]$/g, ''),
        port: base.port,
        method: out.method,
        path: out.path,
        headers: headersOf(out, base.host),
        maxHeaderSize: MOST_HEADER_BYTES,
      });
      const timer = setTimeout(
        () =>
          giveUp(
            'timeout',
            head
              ? `its body was not whole after ${timeoutMs / 1000} s`
              : `no answer came within ${timeoutMs / 1000} s`,
          ),
        timeoutMs,
      );
      const abort = () => giveUp('timeout', 'the run ended before it came');
      signal.addEventListener('abort', abort, { once: true });
      request.on('socket', (socket) => {
        const begin = () => {
          begun = true;
          onSend(numberOf(socket));
          request.end(out.body);
        };
        if (socket.connecting) socket.once(secure ? 'secureConnect' : 'connect', begin);
        else begin();
      });
      request.on('error', (error: Failure) => {
        // What was not sent is refused: nothing of it can have reached the service.
        if (head === undefined)
          giveUp(isRefused(error) || !begun ? 'refused' : 'reset', failureWords(error, false));
        else if (error.code?.startsWith('HPE_')) giveUp('cut', failureWords(error, true));
      });
      request.on('information', () => {
        interim += 1;
        if (interim > MOST_INTERIM_ANSWERS)
          giveUp('cut', `more than ${MOST_INTERIM_ANSWERS} interim answers came and no final one`);
      });
      request.on('upgrade', () =>
        giveUp('cut', 'the service switched protocols (101), which was not asked for'),
      );
      request.on('response', (response) => {
        const { statusCode = 0 } = response;
        if (statusCode < 100) {
          giveUp('cut', `its status is ${statusCode}, and none is below 100`);
          return;
        }
        head = { status: statusCode, headers: pairsOf(response.rawHeaders), at: clock.now() };
        response.on('data', (chunk: Buffer) => {
          if (!body.add(chunk)) giveUp('cut', `its body is longer than ${Math.floor(body.most / 1024)} KiB`);
        });
        const complete = () => {
          if (head) settle({ ...head, body: body.bytes(), end: 'complete' });
        };
        response.on('end', complete);
        response.on('error', (error: Failure) =>
          giveUp(error.code === 'ECONNRESET' ? 'reset' : 'cut', failureWords(error, true)),
        );
        response.on('close', () => {
          if (response.complete) complete();
          else giveUp('cut', 'the connection was closed before the answer was whole');
        });
      });
    });
  return { send, close: () => agent.destroy() };
}

/** Collects a body of at most so many bytes; of a longer one it keeps the beginning. */
function createBody(most: number): {
  most: number;
  size(): number;
  add(chunk: Buffer): boolean;
  bytes(): Buffer;
  cut(): { cut?: number };
} {
  let chunks: Buffer[] = [];
  let size = 0;
  return {
    most,
    size: () => size,
    add(chunk) {
      size += chunk.length;
      if (size <= most) chunks.push(chunk);
      else chunks = [Buffer.concat([...chunks, chunk]).subarray(0, SHORT_BODY_BYTES)];
      return size <= most;
    },
    bytes: () => Buffer.concat(chunks),
    cut: () => (size > most ? { cut: size } : {}),
  };
}

function headersOf({ headers, body, method, fresh }: OutRequest, host: string): string[] {
  const length = body.length > 0 || method === 'POST' || method === 'PUT' || method === 'PATCH';
  return [
    'Host',
    host,
    ...headers.flat(),
    'User-Agent',
    'cordon',
    ...(length ? ['Content-Length', String(body.length)] : []),
    'Connection',
    fresh ? 'close' : 'keep-alive',
  ];
}

/** `[name, value, name, value]` → pairs. */
function pairsOf(raw: readonly string[]): HeaderList {
  return Array.from({ length: raw.length / 2 }, (_, i): [string, string] => [
    raw[2 * i] ?? '',
    raw[2 * i + 1] ?? '',
  ]);
}
