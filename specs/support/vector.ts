import { describe, expect, test } from 'vitest';
import type { World } from '../../src/contract/world.ts';
import { judge } from '../../src/judge/judge.ts';
import type { Numbered, VerdictWord } from '../../src/judge/types.ts';
import { bodyOf } from '../../src/trace/body.ts';
import {
  MEANS,
  type Body,
  type HeaderLine,
  type HeaderList,
  type RawRequest,
  type RawResponse,
  type TokenUse,
  type TraceLine,
} from '../../src/trace/lines.ts';

/** The world of every vector: a machine with three files, and another with the first of them. */
export const MACHINE = '3f1a9c0d7b5e2846a1c09f8e7d6b5a4938271605';
export const OTHER_MACHINE = 'c7d2e4f60819a3b5c7d2e4f60819a3b5c7d2e4f6';
export const FILE = '87662bc3d60e4200ceaf7aae249d1c343f4b83c9';
export const OTHER_FILE = '5d41402abc4b2a76b9719d911017c592aa3fe107';
export const CAPITAL_FILE = 'AB0C1D2E3F405162738495A6B7C8D9EAFB0C1D2E';
export const NO_FILE = '0123456789abcdef0123456789abcdef01234567';
const WORLD: World = {
  machines: [
    { id: MACHINE, files: [FILE, OTHER_FILE, CAPITAL_FILE] },
    { id: OTHER_MACHINE, files: [FILE] },
  ],
};

/** A request as a vector writes it. */
export type Sent = {
  method: string;
  path: string;
  headers: HeaderList;
  body: string;
  token: { use: TokenUse; app?: string; print?: string };
  /** Of a message that was written byte by byte; `cut`: how long a body was that is not there as a whole. */
  raw?: RawRequest;
  conn?: number;
  cut?: number;
};
/** What came back; `undefined`: nothing by the end of the trace. */
export type Got =
  | {
      status: number;
      headers: HeaderList;
      body: Body;
      end: 'complete' | 'cut' | 'reset' | 'timeout';
      cut?: number;
      raw?: RawResponse;
    }
  | { lost: 'reset' | 'timeout' | 'refused' | 'cut'; raw?: RawResponse }
  | undefined;
/** One exchange; `atMs` and `tookMs` where time matters. `fault`: the service disturbed it on purpose. */
export type Exchanged = { sent: Sent; got: Got; atMs?: number; tookMs?: number; fault?: string };

/** A call of the operation; valid but for what is given. `body`: the whole of it, text as it is. */
export function call(
  o: {
    machine?: string;
    comment?: unknown;
    sha1?: unknown;
    body?: unknown;
    method?: string;
    use?: TokenUse;
    scheme?: string;
    contentType?: string | null;
  } = {},
): Sent {
  const { machine = MACHINE, use = 'valid', scheme = 'Bearer', contentType = 'application/json' } = o;
  const body =
    'body' in o
      ? o.body
      : { Comment: 'because', Sha1: FILE, ...given(o, 'comment', 'Comment'), ...given(o, 'sha1', 'Sha1') };
  return {
    method: o.method ?? 'POST',
    path: `/api/machines/${machine}/StopAndQuarantineFile`,
    headers: [
      ...(use === 'none' ? [] : ([['Authorization', `${scheme} [redacted]`]] as HeaderList)),
      ...(contentType === null ? [] : ([['Content-Type', contentType]] as HeaderList)),
    ],
    body: typeof body === 'string' ? body : JSON.stringify(body),
    token: { use, ...(use === 'none' || use === 'malformed' ? {} : { app: 'app-1' }) },
  };
}

function given(o: object, from: string, to: string): Record<string, unknown> {
  return from in o ? { [to]: (o as Record<string, unknown>)[from] } : {};
}

/** A read of this path. */
export function read(path: string): Sent {
  return {
    method: 'GET',
    path,
    headers: [['Authorization', 'Bearer [redacted]']],
    body: '',
    token: { use: 'valid', app: 'app-1' },
  };
}

/** An exchange; `got` may be made of what was sent. */
export function exchange(
  sent: Sent,
  got: Got | ((sent: Sent) => Got),
  more: Pick<Exchanged, 'atMs' | 'tookMs' | 'fault'> = {},
): Exchanged {
  return { sent, got: typeof got === 'function' ? got(sent) : got, ...more };
}

/** An answer with a JSON body (text as it is). Headers given replace those of the same name. */
export function answer(status: number, body: unknown, headers: HeaderList = []): NonNullable<Got> {
  const own: HeaderList = [['Content-Type', 'application/json']];
  const names = new Set(headers.map(([name]) => name.toLowerCase()));
  return {
    status,
    headers: [...own.filter(([name]) => !names.has(name.toLowerCase())), ...headers],
    body: typeof body === 'string' ? body : JSON.stringify(body),
    end: 'complete',
  };
}

