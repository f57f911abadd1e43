import type { LimitName } from '../../src/contract/contract.ts';
import { judgeKey } from './rule-key.ts';
import { judgeFarTooMany } from './rule-far-too-many.ts';
import { judgeTooEarly } from './rule-too-early.ts';
import { judgeTooMany } from './rule-too-many.ts';
import { delaysOf, judgeAbsurd, judgeTooLong, judgeTooShort } from './rules-retry-after.ts';
import { result } from './results.ts';
import type { RuleResult } from './results.ts';
import { survivorNotes } from './survivor-notes.ts';
import { timelineOf } from './timeline.ts';
import type { LimitInput, LimitWindow, Timeline } from './timeline.ts';

/** B and C are judged for each limit, the others for all together (`window` then names the limit meant). */
export type LimitJudgement = {
  /** A: refused too early. */
  A: RuleResult;
  /** B: far more accepted than any limiter allows. */
  B: Record<LimitName, RuleResult>;
  /** C: more accepted than the limit, wherever its window begins. */
  C: Record<LimitName, RuleResult>;
  /** D: Retry-After too short. */
  D: RuleResult;
  /** E: Retry-After absurdly long. */
  E: RuleResult;
  /** F: Retry-After longer than needed. Advisory: a figure. */
  F: RuleResult;
  /** K: counted by something else than application and tenant. */
  K: RuleResult;
  /** What is known of the limiter behind each limit that was probed. */
  notes(limit: LimitName): string[];
};

/**
 * Says of one application's calls what no admissible limiter explains. Admissible are a fixed window (of any phase, or
 * from a call on), a sliding log, a sliding counter and a token bucket of the limit's capacity, under each limit of the
 * profile, other answers than 201 counting or not: the documents name the limits and no algorithm.
 * A fail is proof; what is not proven either way is `unproven`. Pure; O(n log n).
 */
export function judgeLimits(input: LimitInput): LimitJudgement {
  const timeline = timelineOf(input);
  if (timeline.windows.length === 0) return unlimited();
  const delays = delaysOf(timeline);
  return {
    A: judgeTooEarly(timeline),
    B: forEachLimit(timeline, judgeFarTooMany),
    C: forEachLimit(timeline, judgeTooMany),
    D: judgeTooShort(timeline, delays),
    E: judgeAbsurd(timeline, delays),
    F: judgeTooLong(timeline, delays),
    K: judgeKey(timeline),
    notes: (name) =>
      timeline.windows
        .filter((window) => window.name === name && timeline.probed[name])
        .flatMap((window) => survivorNotes(timeline, window)),
  };
}

function forEachLimit(
  timeline: Timeline,
  judge: (timeline: Timeline, window: LimitWindow) => RuleResult,
): Record<LimitName, RuleResult> {
  const of = (name: LimitName) => {
    const window = timeline.windows.find((one) => one.name === name);
    return window === undefined
      ? result('not-applicable', `the profile states no limit for the ${name}`)
      : judge(timeline, window);
  };
  return { minute: of('minute'), hour: of('hour') };
}

function unlimited(): LimitJudgement {
  const none = result('not-applicable', 'the profile states no limits');
  return {
    A: none,
    B: { minute: none, hour: none },
    C: { minute: none, hour: none },
    D: none,
    E: none,
    F: none,
    K: none,
    notes: () => [],
  };
}
