import { valuesOf } from '../../src/judge/reading.ts';
import type { HeaderLine } from '../../src/trace/lines.ts';
import type { Answer } from '../support/answers.ts';
import { parseHttpDate, parseRetryAfter } from '../limits/retry-after.ts';

/** `untilMs`: trace time before which the same call must not be sent again. `legal`: false for a form that RFC 9110 does not have. */
export type Pause = { untilMs: number; legal: boolean; text: string };

/**
 * The pause that an answer asks for; undefined where it asks for none that can be read. A date may be counted against
 * the client's own clock or the answer's `Date`, so the earlier of the two binds.
 */
export function pauseOf(answer: Answer, header: HeaderLine): Pause | undefined {
  const values = valuesOf(answer.headers, 'retry-after');
  const text = `Retry-After: ${values.join(', ')}`;
  const read = parseRetryAfter(values);
  if (read.kind === 'seconds') return { untilMs: answer.t + read.seconds * 1000, legal: true, text };
  if (read.kind === 'date') {
    const date = parseHttpDate(valuesOf(answer.headers, 'date')[0] ?? '');
    const byOwnClock = read.epochMs - Date.parse(header.startedAt);
    const byAnswer = 'why' in date ? byOwnClock : answer.t + read.epochMs - date.epochMs;
    return { untilMs: Math.min(byOwnClock, byAnswer), legal: true, text };
  }
  if (read.kind === 'none') return undefined;
  const numbers = values.flatMap((value) => value.split(',')).map((part) => part.trim());
  if (numbers.length === 0 || numbers.some((part) => !/^\d+(\.\d+)?$/.test(part))) return undefined;
  return { untilMs: answer.t + Math.min(...numbers.map(Number)) * 1000, legal: false, text };
}
