import type { Policy, PolicyOptions } from './policy.ts';
import { retryAfterMs } from './retry-after-header.ts';
import { sequentialPolicy } from './sequential.ts';

/** Where a 429 does not say how long: the shorter of the two windows is over after this. */
const MINUTE_MS = 60_000;

/** The simplest client that keeps the contract: sends one call after another and waits as long as Retry-After says. */
export function createPolicy(o: PolicyOptions): Policy {
  return sequentialPolicy(o, (headers) => retryAfterMs(headers) ?? MINUTE_MS / o.timeScale);
}
