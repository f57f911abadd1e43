/** A set of characters, simplest first, and how often it repeats; `open` where the pattern gives no maximum. */
export type Atom = { chars: string[]; min: number; max: number; open: boolean };

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
export function readAtoms(pattern: string): Atom[] | null {
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
