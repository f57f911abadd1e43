import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '../../src/clock/clock.ts';
import type { HeaderList } from '../../src/trace/lines.ts';
import { bodyOf } from '../../src/trace/body.ts';
import { after } from './after.ts';
import { imfFixdate } from './dates.ts';
import { headerValue } from './headers.ts';
import type { ServiceResponse } from './types.ts';

/** An answer as it is put on the wire. `body`: the bytes that are sent; `at`: just before the first byte, in ms of the port's clock. */
export type Sent = {
  status: number;
  headers: HeaderList;
  body: Uint8Array;
  end: 'complete' | 'cut' | 'reset';
  at: number;
};

type Telling = {
  clock: Clock;
  /** Aborted when the port closes. */
  closing: AbortSignal;
  onResponse(sent: Sent): void | Promise<void>;
  onLost(lost: 'reset' | 'cut'): void | Promise<void>;
};

/** Statuses whose answers have no body, and no Content-Length (RFC 9110 §8.6). */
const WITHOUT_BODY = new Set([204, 304]);

/** Sends an answer the way its `delivery` says, after telling the recorder. `drain`: the request's body was not read to its end. */
export function deliver(
  request: IncomingMessage,
  response: ServerResponse,
  answer: ServiceResponse,
  o: Telling & { drain: boolean },
): void | Promise<void> {
  const { status, body } = answer;
  if (answer.delivery !== 'complete' || answer.delayMs > 0 || o.drain || !request.socket.writable)
    return deliverOddly(request, response, answer, o);
  const headers = headersOf(request, answer, o.drain);
  const text = latin1Of(body);
  return after(o.onResponse({ status, headers, body, end: 'complete', at: o.clock.now() }), () => {
    writeHead(response, status, headers);
    response.end(text, 'latin1');
  });
}

/** Late, in part or not at all; or before the request has been read. */
async function deliverOddly(
  request: IncomingMessage,
  response: ServerResponse,
  answer: ServiceResponse,
  o: Telling & { drain: boolean },
): Promise<void> {
  const { socket } = request;
  if (answer.delayMs > 0) await patience(response, answer.delayMs, o);
  // The peer may have left in the meantime, in order or not.
  if (!socket.writable) {
    await o.onLost(socket.errored ? 'reset' : 'cut');
    socket.destroy();
    return;
  }
  if (answer.delivery === 'reset-before' || answer.delivery === 'reset-after') {
    await o.onLost('reset');
    socket.resetAndDestroy();
    return;
  }
  const headers = headersOf(request, answer, o.drain);
  const whole = answer.delivery === 'complete';
  const body = whole ? answer.body : answer.body.subarray(0, Math.floor(answer.body.length / 2));
  const end = whole ? 'complete' : answer.delivery === 'cut' ? 'cut' : 'reset';
  await o.onResponse({ status: answer.status, headers, body, end, at: o.clock.now() });

  writeHead(response, answer.status, headers);
  if (!whole) {
    response.flushHeaders();
    await new Promise((resolve) => {
      response.once('close', resolve);
      response.write(body, resolve);
    });
    // One turn for the kernel to hand the bytes over: a reset may discard what the peer has not read.
    await new Promise((resolve) => setImmediate(resolve));
    if (end === 'cut') socket.end();
    else socket.resetAndDestroy();
    return;
  }
  response.write(body);
  if (o.drain) await drained(request);
  response.end();
}

/** The answer's own headers, and those that say where it ends. */
function headersOf(
  request: IncomingMessage,
  { status, headers, body }: ServiceResponse,
  drain: boolean,
): HeaderList {
  const all: HeaderList = [...headers];
  const bare = request.method === 'HEAD' || WITHOUT_BODY.has(status);
  if (!bare && !isChunked(headers)) all.push(['Content-Length', String(body.length)]);
  if (drain) all.push(['Connection', 'close']);
  return all;
}

/** As text of one byte a character Node writes head and body at once. */
function latin1Of(body: Uint8Array): string {
  const text = bodyOf(body);
  // As many characters as bytes: ASCII.
  return typeof text === 'string' && text.length === body.length
    ? text
    : Buffer.from(body.buffer, body.byteOffset, body.length).toString('latin1');
}

const ignore = () => undefined;

function writeHead(response: ServerResponse, status: number, headers: HeaderList): void {
  // The peer may leave while the recorder writes; what is sent then is lost on the way, as on any network.
  response.on('error', ignore);
  response.sendDate = false;
  const flat: string[] = [];
  for (const [name, value] of headers) flat.push(name, value);
  response.writeHead(status, flat);
}

function isChunked(headers: HeaderList): boolean {
  return headerValue(headers, 'transfer-encoding') !== undefined;
}

/** Waits as long as a fault says, or until the peer leaves or the port closes. */
async function patience(response: ServerResponse, ms: number, { clock, closing }: Telling): Promise<void> {
  const left = new AbortController();
  const leave = () => {
    left.abort(new Error('The peer left.'));
  };
  response.once('close', leave);
  try {
    await clock.sleep(ms, AbortSignal.any([left.signal, closing]));
  } catch {
    // Whether somebody is still there is asked next.
  } finally {
    response.off('close', leave);
  }
}

/** How much of a refused body is read and dropped: closing with unread bytes would reset the connection before the answer is read. */
const DRAIN_LIMIT_BYTES = 16_777_216;

function drained(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > DRAIN_LIMIT_BYTES) resolve();
    });
    request.once('end', resolve);
    request.once('close', resolve);
    if (request.readableEnded || request.destroyed) resolve();
  });
}

/** Answers what is not HTTP, past Node's response object, and closes. */
export async function answerMalformed(
  socket: Socket,
  status: 400 | 408 | 431,
  o: { clock: Clock; onResponse?: Telling['onResponse'] },
): Promise<void> {
  const text = JSON.stringify({
    error: { code: 'BadRequest', message: 'This is not a well-formed HTTP request.', target: 'transport' },
  });
  const headers: HeaderList = [
    ['Date', imfFixdate(o.clock.epoch())],
    ['Content-Type', 'application/json'],
    ['Content-Length', String(text.length)],
    ['Connection', 'close'],
  ];
  await o.onResponse?.({
    status,
    headers,
    body: new TextEncoder().encode(text),
    end: 'complete',
    at: o.clock.now(),
  });
  const head = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head}\r\n${text}`);
}
