import { broken, holds, unknown, type Opinion } from '../../src/judge/checks.ts';
import type { Exchange } from '../../src/judge/exchanges.ts';
import type { ResponseLine } from '../../src/trace/lines.ts';
import { isPassing, type Answer } from '../support/answers.ts';

/** What came back for a message that was written byte by byte; a status counts although its body is not whole. */
export function statusOf({
  response,
}: Exchange):
  | { status: number; line: Answer }
  | { status?: undefined; none: string; lost: NonNullable<ResponseLine['lost']> | 'open' } {
  const line = response?.line;
  if (line === undefined) return { none: 'no answer by the end of the trace', lost: 'open' };
  if (line.lost !== undefined) return { none: NONE[line.lost], lost: line.lost };
  return { status: line.status, line };
}

const NONE: Readonly<Record<NonNullable<ResponseLine['lost']>, string>> = {
  reset: 'a connection that was reset without an answer',
  cut: 'a connection that was closed without an answer',
  timeout: 'no answer',
  refused: 'no connection',
};

/** That no answer came says something of the message only where the service listens, and answers other messages. */
export function isTelling(
  lost: NonNullable<ResponseLine['lost']> | 'open',
  other: number | undefined,
): boolean {
  return lost !== 'refused' && lost !== 'open' && other !== undefined;
}

/**
 * A refusal with one of `wanted` is due whatever else is in the message. No answer at all refuses it as well, and a reset may have
 * swallowed one, so that tells and does not fail; so does another 4xx that a plain call does not get.
 */
export function mustRefuse(
  exchange: Exchange,
  wanted: readonly number[],
  plain: number | undefined,
): Opinion {
  const answer = statusOf(exchange);
  if (answer.status === undefined)
    return isTelling(answer.lost, plain)
      ? broken(wanted.join(' or '), answer.none, true)
      : unknown(`it met with ${answer.none}`);
  const { status } = answer;
  if (wanted.includes(status)) return holds;
  if (isPassing(status)) return unknown(`it was answered ${status}`);
  const refused = status >= 400 && status < 500 && plain !== undefined && status !== plain;
  return broken(wanted.join(' or '), String(status), refused);
}

/** The answer that `due` was given is due, or one of `also`. */
export function mustMatch(
  exchange: Exchange,
  due: { status: number | undefined; of: string },
  also: readonly number[] = [],
): Opinion {
  const answer = statusOf(exchange);
  if (due.status === undefined) return unknown(`${due.of} was not answered`);
  const expected = [`${due.status}, as ${due.of}`, ...also.map(String)].join(', or ');
  if (answer.status === undefined)
    return isTelling(answer.lost, due.status)
      ? broken(expected, answer.none, true)
      : unknown(`it met with ${answer.none}`);
  const { status } = answer;
  if (status === due.status || also.includes(status)) return holds;
  if (isPassing(status)) return unknown(`it was answered ${status}`);
  return broken(expected, String(status));
}
