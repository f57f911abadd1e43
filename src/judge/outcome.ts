import type { ProfileId } from '../contract/contract.ts';
import { UsageError } from '../errors.ts';
import type { Verdict, VerdictWord } from './types.ts';

/**
 * Exit codes, the first that holds:
 *   1 a fail that is neither advisory nor waived, or a stale waiver
 *   4 something is broken
 *   3 an unproven that is neither advisory nor waived, or nothing decided, or interrupted
 *   0 else
 * (2, bad usage, and 4 for an uncaught error are given where they arise.)
 */
export type ExitCode = 0 | 1 | 2 | 3 | 4;

/** A row of waivers.json. `until` is a UTC date, inclusive. */
export type Waiver = {
  requirement: string;
  profile: ProfileId;
  target: string;
  reason: string;
  link: string;
  until: string;
  covers?: 'fail' | 'unproven';
};

export type Totals = Record<VerdictWord, number> & { advisory: number; waived: number; notSelected: number };

export type Outcome = {
  exitCode: ExitCode;
  totals: Totals;
  /** Indexes of verdicts that a waiver covers. */
  waived: Set<number>;
  /** Waivers whose requirement passed in this run. */
  stale: Waiver[];
};

/** Applies waivers and the exit-code table to the verdicts of one run. A waiver never changes a verdict. */
export function outcomeOf(
  verdicts: readonly Verdict[],
  o: { notSelected: number; interrupted: boolean; waivers?: readonly Waiver[] },
): Outcome {
  const waived = new Set<number>();
  const stale: Waiver[] = [];
  for (const waiver of o.waivers ?? []) {
    const index = verdicts.findIndex((verdict) => verdict.requirement === waiver.requirement);
    const verdict = verdicts[index];
    if (!verdict) continue;
    if (verdict.verdict === (waiver.covers ?? 'fail')) waived.add(index);
    else if (verdict.verdict === 'pass') stale.push(waiver);
  }
  const counts = (word: VerdictWord) => verdicts.filter((verdict) => verdict.verdict === word).length;
  const binding = (word: VerdictWord) =>
    verdicts.some((verdict, index) => verdict.verdict === word && !verdict.advisory && !waived.has(index));
  const decided = counts('pass') + counts('fail') > 0;
  const exitCode: ExitCode =
    binding('fail') || stale.length > 0
      ? 1
      : counts('broken') > 0
        ? 4
        : binding('unproven') || !decided || o.interrupted
          ? 3
          : 0;
  return {
    exitCode,
    waived,
    stale,
    totals: {
      pass: counts('pass'),
      fail: counts('fail'),
      unproven: counts('unproven'),
      'not-applicable': counts('not-applicable'),
      broken: counts('broken'),
      advisory: verdicts.filter((verdict) => verdict.advisory && verdict.verdict === 'fail').length,
      waived: waived.size,
      notSelected: o.notSelected,
    },
  };
}

/** @throws UsageError for a waiver of an unknown requirement, or one that has run out by `today` (ISO date, UTC). */
export function checkWaivers(waivers: readonly Waiver[], known: ReadonlySet<string>, today: string): void {
  for (const waiver of waivers) {
    if (!known.has(waiver.requirement))
      throw new UsageError(
        `a waiver names the requirement ${waiver.requirement}, which does not exist; see: cordon list requirements`,
      );
    if (waiver.until < today)
      throw new UsageError(
        `the waiver of ${waiver.requirement} ran out on ${waiver.until}: remove it, or renew it with a new date and reason`,
      );
  }
}
