import { wasReached } from './reached.ts';
import { isAccepted, isRefused, toleranceMs } from './timeline.ts';
import type { LimitWindow, Timeline, TimedCall } from './timeline.ts';
import { weightOf } from './weight.ts';

/** What a group of calls after a silence shows of a limit. */
export type Group = {
  /**
   * `excess`: more were accepted than any limiter allows whose window does not begin inside. `held`: a call was refused when no more
   * than the limit were accepted. `refilled`: more than the limit, and one more after a refusal, as from a token bucket.
   * `open`: more than the limit, and nothing that tells an excess from a refill.
   */
  shows: 'excess' | 'held' | 'refilled' | 'open';
  /** First request to last response of the calls that show it, ms. */
  from: number;
  to: number;
  /** How many were accepted by then. */
  accepted: number;
  evidence: TimedCall[];
};

/** In windows: a group must be shorter than one, and leave room for a second group elsewhere in the window. */
const LONGEST = 0.6;

/** Groups of calls that begin at least a window and ε after all earlier calls were answered, and show something. O(n log n). */
export function groupsOf(timeline: Timeline, window: LimitWindow): Group[] {
  const quiet = window.windowMs + toleranceMs(window.windowMs);
  const others = timeline.windows
    .filter((other) => other.name !== window.name)
    .map((other) => ({ limit: other.calls, weigh: weightOf(timeline, other) }));
  const otherCouldRefuse = (index: number) => others.some(({ limit, weigh }) => weigh(index) > limit - 1);
  const groups: Group[] = [];
  let open = timeline.used[window.name] > 0 ? timeline.startMs : -Infinity;
  for (let index = 0; index < timeline.calls.length; index += 1) {
    const call = timeline.calls.at(index) as TimedCall;
    if (call.s - open >= quiet) {
      const clean = call.s - open >= 2 * quiet;
      const group = readGroup(timeline, window, index, clean, otherCouldRefuse);
      if (group !== null) groups.push(group);
    }
    open = Math.max(open, call.r);
  }
  return groups;
}

function readGroup(
  timeline: Timeline,
  window: LimitWindow,
  start: number,
  clean: boolean,
  otherCouldRefuse: (index: number) => boolean,
): Group | null {
  const first = timeline.calls.at(start) as TimedCall;
  const longest = LONGEST * window.windowMs;
  const members = membersOf(timeline, start, first.s + longest);
  const accepted = members
    .filter((call) => isAccepted(call) && call.r - first.s <= longest)
    .toSorted((a, b) => a.r - b.r);
  const group = (shows: Group['shows'], count: number, more: TimedCall[] = []): Group => {
    const last = accepted[count - 1] ?? first;
    return { shows, from: first.s, to: last.r, accepted: count, evidence: [first, last, ...more] };
  };

  const tooMany = accepted.findIndex((call, i) => i + 1 > mostRefilled(window, call.r - first.s));
  if (tooMany >= 0) return group('excess', tooMany + 1);

  const lone =
    accepted.length > window.calls ? loneCallAfter(timeline, window, start, first.s + longest) : null;
  if (lone !== null && isRefused(lone.call) && !otherCouldRefuse(lone.index))
    return group('excess', lone.accepted, [lone.call]);

  const refused = members.find((call) => isRefused(call) && wasReached(timeline, window, call));
  const byThen = members.filter((call) => isAccepted(call) && call.s <= (refused?.r ?? 0));
  // Fewer than the limit tell nothing where a counter may remember calls of the window before.
  const tells = clean || byThen.length === window.calls;
  if (refused !== undefined && byThen.length <= window.calls)
    return tells ? group('held', byThen.length, [refused]) : null;

  if (accepted.length <= window.calls) return null;
  // A window away, any limiter has room again.
  const soon = lone !== null && isAccepted(lone.call) && lone.call.r < first.s + window.windowMs;
  return soon ? group('refilled', lone.accepted, [lone.call]) : group('open', accepted.length);
}

/** What a full token bucket gives away in `ms`; 50 ms and 100 ppm for the grain and the rate of its clock. */
function mostRefilled(window: LimitWindow, ms: number): number {
  return window.calls * (1 + (ms * 1.0001 + 50) / window.windowMs);
}

/** The calls from `start` on that were sent by `until`. */
function membersOf(timeline: Timeline, start: number, until: number): TimedCall[] {
  const members: TimedCall[] = [];
  for (let index = start; index < timeline.calls.length; index += 1) {
    const call = timeline.calls.at(index) as TimedCall;
    if (call.s > until) break;
    members.push(call);
  }
  return members;
}

type Lone = { call: TimedCall; index: number; accepted: number };

/**
 * The first call, answered 201 or 429, that came alone after more 201s than the limit, and after a pause in which the
 * token buckets have three tokens again, or one to spare should each other answer have taken one too.
 */
function loneCallAfter(timeline: Timeline, window: LimitWindow, start: number, until: number): Lone | null {
  const first = timeline.calls.at(start) as TimedCall;
  const perToken = (one: LimitWindow) => one.windowMs / one.calls;
  const slowest = window.name === 'minute' ? Math.max(...timeline.windows.map(perToken)) : perToken(window);
  let open = first.s;
  let accepted = 0;
  for (let index = start; index < timeline.calls.length; index += 1) {
    const call = timeline.calls.at(index) as TimedCall;
    const others = index - start - accepted;
    const alone =
      call.s - open >= Math.max(3, others + 2) * slowest &&
      (timeline.calls.at(index + 1)?.s ?? Infinity) >= call.r;
    if (alone && accepted > window.calls && (isRefused(call) || isAccepted(call)))
      return { call, index, accepted };
    open = Math.max(open, call.r);
    if (!isAccepted(call)) continue;
    if (call.r > until) return null;
    accepted += 1;
  }
  return null;
}
