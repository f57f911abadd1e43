import { ofExclusive, result } from './results.ts';
import type { RuleResult } from './results.ts';
import { callsBefore, isRefused, toleranceMs } from './timeline.ts';
import type { LimitWindow, Timeline, TimedCall } from './timeline.ts';
import { weightOf } from './weight.ts';
import { counted, figure, limitOf, ordinal, seconds } from './wording.ts';

/** How many calls lay before a 429 in two of a window, and how many of them an admissible limiter can count at most. */
type Before = { window: LimitWindow; calls: number; weight: number };
/** A 429, its place in the timeline, and the 429s that were in flight with it (itself included). */
type Early = { call: TimedCall; index: number; together: number; before: Before[] };

/** These bound the work where very many calls are in flight or refused; beyond them the rule is only more lenient. */
const MOST_TOGETHER = 16;
const MOST_WEIGHED = 100_000;

/**
 * A: a 429 that no admissible limiter explains, because for every window fewer calls than its limit, of any status,
 * lie in the two windows before it. Two, because a sliding counter remembers the window before the current one.
 *
 * Two refinements. Of 429s in flight together one was decided first and had none of the others before it: if that is too few
 * for whichever it was, it fails. And where a lone 429 has enough calls before it, they are weighed as each limiter would.
 */
export function judgeTooEarly(timeline: Timeline): RuleResult {
  // A loop: pairs of all calls would be many where the trace is long.
  const refused: [number, TimedCall][] = [];
  let at = 0;
  for (const call of timeline.calls) {
    if (isRefused(call)) refused.push([at, call]);
    at += 1;
  }
  if (refused.length === 0) return result('not-applicable', 'no call was answered 429 by a limit');
  const early = earlyOf(timeline, refused);
  const [first] = early;
  if (first === undefined) {
    const all =
      refused.length === 1 ? 'the only 429 has' : `each of ${figure(refused.length)} answers 429 has`;
    return result('pass', `${all} enough calls before it to explain it`);
  }
  const evidence = early.map(({ call }) => call);
  const failed = result('fail', sentence(first, early.length), evidence, {
    window: nearest(first).window.name,
  });
  const mayBeBusy = timeline.target === 'lab' || timeline.target === 'tenant';
  if (mayBeBusy && !inSeparateProbes(timeline, early)) {
    const reason = `${failed.reason}; a busy service may answer 429 too, so a second probe after a silence must show it as well`;
    return { ...failed, verdict: 'unproven', reason };
  }
  return timeline.exclusive ? failed : ofExclusive(timeline, failed);
}

function earlyOf(timeline: Timeline, refused: readonly [number, TimedCall][]): Early[] {
  const windows = timeline.windows
    .map((window) => ({ window, weightAt: weightOf(timeline, window) }))
    .toSorted((a, b) => a.window.windowMs - b.window.windowMs);
  const early: Early[] = [];
  let mayWeigh = MOST_WEIGHED;
  for (const [i, [index, call]] of refused.entries()) {
    const together = inFlightWith(refused, i);
    const before: Before[] = [];
    for (const { window, weightAt } of windows) {
      const calls = mostBefore(
        timeline,
        window,
        together.map(([, one]) => one),
      );
      const enough = calls >= window.calls;
      // Very many calls are not spread out, and would take long to weigh.
      const weigh = enough && calls * together.length <= Math.min(4 * window.calls, mayWeigh);
      if (weigh) mayWeigh -= calls * together.length;
      const weight = weigh ? heaviestOf(together, weightAt) : calls;
      if (enough && weight > window.calls - 1) break;
      before.push({ window, calls, weight });
    }
    if (before.length === windows.length) early.push({ call, index, together: together.length, before });
  }
  return early;
}

function inFlightWith(refused: readonly [number, TimedCall][], i: number): [number, TimedCall][] {
  const call = refused[i]?.[1] as TimedCall;
  return refused
    .slice(Math.max(0, i - MOST_TOGETHER), i + MOST_TOGETHER)
    .filter(([, other]) => overlap(other, call));
}

function overlap(a: TimedCall, b: TimedCall): boolean {
  return a.s <= b.r && a.r >= b.s;
}

/** What counted against whichever of these 429s was decided first: none of the others. */
function heaviestOf(together: readonly [number, TimedCall][], weightAt: (index: number) => number): number {
  const weights = together.map(([index, call]) => {
    const beside = together.filter(([, other]) => other !== call && overlap(other, call)).length;
    return weightAt(index) - beside;
  });
  return Math.max(...weights);
}

/** The most calls that lay before whichever of these 429s was decided first. */
function mostBefore(timeline: Timeline, window: LimitWindow, together: readonly TimedCall[]): number {
  const span = 2 * window.windowMs;
  const own = callsBefore(timeline, window, together[0] as TimedCall, span);
  if (own - (together.length - 1) >= window.calls) return own;
  const counts = together.map((call) => {
    const since = call.s - span - toleranceMs(window.windowMs);
    const amongThem = together.filter(
      (other) => other !== call && other.s <= call.r && other.r >= since,
    ).length;
    return callsBefore(timeline, window, call, span) - amongThem;
  });
  return Math.max(...counts);
}

/** The window that came nearest to its limit. */
function nearest({ before }: Early): Before {
  const filled = ({ window, weight }: Before) => weight / window.calls;
  return before.reduce((best, one) => (filled(one) > filled(best) ? one : best));
}

function sentence(early: Early, howMany: number): string {
  const named = nearest(early);
  const span = ({ window }: Before) => seconds(2 * window.windowMs);
  const count = ({ weight }: Before) => `no limiter counts more than ${figure(Math.ceil(weight * 10) / 10)}`;
  const lie = named.calls === 1 ? 'lies' : 'lie';
  const before =
    named.weight < named.calls
      ? `of the ${counted(named.calls, 'call')} in the ${span(named)} before it ${count(named)}`
      : `only ${counted(named.calls, 'call')} ${lie} in the ${span(named)} before it`;
  const others = early.before
    .filter((one) => one !== named)
    .map((one) => {
      const counts = one.weight < one.calls ? `, of which ${count(one)},` : '';
      return `, and ${figure(one.calls)} in ${span(one)}${counts} with ${limitOf(one.window)}`;
    });
  const together = early.together - 1;
  return (
    `429 on the ${ordinal(early.index + 1)} call: ${before}, and the limit is ${limitOf(named.window)}${others.join('')}` +
    (together > 0 ? `, ${figure(together)} refused at the same time left out` : '') +
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
  if (first === undefined || last === undefined) return false;
  const shortest = Math.min(...timeline.windows.map((window) => window.windowMs));
  const silence = 2 * shortest + toleranceMs(shortest);
  // The first and the last of them are furthest apart in time, in scenarios and in silences.
  if (last.call.s - first.call.r <= silence) return false;
  if (first.call.scenario !== last.call.scenario) return true;
  let open = -Infinity;
  for (let index = 0; index <= last.index; index += 1) {
    const call = timeline.calls.at(index) as TimedCall;
    if (index > first.index && call.s - open > silence) return true;
    open = Math.max(open, call.r);
  }
  return false;
}
