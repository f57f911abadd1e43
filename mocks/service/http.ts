import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Clock } from '../../src/clock/clock.ts';
import type { HeaderList } from '../../src/trace/lines.ts';
import { after } from './after.ts';
import {
  hasOneHost,
  headerPairs,
  interruption,
  readUpload,
  type Upload,
  type UploadEnd,
} from './incoming.ts';
import { answerMalformed, deliver, type Sent } from './outgoing.ts';
import { BODY_LIMIT_BYTES } from './service.ts';
import type { Service } from './types.ts';

/** A request as it came. `at`: when its head had been read; `body`: what came of it. All times in ms of the port's clock. */
export type SeenRequest = {
  /** Number of the connection, from 1. */
  conn: number;
  method: string;
  path: string;
  headers: HeaderList;
  body: Uint8Array;
  at: number;
};
/** Why an exchange has no whole answer, or none at all. */
export type Lost = { lost: 'reset' | 'cut' | 'timeout'; at: number };

/**
 * Who is told what happens on the port. Each call is awaited before the peer sees the next byte, so that a trace never lacks what
 * somebody received.
 */
export type PortRecorder = {
  /** Returns the number of the exchange, which the other calls carry. */
  onRequest(seen: SeenRequest): number | Promise<number>;
  onResponse(x: number, sent: Sent): void | Promise<void>;
  onLost(x: number, lost: Lost): void | Promise<void>;
  onFault(x: number, fault: { did: string; actionId?: string; at: number }): void | Promise<void>;
};

export type PortOptions = {
  /** Asked for each request, so that a scenario may swap the service. */
  service: () => Service;
  clock: Clock;
  /** Default `127.0.0.1`. */
  host?: string;
  /** Default 0: any free port. */
  port?: number;
  record?: PortRecorder;
  /** Told of what should not happen, such as a recorder that fails; the connection is closed. Default: the process ends. */
  onError?: (error: unknown) => void;
};

export type Port = {
  /** Such as `http://127.0.0.1:8080`. */
  origin: string;
  port: number;
  /** Ends all connections; waiting answers are dropped. */
  close(): Promise<void>;
};

const NOBODY: PortRecorder = {
  onRequest: () => 0,
  onResponse: () => undefined,
  onLost: () => undefined,
  onFault: () => undefined,
};

/** An error that nobody asked for must not pass in silence. */
const raise = (error: unknown): void => {
  queueMicrotask(() => {
    throw error;
  });
};

type Connection = { conn: number; open: number; interrupt: ((end: UploadEnd) => void) | undefined };

/** Puts a service on a port. Rejects with Node's error, such as `code` `EADDRINUSE`, when it cannot listen. */
export async function servePort(o: PortOptions): Promise<Port> {
  const { clock, host = '127.0.0.1', record = NOBODY, onError = raise } = o;
  const connections = new WeakMap<Socket, Connection>();
  const closing = new AbortController();
  let count = 0;
  const connectionOf = (socket: Socket): Connection => {
    const known = connections.get(socket);
    if (known) return known;
    const connection: Connection = { conn: (count += 1), open: 0, interrupt: undefined };
    connections.set(socket, connection);
    return connection;
  };

  const exchange = (
    request: IncomingMessage,
    response: ServerResponse,
    { conn, headers, at, upload }: { conn: number; headers: HeaderList; at: number; upload: Upload },
  ): void | Promise<void> => {
    const { socket, method = '', url: path = '' } = request;
    const { body, end } = upload;
    return after(record.onRequest({ conn, method, path, headers, body, at }), (x) => {
      if (end === 'reset' || end === 'cut' || end === 'timeout')
        return after(record.onLost(x, { lost: end, at: clock.now() }), () => {
          socket.destroy();
        });
      const port = {
        clock,
        closing: closing.signal,
        drain: end === 'too-long',
        onResponse: (sent: Sent) => record.onResponse(x, sent),
        onLost: (lost: Lost['lost']) => record.onLost(x, { lost, at: clock.now() }),
      };
      if (end === 'malformed') return answerMalformed(socket, 400, port);
      const answer = o.service().handle({ method, path, headers, body });
      if (!answer.fault) return deliver(request, response, answer, port);
      return after(record.onFault(x, { ...answer.fault, at: clock.now() }), () =>
        deliver(request, response, answer, port),
      );
    });
  };

  /** Without a promise where nothing waits; what fails at once fails like what fails later. */
  const settle = (socket: Socket, connection: Connection, work: () => void | Promise<void>) => {
    const failed = (error: unknown) => {
      socket.destroy();
      connection.open -= 1;
      onError(error);
    };
    let waiting: void | Promise<void>;
    try {
      waiting = work();
    } catch (error) {
      failed(error);
      return;
    }
    if (waiting)
      waiting.then(() => {
        connection.open -= 1;
      }, failed);
    else connection.open -= 1;
  };

  const server = createServer((request, response) => {
    const at = clock.now();
    const { socket } = request;
    const connection = connectionOf(socket);
    connection.open += 1;
    const headers = headerPairs(request.rawHeaders);
    // Node refuses a message without Host, and takes any other (RFC 9112 §3.2).
    if (!hasOneHost(headers)) settle(socket, connection, () => answerMalformed(socket, 400, { clock }));
    else
      connection.interrupt = readUpload(request, BODY_LIMIT_BYTES, (upload) => {
        connection.interrupt = undefined;
        const { conn } = connection;
        settle(socket, connection, () => exchange(request, response, { conn, headers, at, upload }));
      });
  });
  server.on('connection', connectionOf);
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    const { interrupt, open } = connectionOf(socket);
    const end = interruption(error.code);
    if (interrupt) interrupt(end);
    else if (open > 0 || end === 'reset' || end === 'cut' || !socket.writable) socket.destroy();
    else
      void answerMalformed(
        socket,
        error.code === 'HPE_HEADER_OVERFLOW' ? 431 : end === 'timeout' ? 408 : 400,
        { clock },
      );
  });
  // A connection that the client keeps stays open: a reset at its re-use would be ours, not a fault of the scenario.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(o.port ?? 0, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    close: () =>
      new Promise((resolve) => {
        closing.abort(new Error('The port was closed.'));
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
