import type { Recorder } from '../../trace/recorder.ts';
import { tokenTrace } from '../../trace/token.ts';
import type { RawMessage } from '../scenario.ts';
import type { Outcome, RawSend } from '../target.ts';
import { composeRaw, type RawValues } from './compose-raw.ts';

/** A longer body is sent whole, and the trace keeps its beginning. */
const MOST_KEPT_BYTES = 16 * 1024;

/**
 * Plays messages on one connection and writes each with its answer into the trace. What was not sent because the service closed
 * after an earlier answer is not there.
 * @param o.values what each message is filled with, by its index
 */
export async function playRaw(
  messages: readonly RawMessage[],
  o: {
    send: RawSend;
    values: (index: number) => RawValues;
    recorder: Recorder;
    s: number;
    /** Key of the token prints. */
    key: Uint8Array;
    signal: AbortSignal;
  },
): Promise<Outcome[]> {
  const composed = messages.map((message, index) => composeRaw(message, o.values(index)));
  const numbers: number[] = [];
  const write = (index: number, conn: number) => {
    const { out, method, path, headers, authorization, raw } = composed[index] as (typeof composed)[number];
    const token = tokenTrace(authorization, 'valid', o.key);
    const { body } = out;
    const kept =
      body.length > MOST_KEPT_BYTES
        ? { body: body.subarray(0, MOST_KEPT_BYTES), cut: body.length }
        : { body };
    const request = { conn, method, path, headers, ...kept, token, raw };
    numbers[index] = o.recorder.request(o.s, request);
  };
  const outs = composed.map(({ out }) => out);
  const outcomes = await o.send(outs, write, o.signal);
  for (const [index, { at, ...seen }] of outcomes.entries()) {
    if (numbers[index] === undefined) write(index, 0);
    // Nobody waited for the answer to the end: the exchange stays open.
    if (o.signal.aborted && 'lost' in seen) continue;
    o.recorder.response(o.s, numbers[index] ?? 0, seen, at);
  }
  return outcomes;
}
