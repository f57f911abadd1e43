/** Retry-After (RFC 9110 section 10.2.3) and the dates in it (section 5.6.7). */

/** `rfc850` and `asctime` are obsolete: to be read, not to be sent. */
export type HttpDateForm = 'imf-fixdate' | 'rfc850' | 'asctime';
export type HttpDate = { epochMs: number; form: HttpDateForm };

export type RetryAfter =
  | { kind: 'none' }
  | { kind: 'seconds'; seconds: number }
  | ({ kind: 'date' } & HttpDate)
  | { kind: 'invalid'; why: string };

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const TIME = String.raw`(?<time>\d{2}:\d{2}:\d{2})`;
const MONTH = `(?<month>${MONTHS.join('|')})`;
const SHORT_DAY = `(?<day>${DAYS.map((day) => day.slice(0, 3)).join('|')})`;
const FORMS: { form: HttpDateForm; pattern: RegExp }[] = [
  {
    form: 'imf-fixdate',
    pattern: new RegExp(String.raw`^${SHORT_DAY}, (?<date>\d{2}) ${MONTH} (?<year>\d{4}) ${TIME} GMT$`),
  },
  {
    form: 'rfc850',
    pattern: new RegExp(
      String.raw`^(?<day>${DAYS.join('|')}), (?<date>\d{2})-${MONTH}-(?<year>\d{2}) ${TIME} GMT$`,
    ),
  },
  {
    form: 'asctime',
    pattern: new RegExp(String.raw`^${SHORT_DAY} ${MONTH} (?<date>\d{2}| \d) ${TIME} (?<year>\d{4})$`),
  },
];

/**
 * Reads the values of all Retry-After lines of one response. Whitespace around a value is no part of it
 * (RFC 9110 section 5.5). The same value twice is read as one: nothing is in doubt.
 */
export function parseRetryAfter(values: readonly string[]): RetryAfter {
  const [value, ...more] = [...new Set(values.map((raw) => raw.replace(/^[ \t]+|[ \t]+$/g, '')))];
  if (value === undefined) return { kind: 'none' };
  if (more.length > 0) return { kind: 'invalid', why: `${more.length + 1} different values` };
  if (/^\d+$/.test(value)) return { kind: 'seconds', seconds: Number(value) };
  if (value === '') return { kind: 'invalid', why: 'empty' };
  if (/^[+-]\d/.test(value))
    return { kind: 'invalid', why: `a sign in ${shown(value)}: only digits are allowed` };
  if (/^\d*[.,]\d+$/.test(value))
    return { kind: 'invalid', why: `a fraction in ${shown(value)}: only whole seconds are allowed` };
  const date = parseHttpDate(value);
  return 'why' in date ? { kind: 'invalid', why: date.why } : { kind: 'date', ...date };
}

/** Reads an HTTP-date in any of its three forms; `why` says what is wrong with it. */
export function parseHttpDate(text: string): HttpDate | { why: string } {
  for (const { form, pattern } of FORMS) {
    const parts = pattern.exec(text)?.groups as
      | Record<'day' | 'date' | 'month' | 'year' | 'time', string>
      | undefined;
    if (parts === undefined) continue;
    const [hour, minute, second] = parts.time.split(':').map(Number) as [number, number, number];
    // 60 is a leap second, which the grammar allows.
    if (hour > 23 || minute > 59 || second > 60) return { why: `no such time of day in ${shown(text)}` };
    // A century moves a date by five or six weekdays, so that the weekday tells which one two digits mean.
    const centuries = form === 'rfc850' ? [2000, 1900] : [0];
    for (const century of centuries) {
      const midnight = Date.UTC(2000, 0, 1);
      const at = new Date(midnight);
      at.setUTCFullYear(century + Number(parts.year), MONTHS.indexOf(parts.month), Number(parts.date));
      if (at.getUTCDate() !== Number(parts.date)) return { why: `no such day in ${shown(text)}` };
      if (DAYS[at.getUTCDay()]?.slice(0, 3) !== parts.day.slice(0, 3)) continue;
      return { epochMs: at.setUTCHours(hour, minute, second, 0), form };
    }
    return { why: `the weekday and the date disagree in ${shown(text)}` };
  }
  return { why: `${shown(text)} is neither whole seconds nor an HTTP-date in GMT` };
}

function shown(value: string): string {
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
}
