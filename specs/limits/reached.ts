import { result } from './results.ts';
import type { RuleResult } from './results.ts';
import { callsBefore } from './timeline.ts';
import type { LimitWindow, Timeline, TimedCall } from './timeline.ts';
import { limitOf } from './wording.ts';

/** Nothing to judge: of no weight, unless the plan set out to reach the limit. */
export function notReached(timeline: Timeline, window: LimitWindow, what: string): RuleResult {
  const reason = `${what}, and the limit of ${limitOf(window)} did not refuse a call`;
  return result(timeline.probed[window.name] ? 'unproven' : 'not-applicable', reason, [], {
    window: window.name,
  });
}

/** True if this limit, and no other of the profile, may have refused the call. Decides between pass and silence, never a fail. */
export function wasReached(timeline: Timeline, window: LimitWindow, call: TimedCall): boolean {
  return (
    callsBefore(timeline, window, call, 2 * window.windowMs) >= window.calls &&
    timeline.windows.every(
      (other) =>
        other.name === window.name || callsBefore(timeline, other, call, other.windowMs) < other.calls,
    )
  );
}
