import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock/clock.ts';
import { forCallerHeaders, headerPairs } from './headers.ts';
import { keepBody } from './kept-body.ts';
import type { ExchangeRecord } from './record-exchange.ts';

/** The message of the error with which an answer is ended that stopped in the middle. */
export const TIMED_OUT = 'timed out';

/** The answer, head first. Its line is in the trace before the caller has the last byte of it. */
export function relayAnswer(
  answer: IncomingMessage,
  o: { incoming: IncomingMessage; outgoing: ServerResponse; record: ExchangeRecord; clock: Clock },
  on: { alive(): void; pause(): void; finish(): void },
): void {
  const { outgoing, record, clock } = o;
  const at = clock.now();
  const headers = headerPairs(answer.rawHeaders);
  const status = answer.statusCode ?? 0;
  const body = keepBody();
  const done = (end: 'complete' | 'cut' | 'reset' | 'timeout', why?: string) =>
    record.response({ status, headers, ...body.forTrace(), end, ...(why === undefined ? {} : { why }) }, at);
  const announced = lengthOf(headers);
  const here = () => !outgoing.destroyed;

  outgoing.sendDate = false;
  outgoing.writeHead(status, answer.statusMessage, forCallerHeaders(headers, o.incoming.httpVersion).flat());
  let written = false;
  const hasBody = announced !== 0 && o.incoming.method !== 'HEAD' && ![204, 304].includes(status);
  // A head whose body is slow goes on by itself.
  if (hasBody)
    setImmediate(() => {
      if (!written && !answer.readableEnded && here()) outgoing.flushHeaders();
    });
  answer.on('data', (chunk: Buffer) => {
    body.add(chunk);
    on.alive();
    if (announced !== undefined && body.size >= announced) done('complete');
    written = true;
    if (!here() || outgoing.write(chunk)) return;
    answer.pause();
    on.pause(); // the caller is slow, not the service
    const resume = () => {
      outgoing.off('drain', resume).off('close', resume);
      on.alive();
      answer.resume();
    };
    outgoing.on('drain', resume).on('close', resume);
  });
  answer.on('end', () => {
    done('complete');
    if (here()) {
      if (answer.rawTrailers.length > 0) outgoing.addTrailers(headerPairs(answer.rawTrailers));
      outgoing.end();
    }
    on.finish();
  });
  let broken: Error | undefined;
  answer.on('error', (error) => (broken = error));
  answer.on('close', () => {
    if (answer.complete) return on.finish();
    const reset = answer.socket.errored !== null && answer.socket.errored !== undefined;
    if (broken?.message === TIMED_OUT || answer.socket.errored?.message === TIMED_OUT)
      done('timeout', 'the answer stopped in the middle');
    else done(reset ? 'reset' : 'cut', 'the connection ended in the middle of the answer');
    outgoing.destroy();
    on.finish();
  });
}

function lengthOf(headers: readonly (readonly [string, string])[]): number | undefined {
  const value = headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1];
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
}
