import type { Clock } from '../clock/clock.ts';
import type { World } from '../contract/world.ts';
import type { HeaderList, TargetKind, TokenUse } from '../trace/lines.ts';
import type { SeenResponse } from '../trace/recorder.ts';

/** A request as it is to go out; `Host` and `Content-Length` are the transport's. */
export type OutRequest = { method: string; path: string; headers: HeaderList; body: Uint8Array };

/** `at`: the clock's `now()` when the status line was read, or the exchange was given up. `why`: for the reader, when it was. */
export type Outcome = SeenResponse & { at: number; why?: string };

/** `onSend` is called just before the first byte is written, with a number for the connection. It never rejects. */
export type Send = (
  request: OutRequest,
  onSend: (conn: number) => void,
  signal: AbortSignal,
) => Promise<Outcome>;

/** A service under test and how to reach it. */
export type ServiceTarget = {
  kind: Exclude<TargetKind, 'client'>;
  /** `mock`, `emulator` or the origin. */
  name: string;
  clock: Clock;
  send: Send;
  /** A minute lasts 60/timeScale seconds at the service. */
  timeScale: number;
  /** Starts a service of our own afresh with this world; absent where the service is somebody else's. */
  fresh?: (world: World) => void;
  /** The inventory of a service that is not ours; null: not known. */
  world: World | null;
  token(use: Exclude<TokenUse, 'none' | 'malformed' | 'unknown'>): string | undefined;
  /** Least time between two calls, in ms; 0 for our own. */
  paceMs: number;
  /** Most calls to a tenant; a run stops before one more. */
  budget?: number;
  close(): Promise<void>;
};
