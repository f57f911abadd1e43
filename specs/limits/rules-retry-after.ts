import { parseHttpDate, parseRetryAfter } from './retry-after.ts';
import { ofExclusive, result } from './results.ts';
import type { RuleResult } from './results.ts';
import { callsBefore, firstAtLeast, isAccepted, isRefused } from './timeline.ts';
import type { LimitWindow, Timeline, TimedCall } from './timeline.ts';
import { counted, seconds } from './wording.ts';

/** A date is seconds after the response's own Date, which was cut to whole seconds: `cutMs` is what that may hide. */
type Delay = { ms: number; cutMs: 0 | 1000 };
type Judged = { index: number; call: TimedCall; delay: Delay };

/** The 429s whose Retry-After can be read, or the result of each rule where there are none. */
export type Delays = { judged: readonly Judged[]; nothing: RuleResult | null };

const CUT_MS = 1000;

/** D: a 429 although a lone call waited for the Retry-After of the 429 just before it. */
export function judgeTooShort(timeline: Timeline, { judged, nothing }: Delays): RuleResult {
  if (nothing !== null) return nothing;
  const delays = new Map(judged.map((one) => [one.index, one]));
  let kept: TimedCall[] | null = null;
  let open = -Infinity;
  for (let index = 0; index < timeline.calls.length; index += 1) {
    const call = timeline.calls.at(index) as TimedCall;
    const one = delays.get(index);
    const next = timeline.calls.at(index + 1);
    const lone = call.s >= open && (timeline.calls.at(index + 2)?.s ?? Infinity) >= (next?.r ?? Infinity);
    open = Math.max(open, call.r);
    if (one === undefined || next === undefined || next.faulted === true || !lone) continue;
    const wait = Math.max(0, one.delay.ms + one.delay.cutMs);
    if (next.s < call.r + wait + 50 + 0.001 * wait) continue;
    if (next.status === 429) {
      const reason =
        `a call sent ${seconds(next.s - call.r)} after a 429 with Retry-After ${worded(one.delay)} was refused again, ` +
        'although no other call lay between';
      return ofExclusive(timeline, result('fail', reason, [call, next]));
    }
    if (next.status !== null && next.status < 500) kept ??= [call, next];
  }
  return kept === null
    ? result('unproven', 'no lone call was sent after the Retry-After of a 429 had passed')
    : result('pass', 'calls that waited for Retry-After were not refused again', kept);
}

/** E: a Retry-After beyond what any window of the limit that may be reached could ask for; catches milliseconds. */
export function judgeAbsurd(timeline: Timeline, { judged, nothing }: Delays): RuleResult {
  if (nothing !== null) return nothing;
  const bySize = timeline.windows.toSorted((a, b) => b.windowMs - a.windowMs);
  for (const { call, delay } of judged) {
    const window = bindingWindow(timeline, bySize, call);
    const most = 2 * window.windowMs + 1000;
    if (delay.ms <= most) continue;
    const reason = `Retry-After ${worded(delay)} where at most ${seconds(most)} can be needed: the limit reached is of ${seconds(window.windowMs)}`;
    return result('fail', reason, [call], { window: window.name });
  }
  const longest = judged.reduce((a, b) => (b.delay.ms > a.delay.ms ? b : a));
  return result(
    'pass',
    `the longest of ${counted(judged.length, 'Retry-After value')} is ${worded(longest.delay)}`,
    [longest.call],
  );
}

