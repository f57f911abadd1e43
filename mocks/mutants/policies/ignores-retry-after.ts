import type { Policy, PolicyOptions } from '../../../load/policies/policy.ts';
import { sequentialPolicy } from '../../../load/policies/sequential.ts';

/** Sends a refused call again after 300 ms of the service's time, whatever Retry-After says. */
export function createPolicy(o: PolicyOptions): Policy {
  return sequentialPolicy(o, () => 300 / o.timeScale);
}
