import { ofExclusive, result } from './results.ts';
import type { RuleResult } from './results.ts';
import { callsBefore, isRefused, toleranceMs } from './timeline.ts';
import type { LimitWindow, Timeline, TimedCall } from './timeline.ts';
import { counted, figure, limitOf, ordinal, seconds } from './wording.ts';

/** A 429, its place in the timeline, the 429s that were in flight with it (itself included). */
type Refusal = { call: TimedCall; index: number; together: readonly TimedCall[] };

/** Bounds the work where very many calls are in flight; the rule only becomes more lenient. */
const MOST_TOGETHER = 64;

/**
 * A: a 429 that no admissible limiter explains, because for every window fewer calls than its limit, of any status,
 * lie in the two windows before it. Two, because a sliding counter remembers the window before the current one.
 * Of 429s in flight together one was decided first and had none of the others before it: if that is too few for
 * whichever it was, they fail as well.
 */
export function judgeTooEarly(timeline: Timeline): RuleResult {
  const refused: Refusal[] = [];
  for (const [index, call] of timeline.calls.entries())
    if (isRefused(call)) refused.push({ call, index, together: [call] });
  if (refused.length === 0) return result('not-applicable', 'no call was answered 429 by a limit');

  const early = refused
    .map((refusal, i) => ({ ...refusal, together: inFlightWith(refused, i) }))
    .flatMap(({ together, ...refusal }) =>
      [[refusal.call], together]
        .map((calls) => ({ ...refusal, together: calls }))
        .filter((one) => timeline.windows.every((window) => mostBefore(timeline, window, one) < window.calls))
        .slice(0, 1),
    );
  const first = early[0];
  if (first === undefined) {
    const all = refused.length === 1 ? 'the only 429 has' : `each of ${figure(refused.length)} answers 429 has`;
    return result('pass', `${all} enough calls before it to explain it`);
  }
  const fullest = fullestOf(timeline, first);
  const evidence = early.map(({ call }) => call);
  const failed = result('fail', sentence(timeline, first, early.length), evidence, { window: fullest.name });
  const mayBeBusy = timeline.target === 'lab' || timeline.target === 'tenant';
  if (mayBeBusy && !inSeparateProbes(timeline, early)) {
    const reason = `${failed.reason}; a busy service may answer 429 too, so a second probe after a silence must show it as well`;
    return { ...failed, verdict: 'unproven', reason };
  }
  return timeline.exclusive ? failed : ofExclusive(timeline, failed);
}

function inFlightWith(refused: readonly Refusal[], i: number): TimedCall[] {
  const { call } = refused[i] as Refusal;
  return refused
    .slice(Math.max(0, i - MOST_TOGETHER), i + MOST_TOGETHER)
    .map((other) => other.call)
    .filter((other) => other.s <= call.r && other.r >= call.s);
}

/** The most calls that lay before whichever of the 429s was decided first. */
function mostBefore(timeline: Timeline, window: LimitWindow, { together }: Refusal): number {
  const span = 2 * window.windowMs;
  const counts = together.map((call) => {
    const since = call.s - span - toleranceMs(window.windowMs);
    const amongThem = together.filter((other) => other !== call && other.s <= call.r && other.r >= since).length;
    return callsBefore(timeline, window, call, span) - amongThem;
  });
  return Math.max(...counts);
}

/** The window that came nearest to its limit. */
function fullestOf(timeline: Timeline, refusal: Refusal): LimitWindow {
  const filled = (window: LimitWindow) => mostBefore(timeline, window, refusal) / window.calls;
  return timeline.windows.reduce((best, window) => (filled(window) > filled(best) ? window : best));
}

function sentence(timeline: Timeline, refusal: Refusal, howMany: number): string {
  const fullest = fullestOf(timeline, refusal);
  const before = mostBefore(timeline, fullest, refusal);
  const others = timeline.windows
    .filter((window) => window !== fullest)
    .map((window) => {
      const lie = figure(mostBefore(timeline, window, refusal));
      return `, and ${lie} in ${seconds(2 * window.windowMs)} with ${limitOf(window)}`;
    });
  const together = refusal.together.length - 1;
  return (
    `429 on the ${ordinal(refusal.index + 1)} call: only ${counted(before, 'call')} ${before === 1 ? 'lies' : 'lie'} in the ` +
    `${seconds(2 * fullest.windowMs)} before it, and the limit is ${limitOf(fullest)}${others.join('')}` +
    (together > 0 ? `, ${figure(together)} refused at the same time left out` : '') +
    (howMany > 1 ? ` (${figure(howMany)} such answers)` : '')
  );
}

/**
 * Two of the 429s are separate probes when more than two of the shortest windows, and ε, lie between them, and either no call
 * was open for that long in between or they belong to different scenarios: a moment of load explains one of them, not both.
 */
function inSeparateProbes(timeline: Timeline, early: readonly Refusal[]): boolean {
  const first = early[0];
  const last = early.at(-1);
  if (first === undefined || last === undefined) return false;
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
