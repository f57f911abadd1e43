/** Retry-After (RFC 9110 §10.2.3) without Date, Intl or URL, so that it reads the same in Node and in k6. */

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * How long a response asks to wait, in ms from its arrival. A date is counted against the response's own `Date`, so that the
 * clocks of both ends need not agree. Undefined: no value, two of them, another form, or a date without `Date`.
 * @param headers names in lower case
 */
export function retryAfterMs(headers: Record<string, string>): number | undefined {
  const value = headers['retry-after']?.trim();
  if (value === undefined) return undefined;
  if (/^\d{1,10}$/.test(value)) return Number(value) * 1000;
  const until = httpDateSeconds(value);
  const now = httpDateSeconds(headers['date']?.trim() ?? '');
  return until === undefined || now === undefined ? undefined : Math.max(0, until - now) * 1000;
}

/** Seconds since 1970 of an HTTP date in any of its three forms (RFC 9110 §5.6.7); undefined for other text. */
export function httpDateSeconds(text: string): number | undefined {
  const fixdate = /^[A-Za-z]{3}, (\d\d) ([A-Za-z]{3}) (\d{4}) (\d\d):(\d\d):(\d\d) GMT$/.exec(text);
  if (fixdate) return secondsOf(fixdate[3], fixdate[2], fixdate[1], fixdate[4], fixdate[5], fixdate[6]);
  const rfc850 = /^[A-Za-z]{6,9}, (\d\d)-([A-Za-z]{3})-(\d\d) (\d\d):(\d\d):(\d\d) GMT$/.exec(text);
  if (rfc850)
    return secondsOf(wholeYear(rfc850[3] ?? ''), rfc850[2], rfc850[1], rfc850[4], rfc850[5], rfc850[6]);
  const asctime = /^[A-Za-z]{3} ([A-Za-z]{3}) ([ \d]\d) (\d\d):(\d\d):(\d\d) (\d{4})$/.exec(text);
  if (asctime) return secondsOf(asctime[6], asctime[1], asctime[2], asctime[3], asctime[4], asctime[5]);
  return undefined;
}

/** Two digits of a year: no HTTP message is older than 1970. */
function wholeYear(digits: string): string {
  return `${digits < '70' ? '20' : '19'}${digits}`;
}

function secondsOf(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  hour: string | undefined,
  minute: string | undefined,
  second: string | undefined,
): number | undefined {
  const monthIndex = MONTHS.indexOf((month ?? '').toLowerCase());
  if (monthIndex < 0) return undefined;
  const days = daysSince1970(Number(year), monthIndex, Number(day));
  return ((days * 24 + Number(hour)) * 60 + Number(minute)) * 60 + Number(second);
}

/** The Gregorian calendar, counted in years that begin in March, so that the leap day comes last. */
function daysSince1970(year: number, monthIndex: number, day: number): number {
  const marchYear = monthIndex < 2 ? year - 1 : year;
  const monthFromMarch = (monthIndex + 10) % 12;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  const DAYS_TO_1970 = 719_469;
  return marchYear * 365 + leapDays + Math.floor((153 * monthFromMarch + 2) / 5) + day - DAYS_TO_1970;
}
