import * as fc from 'fast-check';

/** Text that breaks escaping, encoding, trimming, comparison or display somewhere. */
// oxfmt-ignore
const NASTY = [
  '"', '\\', '\u0000', '\u2028', '\u2029', '😀', 'e\u0301', '\u202e', 'שלום', 'مرحبا', '</script>', '${7*7}',
  '{{7*7}}', '%00', '%s', '\u00a0', '\ufeff', '\u200b', '\r\n', '\n', '\t', ' ', "'", '<!--', '\u0007', '\u007f',
  '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}', 'İ', 'ß', 'ﷺ', '\ufffd', '\u{10ffff}', '\u{20000}', '\\u0000', 'null',
];
const LONGEST = 2000;

/** Any code point but a surrogate. (fast-check's own `binary` unit builds a table of all of them first, most of a second.) */
const CODE_POINT = fc
  .integer({ min: 0, max: 0x10_ffff - 0x800 })
  .map((n) => String.fromCodePoint(n < 0xd800 ? n : n + 0x800));

/** `{ min, max }` in code points, as `minLength` and `maxLength` count. */
export type Lengths = { min: number; max?: number };

/** Cuts or pads to the lengths. Padding repeats the text, so that a padded text is as nasty. */
function fit(value: string, { min, max }: Lengths): string {
  if (value.length >= 2 * min && (max === undefined || value.length <= max)) return value;
  const points = Array.from(value);
  if (max !== undefined && points.length > max) return points.slice(0, max).join('');
  if (points.length >= min) return value;
  return points.length === 0
    ? 'a'.repeat(min)
    : Array.from({ length: min }, (_, i) => points[i % points.length]).join('');
}

/**
 * Strings that are valid Unicode (no lone surrogates) and unkind on purpose: quotes, U+0000, line separators, astral and
 * combining characters, right-to-left text, white space at the ends, markup, up to 2,000 code points. They
 * shrink to short plain ones. `excludeNul` puts U+0001 in the place of U+0000.
 */
export function text(lengths: Lengths, excludeNul: boolean): fc.Arbitrary<string> {
  const { min, max } = lengths;
  const plain = fc.string({ minLength: min, ...(max === undefined ? {} : { maxLength: max }) });
  const piece = fc.oneof(
    fc.constantFrom(...NASTY),
    fc.string({ unit: CODE_POINT, minLength: 1, maxLength: 2 }),
  );
  const nasty = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''));
  const framed = fc
    .tuple(fc.constantFrom(' ', '\t', '\n', '\u00a0', '\u3000'), fc.string({ maxLength: 6 }), fc.boolean())
    .map(([space, inner, both]) => (both ? space + inner + space : inner + space));
  const longest = Math.max(min, Math.min(max ?? LONGEST, LONGEST));
  const long = fc
    .tuple(nasty, fc.integer({ min: Math.max(min, Math.min(longest, 100)), max: longest }))
    .map(([value, length]) => fit(value, { min: length, max: length }));
  const any = fc.oneof(
    { withCrossShrink: true },
    { arbitrary: plain, weight: 12 },
    { arbitrary: fc.string({ unit: CODE_POINT, maxLength: 8 }), weight: 4 },
    { arbitrary: nasty, weight: 6 },
    { arbitrary: framed, weight: 2 },
    { arbitrary: long, weight: 1 },
  );
  return any.map((value) => {
    const fitted = fit(value, lengths);
    return excludeNul && fitted.includes('\u0000') ? fitted.replaceAll('\u0000', '\u0001') : fitted;
  });
}

/**
 * Names for members that nobody declared: short unkind texts. Not `valueOf` and `toString`, which deep comparisons of plain
 * objects, ajv's among them, take for methods and call.
 */
export function memberNames(excludeNul: boolean): fc.Arbitrary<string> {
  return text({ min: 0, max: 12 }, excludeNul).map((name) =>
    name === 'valueOf' || name === 'toString' ? `${name}_` : name,
  );
}
