import type { Answer } from './answers.ts';
import { rememberLast } from '../../src/judge/last.ts';
import type { HeaderLine } from '../../src/trace/lines.ts';
import { valuesOf } from '../../src/judge/reading.ts';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/** The time of an action in ms since 1970, its digits after the third left out; undefined for another form, and for a day that there is not. */
export function actionTimeMs(value: unknown): number | undefined {
  return typeof value === 'string' ? timeMs(value) : undefined;
}

/** A dozen checks read the same time. */
const timeMs = rememberLast((text: string): number | undefined => {
  if (!TIME.test(text)) return undefined;
  const year = two(text, 0) * 100 + two(text, 2);
  const [month, day] = [two(text, 5), two(text, 8)];
  const [hour, minute, second] = [two(text, 11), two(text, 14), two(text, 17)];
  if (!isDay(year, month, day) || hour > 23 || minute > 59) return undefined;
  // A leap second ends a day, and that day a month (RFC 3339 §5.7).
  const leap = second === 60 && hour === 23 && minute === 59 && !isDay(year, month, day + 1);
  if (second > 59 && !leap) return undefined;
  return Date.UTC(year, month - 1, day, hour, minute, Math.min(second, 59));
});

/** The number that two digits are. */
function two(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
}

/** Of the right form, but on a day or at an hour that there is not: 30 February. */
export function isImpossibleTime(value: unknown): boolean {
  return typeof value === 'string' && TIME.test(value) && actionTimeMs(value) === undefined;
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isDay(year: number, month: number, day: number): boolean {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day >= 1 && day <= (month === 2 && leap ? 29 : (DAYS[month - 1] ?? 0));
}

/** An HTTP date in the one form that may be sent (IMF-fixdate, RFC 9110 §5.6.7), in ms since 1970; undefined for any other. */
export const httpDateMs = rememberLast((value: string): number | undefined => {
  const quick = plainDateMs(value);
  if (quick !== undefined) return quick;
  const plain = value.replace(/:60 GMT$/, ':59 GMT'); // a leap second is in the grammar
  const ms = Date.parse(plain);
  return Number.isFinite(ms) && new Date(ms).toUTCString() === plain ? ms : undefined;
});

const WEEKDAYS = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'];
const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';
const IMF_FIXDATE = /^[A-Z][a-z]{2}, [0-3]\d [A-Z][a-z]{2} [12]\d{3} [0-2]\d:[0-5]\d:[0-5]\d GMT$/;
const DAY_MS = 86_400_000;

/** Of what nearly every answer has, in a quarter of the time: undefined says nothing. 1 January 1970 was a Thursday. */
function plainDateMs(text: string): number | undefined {
  if (!IMF_FIXDATE.test(text)) return undefined;
  const month = MONTHS.indexOf(text.slice(8, 11)) / 3 + 1;
  const [day, year, hour] = [two(text, 5), two(text, 12) * 100 + two(text, 14), two(text, 17)];
  if (!isDay(year, month, day) || hour > 23) return undefined;
  const ms = Date.UTC(year, month - 1, day, hour, two(text, 20), two(text, 23));
  const weekday = Math.floor(ms / DAY_MS) % 7;
  return ms >= 0 && text.startsWith(WEEKDAYS[weekday] ?? '?') ? ms : undefined;
}

/** When the service answered: by its own Date, or by the run's clock where there is none that can be read. In ms since 1970. */
export function answeredAtMs(answer: Answer, header: HeaderLine): number {
  const [date = ''] = valuesOf(answer.headers, 'date');
  return httpDateMs(date) ?? Date.parse(header.startedAt) + answer.t;
}

/** A Date counts whole seconds. */
const DATE_GRAIN_MS = 5_000;

/**
 * The action may be an earlier one of the same machine and file that a service gives back while it goes on: it was there before
 * the run, and does not speak of it. Calls that repeat one of the run are known as `repeated`.
 */
export function isFromBefore(action: Record<string, unknown>, answer: Answer, header: HeaderLine): boolean {
  if (header.target === 'mock' || header.target === 'emulator') return false; // they start with the scenario
  const comment = action['requestorComment'];
  if (typeof comment === 'string' && comment.includes(header.run)) return false;
  const created = actionTimeMs(action['creationDateTimeUtc']);
  return created !== undefined && created < answeredAtMs(answer, header) - answer.t - DATE_GRAIN_MS;
}
