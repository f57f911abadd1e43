import type { Policy, PolicyOptions } from '../../../load/policies/policy.ts';
import { createPolicy as retryAfter } from '../../../load/policies/retry-after.ts';

/** Sends the last call again and again when all calls are done. */
export function createPolicy(o: PolicyOptions): Policy {
  const policy = retryAfter(o);
  let waiting = false;
  return {
    next: (nowMs) => {
      if (waiting) return { do: 'wait', untilMs: Number.POSITIVE_INFINITY };
      const decision = policy.next(nowMs);
      if (decision.do !== 'done') return decision;
      waiting = true;
      return { do: 'send', call: o.calls - 1 };
    },
    onResponse: (answer) => {
      waiting = false;
      policy.onResponse(answer);
    },
  };
}
