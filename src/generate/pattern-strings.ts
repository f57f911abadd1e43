import * as fc from 'fast-check';
import type { Lengths } from './text.ts';

/** A set of characters, simplest first, and how often it repeats; `open` where the pattern gives no maximum. */
type Atom = { chars: string[]; min: number; max: number; open: boolean };
/** For each repetition of each atom, the index of its character. */
type Choice = number[][];

const SHORTHANDS: Record<string, string> = {
  d: '0-9',
  w: '0-9A-Za-z_',
  s: ' \t\n\r\f\v\u00a0\ufeff\u2028\u2029',
};
const CONTROLS: Record<string, string> = { t: '\t', n: '\n', r: '\r', f: '\f', v: '\v', 0: '\u0000' };
/** An escaped character that stands for itself or a control character; anything else is left to fast-check. */
const ESCAPE = /^\\(?:([tnrfv0])(?!\d)|u([\dA-Fa-f]{4})|x([\dA-Fa-f]{2})|([\^$\\.*+?()[\]{}|/-]))/;
const QUANTIFIER = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})/;
/** `*`, `+` and `{n,}` repeat at most this often beyond their minimum. */
const BEYOND_MINIMUM = 12;
const MOST_CHARS = 1000;

/** Digits, then lower case, then upper case, then the rest: what a counterexample should shrink towards. */
const simplicity = (char: string): number =>
  /[0-9]/.test(char) ? 0 : /[a-z]/.test(char) ? 1 : /[A-Z]/.test(char) ? 2 : 3;

function charsBetween(first: string, last: string): string[] | null {
  const from = first.codePointAt(0) ?? 0;
  const to = last.codePointAt(0) ?? 0;
  if (to - from > MOST_CHARS || (to >= 0xd800 && from <= 0xdfff)) return null;
  return Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i));
}

/** The character that `source` starts with, and how much of the source it takes. */
function readChar(source: string): { char: string; length: number } | null {
  if (!source.startsWith('\\')) {
    const char = String.fromCodePoint(source.codePointAt(0) ?? 0);
    return { char, length: char.length };
  }
  const match = ESCAPE.exec(source);
  if (match === null) return null;
  const [whole, control, unicode, hex, itself] = match;
  const code = unicode ?? hex;
  const char = control ? CONTROLS[control] : code ? String.fromCharCode(Number.parseInt(code, 16)) : itself;
  return char === undefined || !char.isWellFormed() ? null : { char, length: whole.length };
}

/** The characters of the inside of `[…]`; null if it is negated, empty or uses what is not known here. */
function readClass(inside: string): string[] | null {
  if (inside.startsWith('^')) return null;
  const chars = new Set<string>();
  let rest = inside;
  while (rest !== '') {
    const shorthand = /^\\([dws])/.exec(rest);
    const expanded = shorthand && readClass(SHORTHANDS[shorthand[1] ?? ''] ?? '');
    if (expanded) {
      for (const char of expanded) chars.add(char);
      rest = rest.slice(2);
      continue;
    }
    const first = readChar(rest);
    if (first === null) return null;
    rest = rest.slice(first.length);
    let last = first;
    if (rest.startsWith('-') && rest.length > 1) {
      const end = readChar(rest.slice(1));
      if (end === null) return null;
      last = end;
      rest = rest.slice(1 + end.length);
    }
    const range = charsBetween(first.char, last.char);
    if (range === null) return null;
    for (const char of range) chars.add(char);
  }
  if (chars.size === 0 || chars.size > MOST_CHARS) return null;
  return [...chars].toSorted((a, b) => simplicity(a) - simplicity(b) || (a < b ? -1 : 1));
}

function readQuantifier(source: string): Omit<Atom, 'chars'> & { length: number } {
  const match = QUANTIFIER.exec(source);
  if (match === null) return { min: 1, max: 1, open: false, length: 0 };
  const [whole, sign, least = '', comma, most = ''] = match;
  const length = whole.length;
  if (sign === '?') return { min: 0, max: 1, open: false, length };
  const min = sign === '*' ? 0 : sign === '+' ? 1 : Number(least);
  const open = most === '' && (comma === ',' || sign !== undefined);
  return { min, max: most ? Number(most) : open ? min + BEYOND_MINIMUM : min, open, length };
}

/** The atoms of `^…$` made of characters and classes with repetition; null for any richer regular expression. */
function readAtoms(pattern: string): Atom[] | null {
  if (!pattern.startsWith('^') || !/(?<!\\)(\\\\)*\$$/.test(pattern)) return null;
  const atoms: Atom[] = [];
  let rest = pattern.slice(1, -1);
  while (rest !== '') {
    const atom = /^(?:\[((?:[^\]\\]|\\.)*)\]|(\\[dws]))/s.exec(rest);
    const char = atom || /^[.()|^$*+?{}[\]]/.test(rest) ? null : readChar(rest);
    const chars = atom ? readClass(atom[1] ?? atom[2] ?? '') : char && [char.char];
    if (chars === null) return null;
    rest = rest.slice(atom ? atom[0].length : (char?.length ?? 0));
    const { length, ...repetition } = readQuantifier(rest);
    rest = rest.slice(length);
    if (/^[?+]/.test(rest) && length > 0) return null; // lazy, or not a regular expression at all
    atoms.push({ chars, ...repetition });
  }
  return atoms;
}

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
 * Throws where fast-check cannot read the pattern.
 */
export function patternStrings(
  pattern: string,
  lengths: Lengths,
): { strings: fc.Arbitrary<string>; exact: boolean } {
  const atoms = readAtoms(pattern);
  if (atoms === null) {
    const strings = fc.stringMatching(new RegExp(pattern, 'u')).filter((value) => value.isWellFormed());
    return { strings, exact: false };
  }
  // A repetition without a maximum must be able to reach the least length.
  const reaching = atoms.map((atom) => (atom.open ? { ...atom, max: atom.max + lengths.min } : atom));
  const shortest = total(reaching.map(({ min }) => min));
  const exact = shortest <= (lengths.max ?? shortest) && total(reaching.map(({ max }) => max)) >= lengths.min;
  return { strings: new AtomStrings(reaching, lengths), exact };
}
