import { ofExclusive, result } from './results.ts';
import type { RuleResult } from './results.ts';
import { callsBefore, isRefused, toleranceMs } from './timeline.ts';
import type { LimitWindow, Timeline, TimedCall } from './timeline.ts';
import { counted, figure, limitOf, ordinal, seconds } from './wording.ts';

type Early = { call: TimedCall; index: number };

/**
 * A: a 429 that no admissible limiter explains, because for every window fewer calls than its limit, of any status,
 * lie in the two windows before it. Two, because a sliding counter remembers the window before the current one.
 */
export function judgeTooEarly(timeline: Timeline): RuleResult {
  const refused = [...timeline.calls.entries()]
    .filter(([, call]) => isRefused(call))
    .map(([index, call]) => ({ index, call }));
  if (refused.length === 0) return result('not-applicable', 'no call was answered 429 by a limit');
  const early = refused.filter(
    ({ call }) => !timeline.windows.some((window) => mayExplain(timeline, window, call)),
  );
  const first = early[0];
  if (first === undefined) {
    const all =
      refused.length === 1 ? 'the only 429 has' : `each of ${figure(refused.length)} answers 429 has`;
    return result('pass', `${all} enough calls before it to explain it`, []);
  }
  const fullest = fullestOf(timeline, first.call);
  const failed = result(
    'fail',
    sentence(timeline, first, early.length),
    early.map(({ call }) => call),
    { window: fullest.name },
  );
  const busy = timeline.target === 'lab' || timeline.target === 'tenant';
  if (busy && !inSeparateProbes(timeline, early)) {
    return {
      ...failed,
      verdict: 'unproven',
      reason: `${failed.reason}; a busy service may answer 429 too, so a second probe after a silence must show it as well`,
    };
  }
  return timeline.exclusive ? failed : ofExclusive(timeline, failed);
}

function mayExplain(timeline: Timeline, window: LimitWindow, call: TimedCall): boolean {
  return callsBefore(timeline, window, call, 2 * window.windowMs) >= window.calls;
}

/** The window that came nearest to its limit. */
function fullestOf(timeline: Timeline, call: TimedCall): LimitWindow {
  const filled = (window: LimitWindow) =>
    callsBefore(timeline, window, call, 2 * window.windowMs) / window.calls;
  return timeline.windows.reduce((best, window) => (filled(window) > filled(best) ? window : best));
}

function sentence(timeline: Timeline, { call, index }: Early, howMany: number): string {
  const fullest = fullestOf(timeline, call);
  const before = (window: LimitWindow) => callsBefore(timeline, window, call, 2 * window.windowMs);
  const lie = before(fullest) === 1 ? 'lies' : 'lie';
  const others = timeline.windows
    .filter((window) => window !== fullest)
    .map(
      (window) =>
        `, and ${figure(before(window))} in ${seconds(2 * window.windowMs)} with ${limitOf(window)}`,
    );
  return (
    `429 on the ${ordinal(index + 1)} call: only ${counted(before(fullest), 'call')} ${lie} in the ` +
    `${seconds(2 * fullest.windowMs)} before it, and the limit is ${limitOf(fullest)}${others.join('')}` +
    (howMany > 1 ? ` (${figure(howMany)} such answers)` : '')
  );
}

/**
 * Two of the 429s are separate probes when more than two of the shortest windows, and ε, lie between them, and either no call
 * was open for that long in between or they belong to different scenarios: a moment of load explains one of them, not both.
 */
function inSeparateProbes(timeline: Timeline, early: readonly Early[]): boolean {
  const first = early[0];
  const last = early.at(-1);
  if (first === undefined || last === undefined || first === last) return false;
  const shortest = Math.min(...timeline.windows.map((window) => window.windowMs));
  const silence = 2 * shortest + toleranceMs(shortest);
  // The first and the last of them are furthest apart in time, in scenarios and in silences.
  if (last.call.s - first.call.r <= silence) return false;
  if (first.call.scenario !== last.call.scenario) return true;
  let open = -Infinity;
  for (const [index, call] of timeline.calls.entries()) {
    if (index > last.index) return false;
    if (index > first.index && call.s - open > silence) return true;
    open = Math.max(open, call.r);
  }
  return false;
}
