import type { Policy, PolicyOptions } from '../../../load/policies/policy.ts';
import { sequentialPolicy } from '../../../load/policies/sequential.ts';

/** Begins again with the last call when all calls are done. */
export function createPolicy(o: PolicyOptions): Policy {
  const policy = sequentialPolicy(o, () => 60_000 / o.timeScale);
  return {
    next: (nowMs) => {
      const decision = policy.next(nowMs);
      return decision.do === 'done' ? { do: 'send', call: o.calls - 1 } : decision;
    },
    onResponse: policy.onResponse,
  };
}
