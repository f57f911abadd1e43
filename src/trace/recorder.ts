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
import { quickRequest, quickResponse, rememberedHeaders } from './quick-lines.ts';
import type { Redactor } from './redact.ts';
import type { Sink } from './sinks.ts';

export type SentRequest = {
  call?: number;
  conn: number;
  method: string;
  path: string;
  headers: HeaderList;
  body: Uint8Array;
  cut?: number;
  token: TokenTrace;
  raw?: RawRequest;
};
export type SeenResponse =
  | {
      status: number;
      headers: HeaderList;
      body: Uint8Array;
      cut?: number;
      end: 'complete' | 'cut' | 'reset' | 'timeout';
      why?: string;
      raw?: RawResponse;
    }
  | { lost: 'reset' | 'timeout' | 'refused' | 'cut'; why?: string; raw?: RawResponse };

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
  /** Kept when the operating system has every line written so far; undefined where it has them already. */
  flushed(): Promise<void> | undefined;
  /** Writes the footer; later writes are dropped. Safe to call twice. */
  close(interrupted?: boolean): void;
};

/** status, headers, body, end. */
const ORDINARY_RESPONSE_FIELDS = 4;

function withoutSecrets(line: TraceLine, redactor: Redactor): { clean: TraceLine; json: string } {
  const headed =
    'headers' in line && line.headers !== undefined
      ? { ...line, headers: redactor.headers(line.headers) }
      : line;
  const json = JSON.stringify(headed);
  if (redactor.isClean(json)) return { clean: headed, json };
  const clean = redactor.deep(headed);
  return { clean, json: JSON.stringify(clean) };
}

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
    const { clean, json } = withoutSecrets(line, o.redactor);
    const faults = faultsOf('trace', clean, clean.kind);
    if (faults.length > 0) throw new Error(`this line does not fit the trace format: ${faults.join('; ')}`);
    o.sink.write(clean, json);
  };
  const requestHeaders = rememberedHeaders(o.redactor.headers);
  const responseHeaders = rememberedHeaders(o.redactor.headers);
  /** A line of an exchange: the quick way where its JSON could be made so, and holds no secret. */
  const writeQuick = (line: TraceLine, json: string | undefined) => {
    if (json === undefined || !o.redactor.isClean(json)) write(line);
    else if (!closed) o.sink.write(line, json);
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
      const known = requestHeaders(request.headers);
      const { call, conn, method, path, cut, token, raw } = request;
      const headers = known?.clean ?? request.headers;
      const body = bodyOf(request.body);
      const stamp = t(at);
      // What a server sees has none of the rare fields, and spreading them takes as long as the rest of the line.
      const line: RequestLine =
        call === undefined && cut === undefined && raw === undefined
          ? { kind: 'request', t: stamp, s, x, conn, method, path, headers, body, token }
          : {
              kind: 'request',
              t: stamp,
              s,
              x,
              ...(call === undefined ? undefined : { call }),
              conn,
              method,
              path,
              headers,
              body,
              ...(cut === undefined ? undefined : { cut }),
              token,
              ...(raw ? { raw } : undefined),
            };
      writeQuick(line, known && quickRequest(line, known));
      return x;
    },
    response(s, x, response, at) {
      const stamp = t(at);
      if ('lost' in response) {
        counts.lost += 1;
        write({ kind: 'response', t: stamp, s, x, ...response });
        return;
      }
      counts.responses += 1;
      const known = responseHeaders(response.headers);
      const { status, end } = response;
      const headers = known?.clean ?? response.headers;
      const body = bodyOf(response.body);
      const line: ResponseLine =
        Object.keys(response).length === ORDINARY_RESPONSE_FIELDS
          ? { kind: 'response', t: stamp, s, x, status, headers, body, end }
          : { kind: 'response', t: stamp, s, x, ...response, headers, body };
      writeQuick(line, known && quickResponse(line, known));
    },
    fault(s, x, fault) {
      counts.faults += 1;
      write({ kind: 'fault', t: t(), s, x, ...fault });
    },
    result: (s, result) => write({ kind: 'result', t: t(), s, ...result }),
    client: (s, event, detail) => write({ kind: 'client', t: t(), s, event, detail }),
    flushed: () => o.sink.flushed?.(),
    close(interrupted) {
      if (closed) return;
      write({ kind: 'footer', t: t(), counts, ...(interrupted ? { interrupted: true } : {}) });
      closed = true;
      o.sink.close();
    },
  };
}
