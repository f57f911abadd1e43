/** An instant as the API prints it: whole milliseconds since 1970 and 100-ns ticks within the millisecond (may exceed 9,999). */
export type Instant = { ms: number; ticks: number };

const TICKS_PER_MS = 10_000;

/** UTC with `Z` and up to 7 fraction digits, trailing zeros trimmed, as in the captures. */
export function dateTimeOffset(instant: Instant, mostDigits = 7): string {
  const ms = Math.floor(instant.ms) + Math.floor(instant.ticks / TICKS_PER_MS);
  const second = Math.floor(ms / 1000);
  const fraction = (ms - second * 1000) * TICKS_PER_MS + (instant.ticks % TICKS_PER_MS);
  const digits = String(TICKS_PER_SECOND + fraction).slice(1, 1 + mostDigits);
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === ZERO) end -= 1;
  return end === 0 ? `${isoSecond(second)}Z` : `${isoSecond(second)}.${digits.slice(0, end)}Z`;
}

const ZERO = 0x30;
const TICKS_PER_SECOND = 10_000_000;

/** Many answers are of the same second, and a date is dear. */
const lately = { isoSecond: Number.NaN, iso: '', fixSecond: Number.NaN, fix: '' };

function isoSecond(second: number): string {
  if (lately.isoSecond !== second) {
    lately.iso = new Date(second * 1000).toISOString().slice(0, 19);
    lately.isoSecond = second;
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
