import type { Answer } from './answers.ts';
import type { HeaderLine } from '../../src/trace/lines.ts';
import { valuesOf } from '../../src/judge/reading.ts';

const TIME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?Z$/;

/** The time of an action in ms since 1970, its digits after the third left out; undefined for another form, and for a day that there is not. */
export function actionTimeMs(value: unknown): number | undefined {
  const parts = typeof value === 'string' ? TIME.exec(value)?.slice(1).map(Number) : undefined;
  if (!parts) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  if (!isDay(year, month, day) || hour > 23 || minute > 59) return undefined;
  // A leap second ends a day, and that day a month (RFC 3339 §5.7).
  const leap = second === 60 && hour === 23 && minute === 59 && !isDay(year, month, day + 1);
  if (second > 59 && !leap) return undefined;
  return Date.UTC(year, month - 1, day, hour, minute, Math.min(second, 59));
}

/** Of the right form, but on a day or at an hour that there is not: 30 February. */
export function isImpossibleTime(value: unknown): boolean {
  return typeof value === 'string' && TIME.test(value) && actionTimeMs(value) === undefined;
}

function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** An HTTP date in the one form that may be sent (IMF-fixdate, RFC 9110 §5.6.7), in ms since 1970; undefined for any other. */
export function httpDateMs(value: string): number | undefined {
  const plain = value.replace(/:60 GMT$/, ':59 GMT'); // a leap second is in the grammar
  const ms = Date.parse(plain);
  return Number.isFinite(ms) && new Date(ms).toUTCString() === plain ? ms : undefined;
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
  const created = actionTimeMs(action['creationDateTimeUtc']);
  const comment = action['requestorComment'];
  if (created === undefined || (typeof comment === 'string' && comment.includes(header.run))) return false;
  return created < answeredAtMs(answer, header) - answer.t - DATE_GRAIN_MS;
}
