import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { Clock } from '../clock/clock.ts';
import type { HeaderList } from '../trace/lines.ts';
import { forServiceHeaders, headerPairs } from './headers.ts';
import { answerItself } from './own-answer.ts';
import type { ExchangeRecord } from './record-exchange.ts';
import { relayAnswer, TIMED_OUT } from './relay-answer.ts';

/** Both sides of one exchange. `path`: the request target in origin-form. */
export type RelayOptions = {
  incoming: IncomingMessage;
  outgoing: ServerResponse;
  path: string;
  service: URL;
  agent: http.Agent;
  clock: Clock;
  record: ExchangeRecord;
  /** Without a sign of the service for this long, it is given up. */
  timeoutMs: number;
  /** Aborted when the recording ends. */
  closing: AbortSignal;
  /** The body where it was read before, else it streams. */
  body?: Uint8Array;
  /** A connection to the service ended. */
  onServiceClosed(): void;
};

/** More than Node's 16 KiB on both sides: what is too long is for the service to say. */
export const MOST_HEADER_BYTES: number = 256 * 1024;

/** Forwards one request and its answer, byte for byte but for what belongs to a connection, and records both. Resolves when the service's part is over. */
export function relay(o: RelayOptions): Promise<void> {
  return new Promise((resolve) => {
    const { incoming, outgoing, service, record } = o;
    const secure = service.protocol === 'https:';
    const headers = headerPairs(incoming.rawHeaders);
    const request = (secure ? https : http).request({
      agent: o.agent,
      protocol: service.protocol,
      hostname: service.hostname.replace(/^\[|\]$/g, ''),
      port: service.port,
      method: incoming.method ?? 'GET',
      path: o.path,
      headers: withLength(forServiceHeaders(headers, service.host), incoming.method).flat(),
      setHost: false,
      maxHeaderSize: MOST_HEADER_BYTES,
    });
    let reached = false;
    let answered = false;
    let over = false;
    const finish = () => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      o.closing.removeEventListener('abort', stop);
      resolve();
    };
    /** Nothing came of it: one line, and for the caller an answer of ours or a dropped connection. */
    const lose = (lost: 'reset' | 'timeout' | 'refused' | 'cut', why: string, status?: 502 | 504) => {
      if (over || answered) return;
      record.lost(lost, why);
      if (status === undefined || outgoing.headersSent) outgoing.destroy();
      else answerItself(outgoing, status, lost, why);
      finish();
      request.destroy();
    };
    const stop = () => {
      record.fault('the recording ended before the answer did');
      if (answered) outgoing.destroy();
      lose('cut', 'the recording ended');
      request.destroy();
    };
    o.closing.addEventListener('abort', stop, { once: true });
    const giveUp = () => {
      const why = `the service gave no sign for ${o.timeoutMs / 1000} s`;
      lose(reached ? 'timeout' : 'refused', why, 504);
      if (answered) request.destroy(new Error(TIMED_OUT));
    };
    let timer = setTimeout(giveUp, o.timeoutMs);
    const alive = () => {
      clearTimeout(timer);
      if (!over) timer = setTimeout(giveUp, o.timeoutMs);
    };

    request.on('socket', (socket) => {
      const connected = () => void (reached = true);
      if (socket.connecting) {
        socket.once(secure ? 'secureConnect' : 'connect', connected);
        socket.once('close', o.onServiceClosed);
      } else connected();
    });
    request.on('continue', () => {
      alive();
      outgoing.writeContinue();
    });
    // Nobody asked for another protocol: Upgrade is not forwarded.
    request.on('upgrade', (_answer, socket) => {
      socket.destroy();
      lose('reset', 'the service switched to another protocol, which nobody asked for', 502);
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (!reached) lose('refused', `the connection was refused (${error.code ?? error.message})`, 502);
      else if (error.code?.startsWith('HPE_')) lose('reset', `the answer is not HTTP (${error.code})`, 502);
      else lose('reset', `the connection was reset (${error.code ?? error.message})`);
    });
    request.on('close', () => lose('reset', 'the service closed the connection without an answer'));

    request.on('response', (answer) => {
      answered = true;
      alive();
      if (!record.requestIsWhole()) record.fault('answered before the whole request had come');
      relayAnswer(answer, o, { alive, pause: () => clearTimeout(timer), finish });
    });
    pump(o, request, { alive, lose });
  });
}

/**
 * A request that announces no body has none. Node would add chunks to one of these methods, so its length is said, as RFC 9110 §8.6
 * asks for: the same message.
 */
function withLength(headers: HeaderList, method = 'GET'): HeaderList {
  const announced = headers.some(([name]) => /^(content-length|transfer-encoding)$/i.test(name));
  const bodyIsUnusual = ['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE'].includes(method);
  return announced || bodyIsUnusual ? headers : [...headers, ['Content-Length', '0']];
}

/** The request's body, as fast as the service takes it. */
function pump(
  o: RelayOptions,
  request: http.ClientRequest,
  on: { alive(): void; lose(lost: 'cut', why: string): void },
): void {
  const { incoming, record } = o;
  const end = () => {
    record.request();
    if (incoming.rawTrailers.length > 0) request.addTrailers(headerPairs(incoming.rawTrailers));
    request.end();
  };
  if (o.body) {
    if (o.body.length > 0) request.write(o.body);
    end();
    return;
  }
  incoming.on('data', (chunk: Buffer) => {
    record.requestBody.add(chunk);
    on.alive();
    if (!request.destroyed && !request.write(chunk)) {
      incoming.pause();
      request.once('drain', () => incoming.resume());
    }
  });
  incoming.on('end', end);
  incoming.on('error', () => undefined);
  incoming.on('close', () => {
    if (incoming.complete || request.destroyed) return;
    record.fault('the caller left before the whole request had come');
    on.lose('cut', 'the caller left');
  });
}
