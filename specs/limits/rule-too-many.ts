import { groupsOf } from './groups.ts';
import type { Group } from './groups.ts';
import { notReached } from './reached.ts';
import { ofExclusive, ofOneApplication, result } from './results.ts';
import type { RuleResult } from './results.ts';
import { toleranceMs } from './timeline.ts';
import type { LimitWindow, Timeline } from './timeline.ts';
import { figure, limitOf, seconds } from './wording.ts';

/** Excesses far apart say less, as clocks drift; a bound on the pairs keeps the rule linear. */
const MOST_COMPARED = 50;

/**
 * C: more than the limit accepted in two groups after a silence. The edge of a fixed window, or of a sliding counter,
 * explains one such group; it cannot lie in both if they take different places in the window. What one group leaves in
 * doubt is resolved the other way by a group elsewhere in the window that was held at the limit: an edge explains both.
 */
export function judgeTooMany(timeline: Timeline, window: LimitWindow): RuleResult {
  const groups = groupsOf(timeline, window);
  const of = (shows: Group['shows']) => groups.filter((group) => group.shows === shows);
  const excesses = of('excess');
  const more = { window: window.name };
  const limit = `the limit is ${limitOf(window)}`;

  const pair = disjointPair(excesses, window);
  if (pair !== null) {
    const reason = `two groups after a silence, at different places of the window, had ${described(pair[0])} and ${described(pair[1])} accepted, and ${limit}`;
    const evidence = [...pair[0].evidence, ...pair[1].evidence];
    return ofExclusive(timeline, result('fail', reason, evidence, more));
  }

  // What refilled once as a bucket does explains a group that does not tell.
  const [open] = of('refilled').length > 0 ? [] : of('open');
  const doubted = open === undefined ? excesses : [...excesses, ...of('open')];
  const [doubt] = doubted;
  const held = of('held').find((one) => doubted.every((other) => isDisjoint(one, other, window)));
  if (doubt !== undefined && held !== undefined) {
    const reason = `a window that began in between explains ${described(doubt)}: elsewhere in the window a call was refused after ${figure(held.accepted)}, and ${limit}`;
    return ofOneApplication(timeline, result('pass', reason, [...doubt.evidence, ...held.evidence], more));
  }
  const [excess] = excesses;
  if (excess !== undefined) {
    const reason = `${described(excess)} were accepted after a silence, and ${limit}; a window that began in between explains it, unless a group elsewhere in the window shows it too`;
    return result('unproven', reason, excess.evidence, more);
  }
  if (open !== undefined) {
    const reason = `${described(open)} were accepted after a silence, and ${limit}; only a lone call refused a little later would tell this from a token bucket that refills`;
    return result('unproven', reason, open.evidence, more);
  }
  const shown = of('held')[0] ?? of('refilled')[0];
  if (shown === undefined) return notReached(timeline, window, 'no group of calls after a silence tells');
  const reason =
    shown.shows === 'held'
      ? `after a silence a call was refused when ${described(shown)} had been accepted, and ${limit}`
      : `${described(shown)} were accepted after a silence, as by a token bucket that refills, and ${limit}`;
  return ofOneApplication(timeline, result('pass', reason, shown.evidence, more));
}

function described(group: Group): string {
  return `${figure(group.accepted)} in ${seconds(group.to - group.from)}`;
}

function disjointPair(groups: readonly Group[], window: LimitWindow): [Group, Group] | null {
  for (const [index, later] of groups.entries()) {
    const earlier = groups.slice(Math.max(0, index - MOST_COMPARED), index);
    const other = earlier.find((one) => isDisjoint(one, later, window));
    if (other !== undefined) return [other, later];
  }
  return null;
}

/**
 * True if no instant of the window, repeated for ever, lies in both groups: an edge that is in one is not in the other.
 * Between the two the service's clock may gain or lose ε: 50 ms and 0.1 % of the time.
 */
function isDisjoint(a: Group, b: Group, window: LimitWindow): boolean {
  const [earlier, later] = a.from <= b.from ? [a, b] : [b, a];
  const tolerance = toleranceMs(later.to - earlier.from);
  const offset = (later.from - earlier.from) % window.windowMs;
  return (
    offset > earlier.to - earlier.from + tolerance &&
    offset + later.to - later.from + tolerance < window.windowMs
  );
}
