import type { Policy, PolicyOptions } from './policy.ts';

/** How long to wait after a 429, in ms. `refusals`: how many this call has had in a row, from 1. */
export type Pause = (headers: Record<string, string>, refusals: number) => number;

/** After so many 429 in a row a call is given up: a service that refuses for ever must not be asked for ever. */
const MOST_REFUSALS = 8;

/**
 * One call after another, each as soon as the one before is settled. A 429 was not carried out, so the same call is sent again
 * after `pause`. Everything else settles a call: a lost exchange may have had its effect, and an error would come again.
 */
export function sequentialPolicy({ calls }: PolicyOptions, pause: Pause): Policy {
  let call = 0;
  let refusals = 0;
  let waiting = false;
  let notBeforeMs = Number.NEGATIVE_INFINITY;
  return {
    next(nowMs) {
      if (waiting) return { do: 'wait', untilMs: Number.POSITIVE_INFINITY };
      if (call >= calls) return { do: 'done' };
      if (nowMs < notBeforeMs) return { do: 'wait', untilMs: notBeforeMs };
      waiting = true;
      return { do: 'send', call };
    },
    onResponse({ status, headers, nowMs }) {
      waiting = false;
      refusals = status === 429 ? refusals + 1 : 0;
      if (refusals > 0) notBeforeMs = nowMs + pause(headers, refusals);
      if (refusals > 0 && refusals < MOST_REFUSALS) return;
      call += 1;
      refusals = 0;
    },
  };
}