/** 201 with the action of the call; `values` replace its own, `undefined` leaves one out. */
export function created(values: Record<string, unknown> = {}): (sent: Sent) => Got {
  return (sent) => answer(201, { ...actionOf(sent), ...values });
}

/** The action that a right service makes of a call. */
export function actionOf(sent: Sent): Record<string, unknown> {
  const { Comment: comment, Sha1: sha1 } = JSON.parse(sent.body) as Record<string, unknown>;
  return {
    id: '5382f7ea-7557-4ab7-9782-d50480024a4e',
    type: 'StopAndQuarantineFile',
    requestor: 'A client',
    requestorComment: comment,
    status: 'Pending',
    machineId: sent.path.split('/')[3],
    creationDateTimeUtc: '2024-05-06T07:08:09.1234567Z',
    lastUpdateDateTimeUtc: '2024-05-06T07:08:09.1234569Z',
    relatedFileInfo: { fileIdentifier: sha1, fileIdentifierType: 'Sha1' },
  };
}

/** An error of the API. */
export function error(status: number, code: string, headers: HeaderList = []): NonNullable<Got> {
  return answer(status, { error: { code, message: 'Wrong.', target: 'a1' } }, headers);
}

/** The trace of these exchanges, one after another unless they say when. Line 1 is the header, line 2 the scenario. */
export function traceOf(
  exchanges: readonly Exchanged[],
  header: Partial<HeaderLine> = {},
  scenario = 'vector',
): Numbered[] {
  const timed: { t: number; line: TraceLine }[] = [];
  for (const [index, { sent, got, atMs = index * 1000, tookMs = 10, fault }] of exchanges.entries()) {
    const where = { s: 1, x: index + 1 };
    timed.push({ t: atMs, line: { kind: 'request', t: atMs, ...where, conn: 1, ...sent } });
    if (fault !== undefined) timed.push({ t: atMs, line: { kind: 'fault', t: atMs, ...where, did: fault } });
    const t = atMs + tookMs;
    if (got) timed.push({ t, line: { kind: 'response', t, ...where, ...got } });
  }
  const last = Math.max(0, ...timed.map(({ t }) => t));
  const lines: TraceLine[] = [
    {
      kind: 'header',
      trace: 1,
      run: 'vector',
      startedAt: '2024-05-06T07:00:00Z',
      recorder: 'client',
      target: 'mock',
      profile: 'current',
      means: [...MEANS],
      timeScale: 1,
      seed: 1,
      world: WORLD,
      cordon: '0',
      party: 'service',
      ...header,
    },
    { kind: 'scenario', t: 0, s: 1, id: scenario },
    ...timed.toSorted((a, b) => a.t - b.t).map(({ line }) => line),
    { kind: 'footer', t: last, counts: {} },
  ];
  return lines.map((line, index) => ({ n: index + 1, line }));
}

/** A trace made by hand, and what has to be said of it. */
export type Vector = {
  /** What happens in it; the end of a test's name. */
  when: string;
  trace: readonly Exchanged[];
  verdict: VerdictWord;
  reason: string;
  /** Trace lines; not compared where left out. */
  evidence?: readonly number[];
  /** The fail does not count; not compared where left out. */
  advisory?: boolean;
  /** Deviations from the header of a run against our own service with all means. */
  header?: Partial<HeaderLine>;
  scenario?: string;
};

/** One test for each vector of a requirement. */
export function vectorsOf(requirement: string, vectors: readonly Vector[]): void {
  describe(requirement, () => {
    test.each(vectors.map((vector) => [vector.verdict, vector.when, vector] as const))(
      '%s: %s',
      (_, __, vector) => {
        const { evidence, advisory, verdict, reason } = vector;
        const header = { ...vector.header, only: [requirement] };
        const [got, ...more] = judge(traceOf(vector.trace, header, vector.scenario)).verdicts;
        expect(more).toEqual([]);
        expect(got).toMatchObject({
          requirement,
          verdict,
          reason,
          ...(evidence ? { evidence } : {}),
          ...(advisory === undefined ? {} : { advisory }),
        });
      },
    );
    test('has vectors that pass, that fail and that decide nothing', () => {
      const words = new Set(
        vectors.map(({ verdict }) => (verdict === 'not-applicable' ? 'unproven' : verdict)),
      );
      expect([...words].toSorted()).toEqual(['fail', 'pass', 'unproven']);
    });
  });
}

/** Bytes that are not UTF-8, as a trace keeps them. */
export function bytes(...values: number[]): Body {
  return bodyOf(Uint8Array.from(values));
}
