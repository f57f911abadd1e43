import { ofExclusive, result, type RuleResult } from './results.ts';
import { callsBefore, firstAbove, firstAtLeast, isAccepted, isRefused, toleranceMs } from './timeline.ts';
import type { Calls, LimitWindow, Timeline, TimedCall } from './timeline.ts';
import { OTHER } from './traits.ts';
import { weightOf } from './weight.ts';
import { counted, figure, seconds } from './wording.ts';

/** Calls that differ from those around them, between two of those that were refused. */
type Bracket = { before: number; after: number; ways: Map<string, TimedCall[]> };
type Judged = Bracket & { least: number; let: TimedCall[] };

const CONNECTION = 'a connection of its own';

/** A bracket is short, and looked for in few calls. */
const MOST_CALLS = 64;
/** A window in parts drops its calls some time before they are a window old; nothing that old lies in a bracket that counts. */
const YOUNG = 0.5;

/**
 * K: while a limit refuses calls, others of the same application are let in that differ in something which no quota of an application
 * and tenant looks at. A bucket lets in what it refills in the meantime; a log what became of age; a counter what faded: more is proof.
 */
export function judgeKey(timeline: Timeline): RuleResult {
  const judged = timeline.windows.flatMap((window) => judgedIn(timeline, window));
  const wrong = judged.filter(({ let: accepted, least }) => accepted.length >= least);
  const [first] = wrong;
  if (first !== undefined) {
    const reason = sentence(timeline, first);
    const evidence = [first.before, first.after].map((index) => timeline.calls.at(index) as TimedCall);
    const failed = result('fail', reason, [...evidence, ...first.let]);
    const mayBeBusy = timeline.target === 'lab' || timeline.target === 'tenant';
    if (!mayBeBusy || areApart(timeline, wrong)) return ofExclusive(timeline, failed);
    const why = 'a busy service may answer 429 too, so a second probe after a silence must show it as well';
    return { ...failed, verdict: 'unproven', reason: `${reason}; ${why}` };
  }
  const shown = new Set(
    judged.flatMap(({ ways, least }) =>
      [...ways].filter(([, calls]) => calls.filter(isDecided).length >= least).map(([way]) => way),
    ),
  );
  if (shown.size > 0) {
    const reason = 'while a limit held, calls that differ in one thing were refused like the others';
    const note = `limits.key: calls with ${listed([...shown])} were refused like the others`;
    return ofExclusive(timeline, result('pass', reason, [], { note }));
  }
  const none = 'no calls that differ in one thing lay between refusals that show that the limit held';
  return result(timeline.probed.minute && timeline.exclusive ? 'unproven' : 'not-applicable', none);
}

/** True if the limiter answered: it let the call in, or did not. */
function isDecided(call: TimedCall): boolean {
  return isAccepted(call) || isRefused(call);
}

function judgedIn(timeline: Timeline, window: LimitWindow): Judged[] {
  const brackets = bracketsOf(timeline);
  if (brackets.length === 0) return [];
  const others = timeline.windows
    .filter((other) => other !== window)
    .map((other) => ({ most: other.calls - 1, weigh: weightOf(timeline, other) }));
  const onlyThis = (index: number) => others.every(({ most, weigh }) => weigh(index) <= most);
  return brackets
    .filter(({ before, after }) => onlyThis(before) && onlyThis(after))
    .map((bracket) => {
      const let_ = [...bracket.ways.values()].flat().filter(isAccepted);
      return { ...bracket, least: leastWrong(timeline, window, bracket), let: let_ };
    });
}

/** So many calls let in between the two refusals are more than any admissible limiter lets in; `Infinity` where one could. */
function leastWrong(timeline: Timeline, window: LimitWindow, { before, after }: Bracket): number {
  const from = timeline.calls.at(before) as TimedCall;
  const to = timeline.calls.at(after) as TimedCall;
  // After the edge of a window as many as the limit would have to come before the next refusal.
  if (after - before >= window.calls) return Infinity;
  const recent = callsBefore(timeline, window, to, 2 * window.windowMs);
  if (callsThatMayLeave(timeline, window, from.s, to.r) > 0) return Infinity;
  const span = to.r - from.s;
  const refill = ((span + toleranceMs(span)) * Math.max(window.calls, recent)) / window.windowMs;
  return Math.ceil(1 + refill);
}

