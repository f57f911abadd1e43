/** A change to a valid string, at an index that the caller draws; some results may still be valid. */
type StringChange = (valid: string, at: number) => string;

/** Letters of other scripts that look like Latin ones: what a person cannot see and a comparison can. */
// oxfmt-ignore
const HOMOGLYPHS: Record<string, string> = {
  a: 'а', c: 'с', e: 'е', o: 'о', p: 'р', x: 'х', y: 'у', i: 'і', s: 'ѕ',
  A: 'А', B: 'В', C: 'С', E: 'Е', H: 'Н', K: 'К', M: 'М', O: 'О', P: 'Р', T: 'Т', X: 'Х', S: 'Ѕ',
};
const FULLWIDTH = 0xfee0;
const ARABIC_INDIC_ZERO = 0x0660;

const shifted = (char: string, by: number): string => String.fromCodePoint((char.codePointAt(0) ?? 0) + by);
const fullwidth = (value: string): string => value.replaceAll(/[!-~]/g, (char) => shifted(char, FULLWIDTH));
const putAt = (value: string, at: number, char: string): string =>
  value.slice(0, at) + char + value.slice(at + 1);
const insertAt = (value: string, at: number, more: string): string =>
  value.slice(0, at) + more + value.slice(at);
/** As long as the valid value, with the start changed: a check of the length alone lets it through. */
const startWith = (start: string, value: string): string => start + value.slice(start.length);
const ofLength = (value: string, length: number): string =>
  value.repeat(Math.ceil(length / Math.max(1, value.length))).slice(0, length);

/**
 * Near misses of a string that must match a pattern, sharpest for hashes: wrong by one character, white space and invisible
 * characters at the ends, prefixes, other hash lengths, digits and letters of other scripts. The simplest is first:
 * counterexamples shrink to it.
 */
export const PATTERN_NEAR_MISSES: readonly StringChange[] = [
  () => '',
  (v) => v.slice(0, -1),
  (v) => v.slice(1),
  (v) => v + v.slice(-1),
  (v) => v + v,
  (v) => ofLength(v, 32), // MD5
  (v) => ofLength(v, 64), // SHA-256
  (v, at) => putAt(v, at, 'g'),
  (v, at) => putAt(v, at, 'G'),
  (v, at) => putAt(v, at, ' '),
  (v, at) => putAt(v, at, '-'),
  (v, at) => putAt(v, at, '\u0000'),
  (v) => ` ${v}`,
  (v) => `${v} `,
  (v) => `\t${v}`,
  (v) => `${v}\t`,
  (v) => `\n${v}`,
  (v) => `${v}\n`, // `$` of most regular expression engines lets this through
  (v) => `${v}\r\n`,
  (v) => `${v}\u0000`,
  (v) => `\u00a0${v}`,
  (v) => `${v}\u00a0`,
  (v, at) => insertAt(v, at, '\u200b'),
  (v) => `${v}\u200b`,
  (v) => `\ufeff${v}`,
  (v) => `0x${v}`,
  (v) => startWith('0x', v),
  (v) => `sha1:${v}`,
  (v) => startWith('sha1:', v),
  (v) => `"${v}"`,
  (v) => `${v},${v}`,
  (v) => v.replaceAll(/(..)(?!$)/g, '$1:'),
  (v, at) => putAt(v, at, fullwidth(v.slice(at, at + 1))),
  (v) => fullwidth(v),
  (v) => v.replaceAll(/\d/g, (digit) => shifted(digit, ARABIC_INDIC_ZERO - 0x30)), // \d of .NET and Python takes these
  (v, at) => putAt(v, at, 'а'), // Cyrillic
  (v) => v.replaceAll(/[A-Za-z]/g, (letter) => HOMOGLYPHS[letter] ?? letter),
];

const swapCase = (char: string): string =>
  char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase();

/** Near misses of one listed string: its case, spaces around it, one character more or less, a look-alike. */
const LISTED_STRING_CHANGES: readonly ((valid: string) => string)[] = [
  () => '',
  (v) => v.toLowerCase(),
  (v) => v.toUpperCase(),
  (v) => swapCase(v.slice(0, 1)) + v.slice(1),
  (v) => `${v} `,
  (v) => ` ${v}`,
  (v) => `${v}\n`,
  (v) => `${v}\u0000`,
  (v) => `${v}\u200b`,
  (v) => v.slice(0, -1),
  (v) => `${v}s`,
  (v) => `"${v}"`,
  (v) => v.replaceAll(/[A-Za-z]/g, (letter) => HOMOGLYPHS[letter] ?? letter),
];

/** Values that are nearly one of `enum`, or nearly the `const`; some may be another listed value. */
export function nearMissesOfListed(listed: readonly unknown[]): unknown[] {
  return listed.flatMap((value): unknown[] => {
    if (typeof value === 'string') return LISTED_STRING_CHANGES.map((change) => change(value));
    if (typeof value === 'number') return [value + 1, value - 1, -value, value + 0.5, String(value)];
    if (typeof value === 'boolean') return [!value, String(value), Number(value)];
    return value === null ? ['null', '', 0, false] : [JSON.stringify(value), [value]];
  });
}
