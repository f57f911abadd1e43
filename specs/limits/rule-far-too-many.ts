import { notReached, wasReached } from './reached.ts';
import { ofOneApplication, result } from './results.ts';
import type { RuleResult } from './results.ts';
import { firstAbove, firstAtLeast, isAccepted, isRefused, toleranceMs } from './timeline.ts';
import type { LimitWindow, Timeline, TimedCall } from './timeline.ts';
import { figure, limitOf, seconds } from './wording.ts';

/**
 * B: more than twice the limit accepted within one window. A fixed window gives its limit twice at its edge, a sliding counter
 * and a token bucket nearly that; none gives more. Holds in the presence of others, who only take from it.
 */
export function judgeFarTooMany(timeline: Timeline, window: LimitWindow): RuleResult {
  const most = 2 * window.calls;
  const group = densest(timeline, window);
  if (group !== null && group.length > most) {
    const first = group[0] as TimedCall;
    const last = group.reduce((latest, call) => (call.r > latest.r ? call : latest));
    const reason =
      `${figure(group.length)} calls were answered 201 within ${seconds(last.r - first.s)}, and a limit of ${limitOf(window)} ` +
      `allows at most ${figure(most)} wherever its window begins`;
    return ofOneApplication(timeline, result('fail', reason, [first, last], { window: window.name }));
  }
  const refused = firstReached(timeline, window);
  if (refused !== undefined) {
    const reason = `the limit of ${limitOf(window)} was reached and refused a call before ${figure(most + 1)} were accepted`;
    return ofOneApplication(timeline, result('pass', reason, [refused], { window: window.name }));
  }
  return notReached(
    timeline,
    window,
    `at most ${figure(group?.length ?? 0)} calls were answered 201 within ${seconds(window.windowMs)}`,
  );
}

/** The most 201s that lie wholly within a window less ε, in order of `s`. */
function densest(timeline: Timeline, window: LimitWindow): TimedCall[] | null {
  const span = window.windowMs - toleranceMs(window.windowMs);
  // Without the calls that are longer than the span, whatever starts before `from` ends before `from + span`.
  const counts = (call: TimedCall) => isAccepted(call) && call.r - call.s <= span;
  // Stamps alone, as all calls of a long trace may count.
  const starts = new Float64Array(timeline.calls.length);
  const allEnds = new Float64Array(timeline.calls.length);
  let count = 0;
  for (const call of timeline.calls) {
    if (!counts(call)) continue;
    starts[count] = call.s;
    allEnds[count] = call.r;
    count += 1;
  }
  const ends = allEnds.subarray(0, count).sort();
  let most = 0;
  let from = 0;
  for (let index = 0; index < count; index += 1) {
    const start = starts[index] as number;
    const within = firstAbove(ends, start + span) - index;
    if (within > most) [most, from] = [within, start];
  }
  if (most === 0) return null;
  const group: TimedCall[] = [];
  for (let index = firstAtLeast(timeline.starts, from); index < timeline.calls.length; index += 1) {
    const call = timeline.calls.at(index) as TimedCall;
    if (call.s > from + span) break;
    if (counts(call) && call.r <= from + span) group.push(call);
  }
  return group;
}

function firstReached(timeline: Timeline, window: LimitWindow): TimedCall | undefined {
  for (const call of timeline.calls) if (isRefused(call) && wasReached(timeline, window, call)) return call;
  return undefined;
}
