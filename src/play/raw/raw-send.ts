import { realClock, type Clock } from '../../clock/clock.ts';
import type { RawResponse } from '../../trace/lines.ts';
import { bodyOf } from '../../trace/body.ts';
import type { Outcome, RawOut, RawSend } from '../target.ts';
import { openConnection, type Connection } from './connection.ts';
import { readAnswer, type RawAnswer } from './read-answer.ts';

/**
 * How long to wait, in ms of real time, as sockets are real whatever clock the service counts by.
 * `answerMs`: for a whole answer, or for the end of a connection that the request ended; `holdMs`: for leave to send a body.
 */
export type RawPatience = { answerMs: number; holdMs: number };

const PATIENCE: RawPatience = { answerMs: 5_000, holdMs: 2_000 };

/** After an answer it is watched whether more comes: twice as long as the answer took, but within these. */
const LEAST_WATCH_MS = 10;
const MOST_WATCH_MS = 250;

/** A slow body comes in so many pieces, so far apart. */
const PIECES = 4;
const PAUSE_MS = 15;

/** So long an upload that stops half way is left standing. */
const STOPPED_MS = 20;

/** Above the numbers that an HTTP library's connections get in the same run. */
const FIRST_CONNECTION = 1_000_001;

/** Writes bytes to connections of their own at an origin, as they are, and reads what comes strictly. */
export function rawSend(origin: string, clock: Clock, patience: RawPatience = PATIENCE): RawSend {
  const base = new URL(origin);
  let connections = FIRST_CONNECTION - 1;
  return async (messages, onSend, signal) => {
    const conn = (connections += 1);
    const connection = await openConnection(base, signal, patience.answerMs);
    const outcomes: Outcome[] = [];
    try {
      for (const [index, message] of messages.entries()) {
        const ended = connection.ended();
        if (ended !== undefined) {
          // The service closed after an answer, as it may; only a connection that never was is worth telling.
          if (index === 0) outcomes.push(lost(connection, clock, 'refused'));
          break;
        }
        onSend(index, conn);
        const outcome = await exchange(connection, message, { clock, patience });
        outcomes.push(outcome);
        if ('lost' in outcome || outcome.end !== 'complete' || outcome.raw?.held?.body === 'kept') break;
      }
    } finally {
      connection.close();
    }
    return outcomes;
  };
}

type Terms = { clock: Clock; patience: RawPatience };

async function exchange(connection: Connection, out: RawOut, { clock, patience }: Terms): Promise<Outcome> {
  const real = realClock();
  const method = out.head.slice(0, out.head.indexOf(' '));
  const from = real.now();
  // After a flood the rest is missing because we stopped reading: that is no fault of the framing.
  const over = () => connection.ended() !== undefined && connection.ended() !== 'flood';
  const read = () => readAnswer(connection.received(), { method, ended: over() });
  const held = await write(connection, out, { read, patience, now: real.now });
  const sentAt = real.now();
  const until = out.sent === 'stopped' ? sentAt + STOPPED_MS : sentAt + patience.answerMs;
  let at: number | undefined;
  let reading = read();
  while (reading.is === 'more' && connection.ended() === undefined && real.now() < until) {
    if (reading.status !== undefined) at ??= clock.now();
    await connection.change(until - real.now());
    reading = read();
  }
  at ??= clock.now();
  const raw = (more: Partial<RawResponse>): { raw: RawResponse } => ({
    raw: {
      ...(reading.is === 'more' && reading.interim.length > 0 ? { interim: reading.interim } : {}),
      ...more,
      ...(held === undefined ? {} : { held: { ...held, thenMs: Math.round(real.now() - sentAt) } }),
      closed: connection.ended() !== undefined,
    },
  });
  if (reading.is === 'garbage') {
    const { faults } = reading;
    const began = connection.received().length > 0;
    return { ...lost(connection, clock, kindOfLoss(connection)), ...raw(began ? { faults } : {}) };
  }
  if (reading.is === 'more') {
    if (connection.ended() !== undefined) return { ...lost(connection, clock, 'cut'), ...raw({}) };
    if (out.sent === 'stopped')
      return { ...lost(connection, clock, 'cut', 'we closed the connection half way'), ...raw({}) };
    const why = `no whole answer came within ${patience.answerMs / 1000} s`;
    return { ...lost(connection, clock, 'timeout', why), ...raw({}) };
  }
  const { answer } = reading;
  const told = raw(factsOf(answer));
  connection.take(answer.used);
  await watch(connection, out, real.now() - from, patience);
  const rest = connection.received();
  connection.take(rest.length);
  return {
    status: answer.status,
    headers: answer.headers,
    body: answer.body,
    end: answer.end === 'complete' ? 'complete' : connection.ended() === 'reset' ? 'reset' : 'cut',
    at,
    raw: {
      ...told.raw,
      ...(rest.length > 0 ? { rest: bodyOf(rest) } : {}),
      closed: connection.ended() !== undefined,
    },
  };
}

function factsOf({ version, interim, faults }: RawAnswer): Partial<RawResponse> {
  return {
    version: `HTTP/${version}`,
    ...(interim.length > 0 ? { interim } : {}),
    ...(faults.length > 0 ? { faults } : {}),
  };
}

/** A service that was asked to close has time for it; any other is only watched for bytes that nobody asked for. */
async function watch(connection: Connection, out: RawOut, tookMs: number, { answerMs }: RawPatience) {
  const { now } = realClock();
  const asked = /^connection:[ \t]*close[ \t]*$/im.test(out.head);
  const until = now() + (asked ? answerMs : Math.min(MOST_WATCH_MS, Math.max(LEAST_WATCH_MS, 2 * tookMs)));
  while (connection.ended() === undefined && now() < until) await connection.change(until - now());
}

type Held = Omit<NonNullable<RawResponse['held']>, 'thenMs'>;

async function write(
  connection: Connection,
  out: RawOut,
  o: { read: () => ReturnType<typeof readAnswer>; patience: RawPatience; now: () => number },
): Promise<Held | undefined> {
  const head = Buffer.from(out.head, 'latin1');
  if (out.sent === 'held') {
    connection.write(head);
    const from = o.now();
    const left = () => o.patience.holdMs - (o.now() - from);
    let reading = o.read();
    while (reading.is === 'more' && reading.interim.length === 0 && left() > 0) {
      await connection.change(left());
      reading = o.read();
    }
    const waitedMs = Math.round(o.now() - from);
    if (reading.is !== 'more') return { body: 'kept', waitedMs };
    connection.write(out.body);
    return { body: reading.interim.length > 0 ? 'asked-for' : 'sent-anyway', waitedMs };
  }
  if (out.sent === 'slow') {
    const size = Math.ceil(out.body.length / PIECES);
    connection.write(head);
    for (let at = 0; at < out.body.length; at += size) {
      const until = o.now() + PAUSE_MS;
      while (o.now() < until) await connection.change(until - o.now());
      connection.write(out.body.subarray(at, at + size));
    }
    return undefined;
  }
  connection.write(Buffer.concat([head, out.body]));
  if (out.sent === 'half-closed') connection.finish();
  return undefined;
}

type Loss = 'reset' | 'timeout' | 'refused' | 'cut';

function lost(connection: Connection, clock: Clock, kind: Loss, why = connection.why()) {
  return { lost: kind, at: clock.now(), ...(why === undefined ? {} : { why }) } as const;
}

function kindOfLoss(connection: Connection): Loss {
  return connection.ended() === 'reset' ? 'reset' : 'cut';
}
