import type { Clock } from '../clock/clock.ts';
import type { World } from '../contract/world.ts';
import type { HeaderList, IssuedTokenUse, RawRequest, TargetKind } from '../trace/lines.ts';
import type { SeenResponse } from '../trace/recorder.ts';

/** A request as it is to go out; `Host` and `Content-Length` are the transport's. `fresh`: on a connection of its own. */
export type OutRequest = {
  method: string;
  path: string;
  headers: HeaderList;
  body: Uint8Array;
  fresh?: boolean;
};

/** `at`: the clock's `now()` when the status line was read, or the exchange was given up. */
export type Outcome = SeenResponse & { at: number };

/** `onSend` is called just before the first byte is written, with a number for the connection. It never rejects. */
export type Send = (
  request: OutRequest,
  onSend: (conn: number) => void,
  signal: AbortSignal,
) => Promise<Outcome>;

/** What is written to a connection of its own as it is. `head`: request line and header lines with the empty line, as bytes of Latin-1. */
export type RawOut = { head: string; body: Uint8Array; sent: RawRequest['sent'] };

/**
 * Writes messages one after another to a connection of its own, each when the answer to the one before it has come, and reads the
 * answers byte by byte. `onSend(i, conn)` is called just before the first byte of message i. It never rejects.
 */
export type RawSend = (
  messages: readonly RawOut[],
  onSend: (index: number, conn: number) => void,
  signal: AbortSignal,
) => Promise<Outcome[]>;

/** A service under test and how to reach it. */
export type ServiceTarget = {
  kind: Exclude<TargetKind, 'client'>;
  /** `mock`, `emulator` or the origin. */
  name: string;
  clock: Clock;
  send: Send;
  /** Absent where bytes cannot be written as they are: in process, and at a tenant, where nobody should try. */
  raw?: RawSend;
  /** Where `raw` writes, such as `http://127.0.0.1:8080`. */
  origin?: string;
  /** A minute lasts 60/timeScale seconds at the service. */
  timeScale: number;
  /** Starts a service of our own afresh with this world; absent where the service is somebody else's. */
  fresh?: (world: World) => void;
  /** The inventory of a service that is not ours; null: not known. */
  world: World | null;
  token(use: IssuedTokenUse): string | undefined;
  /** A valid token that was not used yet, of the same application; undefined where none can be had. */
  newToken?(): string | undefined;
  /** Least time between two calls, in ms; 0 for our own. */
  paceMs: number;
  /** Most calls to a tenant; a run stops before one more. */
  budget?: number;
  close(): Promise<void>;
};
