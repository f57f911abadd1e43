import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { Clock } from '../clock/clock.ts';
import type { HeaderList } from '../trace/lines.ts';
import type { Outcome, OutRequest, Send } from './target.ts';

/** More than this of a body is not read; no answer of this contract comes near it. */
const MOST_BODY_BYTES = 4 * 1024 * 1024;

/** An exchange that is not over after this long is given up: real time, whatever clock the service counts by, as the socket is real. */
export const EXCHANGE_TIMEOUT_MS = 15_000;

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
  const numberOf = (socket: Socket) => {
    const known = numbers.get(socket) ?? (connections += 1);
    numbers.set(socket, known);
    return known;
  };
  const send: Send = (out, onSend, signal) =>
    new Promise((resolve) => {
      let settled = false;
      const finish = (outcome: Outcome) => {
        if (settled) return;
        settled = true;
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
        resolve(outcome);
      };
      const lost = (kind: 'reset' | 'timeout' | 'refused' | 'cut', why: string) =>
        finish({ lost: kind, at: clock.now(), why });
      const request = (secure ? https : http).request({
        agent: out.fresh ? false : agent,
        protocol: base.protocol,
        hostname: base.hostname.replace(/^\[|\]$/g, ''),
        port: base.port,
        method: out.method,
        path: out.path,
        headers: headersOf(out, base.host),
        maxHeaderSize: 64 * 1024,
      });
      const giveUp = (why: string) => {
        lost('timeout', why);
        request.destroy();
      };
      const timer = setTimeout(() => giveUp(`no whole answer came within ${timeoutMs / 1000} s`), timeoutMs);
      const abort = () => giveUp('the run was interrupted');
      signal.addEventListener('abort', abort, { once: true });
      request.on('socket', (socket) => {
        const begin = () => {
          onSend(numberOf(socket));
          request.end(out.body);
        };
        if (socket.connecting) socket.once(secure ? 'secureConnect' : 'connect', begin);
        else begin();
      });
      request.on('error', (error: NodeJS.ErrnoException) => {
        const refused = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'].includes(
          error.code ?? '',
        );
        lost(
          refused ? 'refused' : 'reset',
          refused ? `the connection was refused (${error.code})` : error.message,
        );
      });
      request.on('response', (response) => {
        const at = clock.now();
        const chunks: Buffer[] = [];
        let size = 0;
        const head = { status: response.statusCode ?? 0, headers: pairsOf(response.rawHeaders) };
        const end = (how: 'complete' | 'cut' | 'reset' | 'timeout') =>
          finish({ ...head, body: Buffer.concat(chunks), end: how, at });
        clearTimeout(timer);
        const bodyTimer = setTimeout(() => {
          end('timeout');
          request.destroy();
        }, timeoutMs);
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size <= MOST_BODY_BYTES) chunks.push(chunk);
          else {
            end('cut');
            request.destroy();
          }
        });
        response.on('end', () => end('complete'));
        response.on('error', (error: NodeJS.ErrnoException) =>
          end(error.code === 'ECONNRESET' ? 'reset' : 'cut'),
        );
        response.on('close', () => {
          clearTimeout(bodyTimer);
          end(response.complete ? 'complete' : 'cut');
        });
      });
    });
  return { send, close: () => agent.destroy() };
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
