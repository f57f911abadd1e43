/** An instant as the API prints it: whole milliseconds since 1970 and 100-ns ticks within the millisecond (may exceed 9,999). */
export type Instant = { ms: number; ticks: number };

const TICKS_PER_MS = 10_000;

/** UTC with `Z` and up to 7 fraction digits, trailing zeros trimmed, as in the captures. */
export function dateTimeOffset(instant: Instant, mostDigits = 7): string {
  const ms = Math.floor(instant.ms) + Math.floor(instant.ticks / TICKS_PER_MS);
  const ticks = instant.ticks % TICKS_PER_MS;
  const [seconds, millis] = new Date(ms).toISOString().slice(0, -1).split('.');
  const fraction = `${millis}${String(ticks).padStart(4, '0')}`.slice(0, mostDigits).replace(/0+$/, '');
  return fraction === '' ? `${seconds}Z` : `${seconds}.${fraction}Z`;
}

/** IMF-fixdate (RFC 9110 §5.6.7) of the second in which `epochMs` lies. */
export function imfFixdate(epochMs: number): string {
  return new Date(Math.floor(epochMs)).toUTCString();
}
