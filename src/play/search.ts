import fc from 'fast-check';
import type { Session } from './session.ts';
import { StopPlaying } from './stop-playing.ts';

/** The smallest value that showed a fail, and what it takes to see it again. */
export type Shown<T> = {
  requirements: string[];
  reason: string;
  value: T;
  seed: number;
  /** fast-check's path to the value. */
  path: string;
  shrinks: number;
};

/**
 * Plays values until one shows a fail, then smaller ones. What an answer is worth is said by the checks
 * (`session.failuresSinceMark`), never by the value. `most`: what the search for a smaller one may cost, in the unit of `costOf`.
 * @throws StopPlaying
 */
export async function search<T>(
  session: Session,
  values: fc.Arbitrary<T>,
  o: {
    seed: number;
    runs: number;
    most: number;
    costOf(value: T): number;
    /** Plays one value from the mark on; `nth` counts from 1. @throws StopPlaying */
    play(value: T, nth: number): Promise<void>;
  },
): Promise<Shown<T> | undefined> {
  let stop: StopPlaying | undefined;
  let played = 0;
  let spent: number | undefined;
  let last: Pick<Shown<T>, 'requirements' | 'reason'> | undefined;
  const holds = async (value: T): Promise<boolean> => {
    if (stop) return true;
    if (spent !== undefined) {
      if (spent + o.costOf(value) > o.most) return true;
      spent += o.costOf(value);
    }
    played += 1;
    try {
      await o.play(value, played);
    } catch (error) {
      if (!(error instanceof StopPlaying)) throw error;
      stop = error;
      return true;
    }
    const failures = session.failuresSinceMark();
    if (failures.length === 0) return true;
    spent ??= 0;
    last = { requirements: failures.map((f) => f.requirement), reason: failures[0]?.reason ?? '' };
    return false;
  };
  const result = await fc.check(fc.asyncProperty(values, holds), { seed: o.seed, numRuns: o.runs });
  if (stop) throw stop;
  if (!result.failed || !last || !result.counterexample) return undefined;
  const { seed, numShrinks: shrinks, counterexamplePath: path } = result;
  return { ...last, value: result.counterexample[0], seed, path: path ?? '', shrinks };
}
