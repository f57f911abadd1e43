import type { Body } from '../../src/trace/lines.ts';

/** What some services say before they close a connection on which nothing comes. */
export const LATE_TIMEOUT = /^\s*HTTP\/\d\.\d 408 /;

/** True where the bytes after an answer are another answer. */
export function startsAnswer(rest: Body | undefined): boolean {
  return typeof rest === 'string' && /^\s*HTTP\/\d/.test(rest) && !LATE_TIMEOUT.test(rest);
}
