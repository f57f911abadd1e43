import type { Exchange } from '../../src/judge/exchanges.ts';
import { bytesOf } from '../../src/trace/body.ts';
import type { CallRecord } from './conversation.ts';

/**
 * Whose request it is. Every announced call has its own machine, hash and comment, so a request belongs to the call of
 * which it carries most, wherever it carries it: a broken request has to be matched as well. Undefined: it carries
 * nothing of any call, or as much of one as of another.
 */
export function matchCall(exchange: Exchange, calls: readonly CallRecord[]): CallRecord | undefined {
  const { path, body } = exchange.request.line;
  const seen = {
    text: `${decoded(path)}\n${Buffer.from(bytesOf(body)).toString('utf8')}`.toLowerCase(),
    comment: exchange.reading.comment,
  };
  const scored = calls.map((call) => ({ call, score: scoreOf(call, seen) }));
  const most = Math.max(0, ...scored.map(({ score }) => score));
  const best = scored.filter(({ score }) => score === most);
  return most > 0 && best.length === 1 ? best[0]?.call : undefined;
}

function scoreOf({ line }: CallRecord, seen: { text: string; comment: string | undefined }): number {
  if (!line) return 0;
  const { machineId, sha1, comment } = line.line;
  const carries = (value: string | undefined) =>
    value !== undefined && value !== '' && seen.text.includes(value.toLowerCase());
  return (
    Number(carries(machineId)) +
    Number(carries(sha1)) +
    Number(comment !== undefined && comment === seen.comment)
  );
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
