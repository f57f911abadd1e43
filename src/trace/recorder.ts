import { closeSync, openSync, writeSync } from 'node:fs';
import type { Clock } from '../clock/clock.ts';
import type { World } from '../contract/world.ts';
import { faultsOf } from '../files/validate.ts';
import { bodyOf } from './body.ts';
import type {
  CallLine,
  HeaderLine,
  HeaderList,
  RawRequest,
  RawResponse,
  RequestLine,
  ResponseLine,
  ResultLine,
  TokenTrace,
  TraceLine,
} from './lines.ts';
import type { Redactor } from './redact.ts';

/** Where finished lines go. `write` returns when the operating system has the line. */
export type Sink = { write(line: TraceLine): void; close(): void };

/** Keeps the lines as an array, for tests and for runs without `--out`. */
export function memorySink(): Sink & { lines: TraceLine[] } {
  const lines: TraceLine[] = [];
  return { lines, write: (line) => void lines.push(line), close: () => undefined };
}

/** Appends to a new file, one write a line, so that a killed run leaves whole lines. */
export function fileSink(path: string): Sink {
  const file = openSync(path, 'w');
  return {
    write: (line) => void writeSync(file, `${JSON.stringify(line)}\n`),
    close: () => closeSync(file),
  };
}

export type SentRequest = {
  call?: number;
  conn: number;
  method: string;
  path: string;
  headers: HeaderList;
  body: Uint8Array;
  token: TokenTrace;
  raw?: RawRequest;
};
export type SeenResponse =
  | {
      status: number;
      headers: HeaderList;
      body: Uint8Array;
      end: 'complete' | 'cut' | 'reset' | 'timeout';
      raw?: RawResponse;
    }
  | { lost: 'reset' | 'timeout' | 'refused' | 'cut'; raw?: RawResponse };

/**
 * Writes a trace: numbers scenarios, calls and exchanges, stamps lines, redacts, and refuses to write a line that
 * breaks schemas/harness/trace.json. `at` is the clock's `now()` of the event; without it the time of writing counts.
 */
export type Recorder = {
  scenario(id: string, more?: { world?: World; skipped?: string }): number;
  call(s: number, call: Omit<CallLine, 'kind' | 't' | 's' | 'call'>): number;
  request(s: number, request: SentRequest, at?: number): number;
  response(s: number, x: number, response: SeenResponse, at?: number): void;
  fault(s: number, x: number, fault: { did: string; actionId?: string }): void;
  result(s: number, result: Omit<ResultLine, 'kind' | 't' | 's'>): void;
  client(s: number, event: string, detail: string): void;
  /** Writes the footer; later writes are dropped. Safe to call twice. */
  close(interrupted?: boolean): void;
};

export function createRecorder(o: {
  sink: Sink;
  clock: Clock;
  redactor: Redactor;
  header: Omit<HeaderLine, 'kind' | 'trace'>;
}): Recorder {
  const start = o.clock.now();
  const counts = { scenarios: 0, calls: 0, requests: 0, responses: 0, lost: 0, faults: 0 };
  let closed = false;
  const t = (at?: number) => Math.max(0, Math.round(((at ?? o.clock.now()) - start) * 1000) / 1000);
  const write = (line: TraceLine) => {
    if (closed) return;
    const clean = o.redactor.deep(line);
    const faults = faultsOf('trace', clean, clean.kind);
    if (faults.length > 0) throw new Error(`this line does not fit the trace format: ${faults.join('; ')}`);
    o.sink.write(clean);
  };
  write({ kind: 'header', trace: 1, ...o.header });
  return {
    scenario(id, more = {}) {
      const s = (counts.scenarios += 1);
      write({ kind: 'scenario', t: t(), s, id, ...more });
      return s;
    },
    call(s, call) {
      const number = (counts.calls += 1);
      write({ kind: 'call', t: t(), s, call: number, ...call });
      return number;
    },
    request(s, request, at) {
      const x = (counts.requests += 1);
      const { call, conn, method, path, headers, body, token, raw } = request;
      const line: RequestLine = {
        kind: 'request',
        t: t(at),
        s,
        x,
        ...(call === undefined ? {} : { call }),
        conn,
        method,
        path,
        headers,
        body: bodyOf(body),
        token,
        ...(raw ? { raw } : {}),
      };
      write(line);
      return x;
    },
    response(s, x, response, at) {
      const head = { kind: 'response', t: t(at), s, x } as const;
      const line: ResponseLine =
        'lost' in response ? { ...head, ...response } : { ...head, ...response, body: bodyOf(response.body) };
      counts['lost' in response ? 'lost' : 'responses'] += 1;
      write(line);
    },
    fault(s, x, fault) {
      counts.faults += 1;
      write({ kind: 'fault', t: t(), s, x, ...fault });
    },
    result: (s, result) => write({ kind: 'result', t: t(), s, ...result }),
    client: (s, event, detail) => write({ kind: 'client', t: t(), s, event, detail }),
    close(interrupted) {
      if (closed) return;
      write({ kind: 'footer', t: t(), counts, ...(interrupted ? { interrupted: true } : {}) });
      closed = true;
      o.sink.close();
    },
  };
}
