import * as fc from 'fast-check';

type Format = {
  values: fc.Arbitrary<string>;
  /** Our own reading of the format, stricter than ajv's where ajv is lenient; never ajv itself. */
  accepts(value: string): boolean;
  /** Turns a value into ones that are nearly right. Some may still be right: the caller asks `accepts`. */
  nearMisses: ((valid: string) => string)[];
};

const two = (n: number): string => String(n).padStart(2, '0');
/** From 0001-01-01 to 9999-12-31, in seconds since 1970. */
const seconds = fc.integer({ min: -62_135_596_800, max: 253_402_300_799 });
const isoSeconds = (at: number): string => new Date(at * 1000).toISOString().slice(0, 19);
const fraction = fc.oneof(
  { withCrossShrink: true },
  fc.constant(''),
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 7 })
    .map((digits) => `.${digits.join('')}`),
);
const zone = fc.oneof(
  { withCrossShrink: true },
  { arbitrary: fc.constant('Z'), weight: 5 },
  {
    arbitrary: fc
      .tuple(fc.constantFrom('+', '-'), fc.nat(23), fc.nat(59))
      .map(([sign, hours, minutes]) => `${sign}${two(hours)}:${two(minutes)}`),
    weight: 1,
  },
);

/** RFC 3339 §5.6 full-date, with the days of the month. */
function isDate(value: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value);
  if (match === null) return false;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  if (month < 1 || month > 12 || day < 1) return false;
  // Day 0 of the next month. Date.UTC reads the years 0 to 99 as 1900 to 1999, so a year of the same kind stands in.
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= new Date(Date.UTC(leap ? 2004 : 2001, month, 0)).getUTCDate();
}

/** RFC 3339 §5.6 date-time. A second 60 counts as right: whether that minute had a leap second is not asked. */
function isDateTime(value: string): boolean {
  const match =
    /^(.{10})[Tt ]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/.exec(
      value,
    );
  return match !== null && isDate(match[1] ?? '');
}

let webUrls: fc.Arbitrary<string> | undefined;

const cutOne = (value: string): string => value.slice(0, -1);
const FORMATS: Record<string, Format> = {
  'date-time': {
    values: fc.tuple(seconds, fraction, zone).map(([at, digits, offset]) => isoSeconds(at) + digits + offset),
    accepts: isDateTime,
    nearMisses: [
      () => '',
      (v) => v.slice(0, 19),
      (v) => v.slice(0, 10),
      (v) => `${v.slice(0, 5)}13${v.slice(7)}`,
      (v) => `${v.slice(0, 5)}02-30${v.slice(10)}`,
      (v) => `${v.slice(0, 11)}24${v.slice(13)}`,
      (v) => v.replace('T', '_'),
      (v) => v.replaceAll('-', '/'),
      (v) => `${v.slice(0, 19)},5Z`,
      (v) => `${v.slice(0, 19)}.Z`,
      (v) => ` ${v}`,
      (v) => `${v}\n`,
      (v) => `${v.slice(0, 19)} UTC`,
      (v) => `+00${v}`,
      (v) => String(Date.parse(v.slice(0, 10))),
    ],
  },
  date: {
    values: seconds.map((at) => isoSeconds(at).slice(0, 10)),
    accepts: isDate,
    nearMisses: [
      () => '',
      cutOne,
      (v) => `${v.slice(0, 5)}13${v.slice(7)}`,
      (v) => `${v.slice(0, 5)}02-30`,
      (v) => v.replaceAll('-', '/'),
      (v) => v.replaceAll('-', ''),
      (v) => `${v}T00:00:00Z`,
      (v) => `${v}\n`,
    ],
  },
  uuid: {
    values: fc.uuid(),
    accepts: (value) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value),
    nearMisses: [
      () => '',
      cutOne,
      (v) => `${v}0`,
      (v) => v.replaceAll('-', ''),
      (v) => `{${v}}`,
      (v) => `g${v.slice(1)}`,
      (v) => v.replace('-', '_'),
      (v) => ` ${v}`,
      (v) => `${v}\n`,
    ],
  },
  uri: {
    // Made when asked for: fast-check builds a table of all code points for it, half a second.
    get values() {
      return (webUrls ??= fc.webUrl({ withFragments: true, withQueryParameters: true }));
    },
    accepts: (value) => /^[a-z][a-z0-9+.-]*:[!#$&-;=?-[\]_a-z~%]*$/i.test(value) && URL.canParse(value),
    nearMisses: [
      () => '',
      (v) => v.replace(/^[a-z]+:/, ''),
      (v) => ` ${v}`,
      (v) => `${v}\n`,
      (v) => `${v} `,
      (v) => `${v}<`,
      (v) => `${v}%zz`,
    ],
  },
};

/** The values of `format` that can be generated and broken. */
export const FORMAT_NAMES: readonly string[] = Object.keys(FORMATS);

/** How to make, judge and nearly miss a format of `FORMAT_NAMES`. Throws on any other. */
export function formatOf(name: string): Format {
  const format = FORMATS[name];
  if (format === undefined) throw new Error(`Unknown format "${name}". Known: ${FORMAT_NAMES.join(', ')}.`);
  return format;
}
