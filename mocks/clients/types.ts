/** One call as a driver hands it over; a value that the scenario leaves out is absent. */
export type Call = { machineId?: string; comment?: string; sha1?: string };

/** Kinds as in the client protocol. */
export type Failure = {
  kind: 'argument' | 'http' | 'auth' | 'not-sent' | 'network' | 'timeout' | 'cancelled' | 'other';
  status?: number;
  code?: string;
  target?: string;
  message?: string;
  retryAfter?: string;
};

export type Answer = { action: unknown } | { error: Failure };

/** A whole response, header names in lower case; or why there is none. `refused`: not a byte was sent. */
export type Reply =
  | { status: number; headers: Record<string, string>; body: string }
  | { lost: 'refused' | 'network' | 'timeout'; message: string };

export type Outgoing = {
  method: string;
  /** Path and query, percent-encoded. */
  path: string;
  headers: Record<string, string>;
  body?: string | Uint8Array;
};

/** Where the service is, what proves who is calling, and the style of a correct client. */
export type Settings = {
  /** An origin, without a slash at the end. */
  baseUrl: string;
  token?: string;
  tokenUrl?: string;
  clientId?: string;
  clientSecret?: string;
  /** Path template of the operation with `{id}`. */
  path: string;
  /** Send a call again after 429 and 503, once its pause is over. */
  retry: boolean;
  keepAlive: boolean;
  /** Look for the machine before the call. */
  lookFirst: boolean;
  /** Look for the action when its outcome is unknown. */
  lookAfterLoss: boolean;
  contentType: string;
};
