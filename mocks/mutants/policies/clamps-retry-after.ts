import type { Policy, PolicyOptions } from '../../../load/policies/policy.ts';
import { retryAfterMs } from '../../../load/policies/retry-after-header.ts';
import { sequentialPolicy } from '../../../load/policies/sequential.ts';

/** Waits no longer than 30 s of the service's time, as clients with a largest backoff do. */
export function createPolicy(o: PolicyOptions): Policy {
  return sequentialPolicy(o, (headers) => Math.min(retryAfterMs(headers) ?? 60_000, 30_000 / o.timeScale));
}
