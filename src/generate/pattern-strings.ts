import * as fc from 'fast-check';
import type { Atom } from './pattern-atoms.ts';
import { readAtoms } from './pattern-atoms.ts';
import type { Lengths } from './text.ts';

/** For each repetition of each atom, the index of its character. */
type Choice = number[][];

const total = (counts: number[]): number => counts.reduce((sum, n) => sum + n, 0);

class AtomStrings extends fc.Arbitrary<string> {
  readonly #atoms: Atom[];
  readonly #least: number;
  readonly #most: number;

  constructor(atoms: Atom[], { min, max }: Lengths) {
    super();
    this.#least = min;
    this.#most = max ?? Number.POSITIVE_INFINITY;
    this.#atoms = atoms;
  }

  /** Counts brought to the allowed total length: longer from the left, shorter from the right. */
  #fit(counts: number[]): number[] {
    const fitted = [...counts];
    for (const [i, atom] of this.#atoms.entries()) {
      const missing = Math.max(0, this.#least - total(fitted));
      fitted[i] = Math.min(atom.max, (fitted[i] ?? 0) + missing);
    }
    for (const [i, atom] of [...this.#atoms.entries()].toReversed()) {
      const excess = Math.max(0, total(fitted) - this.#most);
      fitted[i] = Math.max(atom.min, (fitted[i] ?? 0) - excess);
    }
    return fitted;
  }

  #value(choice: Choice): fc.Value<string> {
    let value = '';
    for (const [i, indexes] of choice.entries())
      for (const index of indexes) value += this.#atoms[i]?.chars[index] ?? '';
    return new fc.Value(value, choice);
  }

  override generate(mrng: fc.Random, biasFactor: number | undefined): fc.Value<string> {
    const biased = (): boolean => biasFactor !== undefined && mrng.nextInt(1, biasFactor) === 1;
    const counts = this.#fit(
      this.#atoms.map(({ min, max }) =>
        min === max ? min : biased() ? (mrng.nextBoolean() ? min : max) : mrng.nextInt(min, max),
      ),
    );
    return this.#value(
      this.#atoms.map(({ chars }, i) => {
        const last = chars.length - 1;
        // Now and then one character throughout: all zeros and all f are the values that code treats as special.
        const same = biased() ? mrng.nextInt(0, last) : -1;
        return Array.from({ length: counts[i] ?? 0 }, () =>
          last === 0 ? 0 : same >= 0 ? same : mrng.nextInt(0, last),
        );
      }),
    );
  }

  override canShrinkWithoutContext(_value: unknown): _value is string {
    return false;
  }

  override shrink(_value: string, context: unknown): fc.Stream<fc.Value<string>> {
    return fc.stream(this.#simpler(context as Choice)).map((choice) => this.#value(choice));
  }

  /** Simpler choices, the boldest first. Each has fewer characters or a smaller index, so shrinking ends. */
  *#simpler(choice: Choice): Generator<Choice> {
    const counts = choice.map((indexes) => indexes.length);
    const shortest = this.#fit(this.#atoms.map(({ min }) => min));
    const cut = (to: number[]): Choice => choice.map((indexes, i) => indexes.slice(0, to[i]));
    if (choice.some((indexes) => indexes.some((index) => index > 0)) || total(shortest) < total(counts))
      yield shortest.map((count) => Array.from({ length: count }, () => 0));
    for (const [i, count] of counts.entries())
      for (let drop = count - (this.#atoms[i]?.min ?? 0); drop > 0; drop = Math.floor(drop / 2))
        if (total(counts) - drop >= this.#least) yield cut(counts.with(i, count - drop));

    const changed = (i: number, from: number, to: number, simpler: (index: number) => number): Choice =>
      choice.with(
        i,
        (choice[i] ?? []).map((index, at) => (at >= from && at < to ? simpler(index) : index)),
      );
    for (const [i, indexes] of choice.entries()) {
      for (let size = indexes.length; size > 1; size = Math.ceil(size / 2))
        for (let from = 0; from < indexes.length; from += size)
          if (indexes.slice(from, from + size).some((index) => index > 0))
            yield changed(i, from, from + size, () => 0);
      for (const [at, index] of indexes.entries())
        for (let less = index; less > 0; less = Math.floor(less / 2))
          yield changed(i, at, at + 1, () => index - less);
    }
  }
}

/**
 * Strings that match a regular expression (`u` flag, as JSON Schema reads it). Anchored sequences of characters and
 * classes with repetition, such as `^[0-9A-Fa-f]{40}$`, keep to `lengths` and shrink to the shortest string of the
 * simplest characters: `exact` is true. Others come from `fc.stringMatching`, whose lengths the caller must filter.
 * Throws where fast-check cannot read the pattern either.
 */
export function patternStrings(
  pattern: string,
  lengths: Lengths,
): { strings: fc.Arbitrary<string>; exact: boolean } {
  const atoms = readAtoms(pattern);
  if (atoms === null) return { strings: anyMatching(pattern), exact: false };
  // A repetition without a maximum must be able to reach the least length.
  const reaching = atoms.map((atom) => (atom.open ? { ...atom, max: atom.max + lengths.min } : atom));
  const shortest = total(reaching.map(({ min }) => min));
  const exact = shortest <= (lengths.max ?? shortest) && total(reaching.map(({ max }) => max)) >= lengths.min;
  return { strings: new AtomStrings(reaching, lengths), exact };
}

function anyMatching(pattern: string): fc.Arbitrary<string> {
  try {
    return fc.stringMatching(new RegExp(pattern, 'u')).filter((value) => value.isWellFormed());
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `No strings can be made for the pattern ${JSON.stringify(pattern)}: ${reason}. ` +
        'Character classes, repetition, groups and alternatives can be.',
      { cause },
    );
  }
}
