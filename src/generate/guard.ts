import * as fc from 'fast-check';

/** No value satisfies a (sub)schema, or none that the generator can find. The message names the schema. */
export class Unsatisfiable extends Error {
  override name = 'Unsatisfiable';
}

/** What `make` returns, or undefined where it finds its schema unsatisfiable. */
export function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof Unsatisfiable) return undefined;
    throw error;
  }
}

/** Samples in growing steps until one is kept: cheap where most are. The seed is fixed, so building is deterministic. */
function someKept<T>(arbitrary: fc.Arbitrary<T>, keep: (value: T) => boolean): boolean {
  return [4, 40, 400].some((numRuns) => fc.sample(arbitrary, { numRuns, seed: numRuns }).some(keep));
}

const MISSES_IN_A_ROW = 50_000;

/**
 * `arbitrary.filter(keep)` that cannot hang: throws `Unsatisfiable` at once if none of some 400 samples is kept,
 * and later after 50,000 misses in a row. `what` names the schema for that message.
 */
export function guarded<T>(
  arbitrary: fc.Arbitrary<T>,
  keep: (value: T) => boolean,
  what: string,
): fc.Arbitrary<T> {
  if (!someKept(arbitrary, keep))
    throw new Unsatisfiable(`No value found for ${what}: is the schema satisfiable?`);
  let misses = 0;
  return arbitrary.filter((value) => {
    const kept = keep(value);
    misses = kept ? 0 : misses + 1;
    if (misses > MISSES_IN_A_ROW)
      throw new Unsatisfiable(`No value among ${MISSES_IN_A_ROW} tries for ${what}.`);
    return kept;
  });
}

/** One of the arms by weight; counterexamples may shrink into the first one. Throws `Unsatisfiable` on no arms. */
export function choice<T>(
  arms: { arbitrary: fc.Arbitrary<T>; weight: number }[],
  what: string,
): fc.Arbitrary<T> {
  const [first, ...more] = arms;
  if (first === undefined) throw new Unsatisfiable(`No value satisfies ${what}.`);
  return more.length === 0 ? first.arbitrary : fc.oneof({ withCrossShrink: true }, first, ...more);
}
