import { firstAbove, firstAtLeast } from './timeline.ts';
import type { TimedCall } from './timeline.ts';

/** Which calls take from a quota: those answered 201, all that were let in, or refused ones too. */
export const RULES = ['accepted', 'let in', 'every'] as const;
export type Rule = (typeof RULES)[number];

/** How many calls a limiter counted within a time, at least and at most, whenever within their stamps they were decided. */
export type Counts = {
  /** At least so many were decided at or after `from` and before `to`. */
  sureIn(from: number, to: number): number;
  /** At most so many were decided from `from` to `to`. */
  maybeIn(from: number, to: number): number;
  /** 1 where this call itself is among those that may count. */
  self(call: TimedCall): 0 | 1;
  /** Calls answered 201, by their stamps, ascending each. */
  accepted: { starts: Float64Array; ends: Float64Array };
  /** When those that may count were over at the latest, ascending. */
  maybeEnds: Float64Array;
};

export function countsOf(calls: readonly TimedCall[], rule: Rule): Counts {
  const isSure = (call: TimedCall) => is201(call) || (rule === 'every' && is429(call));
  const mayCount = (call: TimedCall) => {
    if (rule === 'every' || call.status === null || call.faulted) return true;
    if (rule === 'let in') return call.status !== 429;
    return is201(call) || call.status >= 500;
  };
  const sure = stampsOf(calls.filter(isSure));
  const maybe = stampsOf(calls.filter(mayCount));
  return {
    sureIn: (from, to) => Math.max(0, firstAtLeast(sure.ends, to) - firstAtLeast(sure.starts, from)),
    maybeIn: (from, to) => (from > to ? 0 : firstAbove(maybe.starts, to) - firstAtLeast(maybe.ends, from)),
    self: (call) => (mayCount(call) ? 1 : 0),
    accepted: stampsOf(calls.filter(is201)),
    maybeEnds: maybe.ends,
  };
}

function stampsOf(calls: readonly TimedCall[]): { starts: Float64Array; ends: Float64Array } {
  return {
    starts: Float64Array.from(calls, (call) => call.s).sort(),
    ends: Float64Array.from(calls, (call) => call.r).sort(),
  };
}

function is201(call: TimedCall): boolean {
  return call.status === 201 && !call.faulted;
}

function is429(call: TimedCall): boolean {
  return call.status === 429 && !call.faulted;
}
