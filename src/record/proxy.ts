import http, { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Clock } from '../clock/clock.ts';
import { messageOf } from '../errors.ts';
import type { HeaderList, TokenTrace } from '../trace/lines.ts';
import type { Recorder } from '../trace/recorder.ts';
import { headerPairs, originFormOf } from './headers.ts';
import { MOST_KEPT_BYTES } from './kept-body.ts';
import { answerItself } from './own-answer.ts';
import { recordExchange } from './record-exchange.ts';
import { MOST_HEADER_BYTES, relay } from './relay.ts';

/** A request before it is forwarded, for whoever may forbid it. */
export type Asked = { method: string; path: string; headers: HeaderList; body: Uint8Array };

export type ProxyOptions = {
  /** Origin of the service, such as `https://api.example.com`. */
  to: string;
  /** 0: any free port. Always on loopback. */
  port: number;
  clock: Clock;
  recorder: Recorder;
  /** What a trace keeps of an Authorization header. */
  tokenOf(authorization: string | undefined): TokenTrace;
  /** Default 120 s. */
  timeoutMs?: number;
  /** Why a request must not reach the service, or undefined. With it each request is read whole before it is forwarded. */
  forbid?(asked: Asked): string | undefined;
  /** Words for the person who records. */
  say(text: string): void;
};

export type Proxy = { origin: string; port: number; close(): Promise<void> };

const TIMEOUT_MS = 120_000;

type Connection = { conn: number; open: number; agent: http.Agent };

/**
 * A recording reverse proxy on loopback. Each connection of a caller has a connection to the service of its own, which ends when
 * that one ends, so that what depends on connections stays as it was. Rejects with Node's error when it cannot listen.
 */
export async function startProxy(o: ProxyOptions): Promise<Proxy> {
  const service = new URL(o.to);
  const connections = new WeakMap<Socket, Connection>();
  const closing = new AbortController();
  const s = o.recorder.scenario('recorded');
  const running = new Set<Promise<void>>();
  const authorities = [service.host];
  let count = 0;
  const connectionOf = (socket: Socket): Connection => {
    const known = connections.get(socket);
    if (known) return known;
    const options = { keepAlive: true, maxSockets: 1 };
    const agent = service.protocol === 'https:' ? new https.Agent(options) : new http.Agent(options);
    const made = { conn: (count += 1), open: 0, agent };
    connections.set(socket, made);
    socket.once('close', () => {
      if (made.open === 0) agent.destroy();
    });
    return made;
  };

  const exchange = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const at = o.clock.now();
    const { socket, method = '' } = incoming;
    const connection = connectionOf(socket);
    const { conn, agent } = connection;
    const path = originFormOf(incoming.url ?? '', authorities);
    if (path === undefined) {
      answerItself(outgoing, 421, 'denied', `it forwards to ${o.to} alone, and this is for another host`);
      return;
    }
    const headers = headerPairs(incoming.rawHeaders);
    const authorization = headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1];
    const token = o.tokenOf(authorization);
    const record = recordExchange({ recorder: o.recorder, s, conn, method, path, headers, token, at });
    let body: Uint8Array | undefined;
    if (o.forbid) {
      if (incoming.headers.expect !== undefined) outgoing.writeContinue();
      body = await readWhole(incoming);
      const why = body ? o.forbid({ method, path, headers, body }) : 'its body is too long to be looked at';
      if (why !== undefined) {
        o.say(`not forwarded: ${method} ${path}: ${why}`);
        answerItself(outgoing, 403, 'denied', why);
        return;
      }
      record.requestBody.add(body ?? new Uint8Array());
    }
    await relay({
      incoming,
      outgoing,
      path,
      service,
      agent,
      clock: o.clock,
      record,
      timeoutMs: o.timeoutMs ?? TIMEOUT_MS,
      closing: closing.signal,
      onServiceClosed() {
        if (connection.open === 0) socket.end();
      },
      ...(body ? { body } : {}),
    });
  };

  const handle = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const connection = connectionOf(incoming.socket);
    connection.open += 1;
    const done = exchange(incoming, outgoing).finally(() => {
      running.delete(done);
      connection.open -= 1;
      if (connection.open === 0 && incoming.socket.destroyed) connection.agent.destroy();
    });
    running.add(done);
  };
  const server = createServer({ maxHeaderSize: MOST_HEADER_BYTES, requestTimeout: 0 }, handle);
  // Whether to go on is the service's to say: its 100 is passed on.
  server.on('checkContinue', handle);
  server.on('checkExpectation', handle);
  server.on('connect', (_incoming, socket) => refuse(socket, 501, 'it makes no tunnels: CONNECT is refused'));
  server.on('clientError', (error, socket) => {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ECONNRESET' || !socket.writable || (connections.get(socket as Socket)?.open ?? 0) > 0)
      socket.destroy();
    else
      refuse(
        socket,
        code === 'HPE_HEADER_OVERFLOW' ? 431 : 400,
        `what came is not HTTP (${code ?? messageOf(error)})`,
      );
  });
  // The service says when an idle connection ends.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(o.port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  authorities.push(`127.0.0.1:${port}`, `localhost:${port}`);
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      closing.abort();
      await Promise.all(running);
      server.closeAllConnections();
      await closed;
    },
  };
}

function refuse(socket: NodeJS.WritableStream & { destroySoon?(): void }, status: number, why: string): void {
  const body = `cordon record: ${why}\n`;
  socket.end(
    `HTTP/1.1 ${status} ${http.STATUS_CODES[status]}\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

/** The body, or undefined where it is longer than a trace keeps, or never ends. */
async function readWhole(incoming: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MOST_KEPT_BYTES) return undefined;
      chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks);
}
