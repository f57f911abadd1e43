/**
 * A policy decides when a client sends. It is a pure reducer: the same file runs in virtual time, in Node and in k6, so it
 * is plain ESM with explicit `.ts` imports and uses nothing that k6 lacks (no Intl, URL, timers, async generators).
 */
export type Policy = {
  /** Asked at the start, after each send, after each response, and at `untilMs` of the last wait. `nowMs` never goes back. */
  next(nowMs: number): Decision;
  onResponse(answer: Answer): void;
};

export type Decision =
  /** `call` is 0 … calls−1; sending the same one again is a retry. */
  | { do: 'send'; call: number }
  /** `Infinity`: only a response helps. */
  | { do: 'wait'; untilMs: number }
  /** Nothing more will be sent. Calls that never saw a 201 count as lost. */
  | { do: 'done' };

export type Answer = {
  call: number;
  /** 0: the exchange was lost, and nobody knows whether the call had its effect. */
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  nowMs: number;
};

export type PolicyOptions = {
  /** How many calls are to be accepted. */
  calls: number;
  /** Numbers in [0, 1). */
  random: () => number;
  /** A minute of the service lasts 60/timeScale seconds. What is on the wire, such as Retry-After, is in real seconds all the same. */
  timeScale: number;
};

/** The function `createPolicy` that a policy file exports. */
export type CreatePolicy = (o: PolicyOptions) => Policy;
