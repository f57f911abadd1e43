/** An instant as the API prints it: whole milliseconds since 1970 and 100-ns ticks within the millisecond (may exceed 9,999). */
export type Instant = { ms: number; ticks: number };

const TICKS_PER_MS = 10_000;

/** UTC with `Z` and up to 7 fraction digits, trailing zeros trimmed, as in the captures. */
export function dateTimeOffset(instant: Instant, mostDigits = 7): string {
  const ms = Math.floor(instant.ms) + Math.floor(instant.ticks / TICKS_PER_MS);
  const ticks = instant.ticks % TICKS_PER_MS;
  const text = isoOf(ms);
  const digits = `${text.slice(20, 23)}${String(ticks).padStart(4, '0')}`.slice(0, mostDigits);
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === ZERO) end -= 1;
  return end === 0 ? `${text.slice(0, 19)}Z` : `${text.slice(0, 20)}${digits.slice(0, end)}Z`;
}

const ZERO = 0x30;

/** Many answers are of the same instant, and a date is dear. */
const lately = { isoMs: Number.NaN, iso: '', fixSecond: Number.NaN, fix: '' };

function isoOf(ms: number): string {
  if (lately.isoMs !== ms) {
    lately.iso = new Date(ms).toISOString();
    lately.isoMs = ms;
  }
  return lately.iso;
}

/** IMF-fixdate (RFC 9110 §5.6.7) of the second in which `epochMs` lies. */
export function imfFixdate(epochMs: number): string {
  const second = Math.floor(epochMs / 1000);
  if (lately.fixSecond !== second) {
    lately.fix = new Date(second * 1000).toUTCString();
    lately.fixSecond = second;
  }
  return lately.fix;
}
