import { REQUIREMENTS } from '../judge/registry.ts';
import type { Requirement } from '../judge/types.ts';
import type { ReportVerdict } from './report.ts';

/** What a verdict means for the run. `tolerated`: a fail or an unproven that is advisory or waived. */
export type Standing = 'fail' | 'broken' | 'unproven' | 'tolerated' | 'pass' | 'not-applicable';

/** `broken` counts whatever the requirement's strength: the harness, not the target, is at fault. */
export function standingOf(verdict: ReportVerdict): Standing {
  const tolerated = verdict.advisory || verdict.waived !== undefined;
  return tolerated && (verdict.verdict === 'fail' || verdict.verdict === 'unproven')
    ? 'tolerated'
    : verdict.verdict;
}

/** Why a tolerated verdict does not change the exit code. */
export function toleranceOf(verdict: ReportVerdict): string {
  return verdict.waived === undefined ? 'advisory' : `waived: ${verdict.waived}`;
}

/** Undefined for a report of another version, whose catalogue had more. */
export function requirementOf(id: string): Requirement | undefined {
  return REQUIREMENTS.find((requirement) => requirement.id === id);
}
