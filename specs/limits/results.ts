import type { LimitName } from '../../src/contract/contract.ts';
import type { Timeline } from './timeline.ts';

/** What one rule makes of a timeline. */
export type RuleResult = {
  verdict: 'pass' | 'fail' | 'unproven' | 'not-applicable';
  /** A sentence without a full stop. */
  reason: string;
  /** Trace lines, at most 20. */
  evidence: number[];
  /** The limit that the reason is about, where it is about one. */
  window?: LimitName;
  /** Rule F: how long before its Retry-After a call was accepted, at most. */
  figureSeconds?: number;
  /** Rule K: what was tried, for the notes of the report. */
  note?: string;
};

const MOST_EVIDENCE = 20;

/** Builds a result; the evidence is put in order, once each, and cut to 20 lines. */
export function result(
  verdict: RuleResult['verdict'],
  reason: string,
  evidence: readonly { n: number }[] = [],
  more: Pick<RuleResult, 'window' | 'figureSeconds' | 'note'> = {},
): RuleResult {
  const lines = [...new Set(evidence.map((call) => call.n))].toSorted((a, b) => a - b);
  return { verdict, reason, evidence: lines.slice(0, MOST_EVIDENCE), ...more };
}

/** A fail that only holds where nobody else called, and where the calls are known to be one application's. */
export function ofExclusive(timeline: Timeline, failed: RuleResult): RuleResult {
  if (!timeline.exclusive) return doubted(failed, 'calls by others may explain it: the run is not exclusive');
  return ofOneApplication(timeline, failed);
}

/** A result that only holds where the calls are known to be one application's. */
export function ofOneApplication(timeline: Timeline, judged: RuleResult): RuleResult {
  if (timeline.keyKnown) return judged;
  return doubted(judged, 'the tokens cannot be read, so these may be calls of several applications');
}

function doubted(judged: RuleResult, why: string): RuleResult {
  return { ...judged, verdict: 'unproven', reason: `${judged.reason}; ${why}` };
}