/** Calls that a log, or a window in parts, may drop during the bracket. */
function callsThatMayLeave(timeline: Timeline, window: LimitWindow, from: number, to: number): number {
  const tolerance = toleranceMs(window.windowMs);
  const since = from - window.windowMs - tolerance;
  const until = to - YOUNG * window.windowMs + tolerance;
  const used = timeline.startMs >= since && timeline.startMs - window.windowMs <= until;
  // What ended before `since` began before `until`.
  const own = firstAbove(timeline.starts, until) - firstAtLeast(timeline.ends, since);
  return own + (used ? timeline.used[window.name] : 0);
}

function bracketsOf(timeline: Timeline): Bracket[] {
  const { calls, differing } = timeline;
  const brackets: Bracket[] = [];
  const isFresh = firstUses(calls);
  for (let index = 0; index < calls.length; index += 1) {
    const from = calls.at(index) as TimedCall;
    const next = calls.at(index + 1);
    if (!isRefused(from) || from.traits === undefined || from.traits === OTHER || !next) continue;
    const ways = new Map<string, TimedCall[]>();
    let last = from.r;
    const end = Math.min(calls.length, index + MOST_CALLS);
    for (let i = index + 1; i < end; i += 1) {
      const call = calls.at(i) as TimedCall;
      const differs = differing(from.traits, call.traits ?? OTHER);
      const way = differs.length > 0 ? differs.join(' and ') : isFresh[i] ? CONNECTION : undefined;
      if (call.s < from.r) {
        // In flight with it; another that was refused may be nearer.
        if (way !== undefined) break;
      } else if (way !== undefined) {
        ways.set(way, [...(ways.get(way) ?? []), call]);
        last = Math.max(last, call.r);
      } else if (ways.size === 0 || call.s < last) break;
      else if (isRefused(call)) {
        if (brackets.at(-1)?.after === i) brackets.pop();
        brackets.push({ before: index, after: i, ways });
        break;
      }
    }
  }
  return brackets;
}

/** 1 at the index of the first call on each connection. */
function firstUses(calls: Calls): Uint8Array {
  let most = 0;
  for (const { conn = 0 } of calls) most = Math.max(most, conn);
  const seen = new Uint8Array(1 + most);
  const first = new Uint8Array(calls.length);
  let index = 0;
  for (const { conn } of calls) {
    if (conn !== undefined && !seen[conn]) {
      seen[conn] = 1;
      first[index] = 1;
    }
    index += 1;
  }
  return first;
}

/** Two of the brackets lie more than two of the shortest windows apart: a moment of load explains one of them, not both. */
function areApart(timeline: Timeline, wrong: readonly Bracket[]): boolean {
  const shortest = Math.min(...timeline.windows.map((window) => window.windowMs));
  const first = timeline.calls.at(wrong[0]?.after ?? 0) as TimedCall;
  const last = timeline.calls.at(wrong.at(-1)?.before ?? 0) as TimedCall;
  return last.s - first.r > 2 * shortest + toleranceMs(shortest);
}

function sentence(timeline: Timeline, { before, after, ways, let: accepted, least }: Judged): string {
  const from = timeline.calls.at(before) as TimedCall;
  const to = timeline.calls.at(after) as TimedCall;
  const open = [...ways].filter(([, calls]) => calls.some(isAccepted)).map(([way]) => way);
  return (
    `${counted(accepted.length, 'call')} with ${listed(open)} ${accepted.length === 1 ? 'was' : 'were'} accepted in the ${seconds(to.r - from.s)} ` +
    `between two refusals of other calls of the application, and no limiter lets in more than ${figure(least - 1)} there`
  );
}

/** `a`, `a and b`, `a, b and c`. */
function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