/** F: a call accepted well before Retry-After had passed. A figure: waiting longer than needed breaks nothing. */
export function judgeTooLong(timeline: Timeline, { judged, nothing }: Delays): RuleResult {
  if (nothing !== null) return nothing;
  // A call that differs in something may be counted apart: that is for K to say.
  const traits = judged[0]?.call.traits;
  const alike = ({ call }: { call: TimedCall }) => call.traits === traits;
  const accepted = earliestEnds(timeline, (call) => isAccepted(call) && alike({ call }));
  const refused = earliestEnds(timeline, isRefused);
  let worst: { by: number; one: Judged; accepted: TimedCall } | null = null;
  let tried: Judged | null = null;
  for (const one of judged.filter(alike)) {
    const after = Math.max(firstAtLeast(timeline.starts, one.call.r), one.index + 1);
    const due = one.call.s + one.delay.ms;
    const early = accepted[after] ?? null;
    if (early !== null && early.r < due - 1000 && due - early.r > (worst?.by ?? 0))
      worst = { by: due - early.r, one, accepted: early };
    if ((refused[after]?.r ?? Infinity) < due - 1000) tried ??= one;
  }
  if (worst !== null) {
    const reason = `a call was accepted ${seconds(worst.by)} before a Retry-After of ${worded(worst.one.delay)} had passed`;
    return result('fail', reason, [worst.one.call, worst.accepted], { figureSeconds: worst.by / 1000 });
  }
  return tried === null
    ? result('not-applicable', 'no call was sent before a Retry-After had passed')
    : result('pass', 'no call was accepted before a Retry-After had passed', [tried.call]);
}

/** At each index, the call from there on that ended first among those that count. */
function earliestEnds(timeline: Timeline, counts: (call: TimedCall) => boolean): (TimedCall | null)[] {
  const earliest = Array.from<TimedCall | null>({ length: timeline.calls.length + 1 }).fill(null);
  for (let index = timeline.calls.length - 1; index >= 0; index -= 1) {
    const call = timeline.calls.at(index) as TimedCall;
    const later = earliest[index + 1] ?? null;
    earliest[index] = counts(call) && (later === null || call.r < later.r) ? call : later;
  }
  return earliest;
}

/**
 * The largest window that may be full after the call, which may count itself; the largest of all where others may have called,
 * or where none is full.
 */
function bindingWindow(timeline: Timeline, bySize: readonly LimitWindow[], call: TimedCall): LimitWindow {
  const reached = timeline.exclusive
    ? bySize.find((window) => callsBefore(timeline, window, call, 2 * window.windowMs) + 1 >= window.calls)
    : undefined;
  return reached ?? (bySize[0] as LimitWindow);
}

/** Reads the Retry-After of every 429 of a limit. */
export function delaysOf(timeline: Timeline): Delays {
  const judged: Judged[] = [];
  const undated: TimedCall[] = [];
  const unreadable: TimedCall[] = [];
  let refused = 0;
  let next = 0;
  for (const call of timeline.calls) {
    const index = next;
    next += 1;
    if (!isRefused(call)) continue;
    refused += 1;
    const delay = delayOf(call);
    if (delay === 'undated') undated.push(call);
    else if (delay === 'unreadable') unreadable.push(call);
    else if (delay !== 'none') judged.push({ index, call, delay });
  }
  if (judged.length > 0) return { judged, nothing: null };
  return { judged, nothing: without(refused, undated, unreadable) };
}

function without(refused: number, undated: TimedCall[], unreadable: TimedCall[]): RuleResult {
  if (refused === 0) return result('not-applicable', 'no call was answered 429 by a limit');
  if (undated.length > 0)
    return result(
      'unproven',
      'Retry-After is a date, and without a Date header it cannot be read as a delay',
      undated,
    );
  if (unreadable.length > 0)
    return result('not-applicable', 'no 429 carried a legal Retry-After', unreadable);
  return result('not-applicable', 'no 429 carried a Retry-After');
}

function delayOf(call: TimedCall): Delay | 'none' | 'undated' | 'unreadable' {
  const parsed = parseRetryAfter(call.retryAfter ?? []);
  if (parsed.kind === 'none') return 'none';
  if (parsed.kind === 'invalid') return 'unreadable';
  if (parsed.kind === 'seconds') return { ms: parsed.seconds * 1000, cutMs: 0 };
  const date = parseHttpDate(call.date?.trim() ?? '');
  if ('why' in date) return 'undated';
  return { ms: parsed.epochMs - date.epochMs, cutMs: CUT_MS };
}

function worded({ ms, cutMs }: Delay): string {
  return cutMs === 0 ? seconds(ms) : `a date ${seconds(ms)} after Date`;
}
