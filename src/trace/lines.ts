import type { ProfileId } from '../contract/contract.ts';
import type { World } from '../contract/world.ts';

/** Names and values in wire order; names keep the case they had. */
export type HeaderList = [name: string, value: string][];

/** UTF-8 text, or base64 for bytes that are not UTF-8. */
export type Body = string | { base64: string };

/** Where calls go. `emulator` is our own port, `lab` somebody's service on loopback or under `--lab`, `client` a client under test. */
export type TargetKind = 'mock' | 'emulator' | 'lab' | 'tenant' | 'client';

export type Party = 'service' | 'client' | 'both';

/** What a run was given; what it lacks is not selected. Written into the trace so that judging again selects the same. */
export const MEANS = [
  'token', // a token that the service accepts
  'token-expired',
  'token-wrong-audience',
  'token-no-role',
  'token-other-app',
  'world', // the service's inventory is known
  'actions', // calls may have an effect
  'quota', // calls may use up the minute limit
  'hour', // calls may use up the hour limit
  'exclusive', // nobody else calls
  'reads', // the service serves the reads around the operation
  'socket', // bytes can be written to a connection as they are
] as const;
export type Mean = (typeof MEANS)[number];

/** What the run knows of the bearer token of a request. `unknown`: one that it cannot place. */
export type TokenUse =
  | 'none'
  | 'malformed'
  | 'valid'
  | 'expired'
  | 'wrong-audience'
  | 'no-role'
  | 'other-app'
  /** Made by the run itself, without the key of an issuer. */
  | 'forged'
  | 'unknown';

/** Tokens that somebody issues. */
export type IssuedTokenUse = Exclude<TokenUse, 'none' | 'malformed' | 'forged' | 'unknown'>;

/** `print` and `app` are keyed digests under a key that the run discards: equal means equal, nothing more. */
export type TokenTrace = { use: TokenUse; print?: string; app?: string };

export type HeaderLine = {
  kind: 'header';
  trace: 1;
  run: string;
  /** ISO 8601, UTC. */
  startedAt: string;
  recorder: 'client' | 'server' | 'proxy';
  target: TargetKind;
  profile: ProfileId;
  means: Mean[];
  /** A minute lasts 60/timeScale seconds at the service. */
  timeScale: number;
  seed: number;
  world: World | null;
  cordon: string;
  /** Who is judged. Absent: service for a client recorder, client for a server recorder, both for a proxy. */
  party?: Party;
  /** Requirement ids the run was confined to. */
  only?: string[];
  /** The origin, or the name of the client, for reading. */
  name?: string;
};
/** `world` present: the service starts afresh with it. Absent: it goes on as it was. `skipped`: not played, and why. */
export type ScenarioLine = {
  kind: 'scenario';
  t: number;
  s: number;
  id: string;
  world?: World;
  skipped?: string;
};
export type CallLine = {
  kind: 'call';
  t: number;
  s: number;
  call: number;
  machineId?: string;
  sha1?: string;
  comment?: string;
  /** What a generator broke on purpose; for reading, never for judging. */
  breaks?: { rule: string; path: string } | null;
};
export type RequestLine = {
  kind: 'request';
  t: number;
  s: number;
  x: number;
  call?: number;
  conn: number;
  method: string;
  /** Path and query as sent. */
  path: string;
  headers: HeaderList;
  body: Body;
  /** How many bytes the body had, where it was forwarded whole and only its beginning is kept. */
  cut?: number;
  token: TokenTrace;
  /** Written byte by byte on a connection of its own, not by an HTTP library: what the checks of framing look at, and no others. */
  raw?: RawRequest;
};
/**
 * `head`: request line and header lines as sent, redacted. `sent`: how the body was, and what became of the connection then; `held`:
 * the body waited for an answer to the head.
 */
export type RawRequest = { head: string; sent: 'whole' | 'half-closed' | 'slow' | 'stopped' | 'held' };
/**
 * What a library does not show of an answer: its version, statuses of interim answers, what was wrong in its bytes, what came after
 * its end (`rest`), and whether the service closed the connection after it.
 */
export type RawResponse = {
  version?: string;
  interim?: number[];
  faults?: string[];
  rest?: Body;
  /**
   * What became of a body that was held back: an interim answer asked for it, a final answer made it needless, or it was sent
   * after `waitedMs` in which nothing came; the answer was whole `thenMs` later. Real ms.
   */
  held?: { body: 'asked-for' | 'sent-anyway' | 'kept'; waitedMs: number; thenMs: number };
  closed: boolean;
};
export type ResponseLine = {
  kind: 'response';
  t: number;
  s: number;
  x: number;
} & (
  | {
      status: number;
      headers: HeaderList;
      body: Body;
      /** As on a request; or, where `end` is `cut`, how many bytes were read before the rest was given up as too long. */
      cut?: number;
      /** `complete`: all announced bytes came. */
      end: 'complete' | 'cut' | 'reset' | 'timeout';
      /** For the reader: why the answer is not whole. */
      why?: string;
      raw?: RawResponse;
      lost?: undefined;
    }
  | {
      lost: 'reset' | 'timeout' | 'refused' | 'cut';
      why?: string;
      raw?: RawResponse;
      status?: undefined;
    }
);
/** Written by a server that disturbed an exchange on purpose. */
export type FaultLine = { kind: 'fault'; t: number; s: number; x: number; did: string; actionId?: string };
/** What a client under test reported of a call. `exit`: the exit code of its process (null: ended by a signal). */
export type ResultLine = {
  kind: 'result';
  t: number;
  s: number;
  call: number;
  action?: unknown;
  error?: {
    kind: string;
    status?: number;
    code?: string;
    target?: string;
    message?: string;
    retryAfter?: string;
    sent?: boolean;
  };
  unsupported?: string;
  exit?: number | null;
};
/** Something about the client's process that the wire cannot show. */
export type ClientLine = { kind: 'client'; t: number; s: number; event: string; detail: string };
export type FooterLine = { kind: 'footer'; t: number; counts: Record<string, number>; interrupted?: boolean };

export type TraceLine =
  | HeaderLine
  | ScenarioLine
  | CallLine
  | RequestLine
  | ResponseLine
  | FaultLine
  | ResultLine
  | ClientLine
  | FooterLine;
