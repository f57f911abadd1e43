import type { Contract } from '../contract/contract.ts';
import { machineOf } from '../judge/reading.ts';
import type { Numbered } from '../judge/types.ts';
import type { RequestLine, ResponseLine } from '../trace/lines.ts';

/** What one end of the wire counted. `lost`: no whole answer. */
export type Counts = { sent: number; created: number; throttled: number; lost: number; other: number };

/** `tried`: different calls that were sent; `accepted`: those with a whole 201; `spanMs`: from the first request to the last 201. */
export type WireCounts = Counts & { tried: number; accepted: number; spanMs: number };

/** Counts the attempts at the operation in a trace, and what came of them. */
export function wireCounts(lines: Iterable<Numbered>, contract: Contract): WireCounts {
  const counts: WireCounts = {
    sent: 0,
    created: 0,
    throttled: 0,
    lost: 0,
    other: 0,
    tried: 0,
    accepted: 0,
    spanMs: 0,
  };
  const open = new Map<number, RequestLine>();
  const tried = new Set<string>();
  const accepted = new Set<string>();
  let firstMs: number | undefined;
  for (const { line } of lines) {
    if (line.kind === 'request' && isAttempt(line, contract)) {
      counts.sent += 1;
      firstMs ??= line.t;
      open.set(line.x, line);
      tried.add(callOf(line));
    }
    const request = line.kind === 'response' ? open.get(line.x) : undefined;
    if (line.kind !== 'response' || !request) continue;
    open.delete(line.x);
    const what = outcomeOf(line);
    counts[what] += 1;
    if (what !== 'created') continue;
    accepted.add(callOf(request));
    counts.spanMs = line.t - (firstMs ?? 0);
  }
  counts.lost += open.size;
  counts.tried = tried.size;
  counts.accepted = accepted.size;
  return counts;
}

/** Each call has a machine, a hash and a comment of its own. */
function callOf({ path, body }: RequestLine): string {
  return `${path} ${typeof body === 'string' ? body : body.base64}`;
}

function isAttempt(line: RequestLine, contract: Contract): boolean {
  return line.method === contract.method && machineOf(line.path, contract.path) !== undefined;
}

function outcomeOf(line: ResponseLine): Exclude<keyof Counts, 'sent'> {
  if (line.lost !== undefined || line.end !== 'complete') return 'lost';
  if (line.status === 201) return 'created';
  return line.status === 429 ? 'throttled' : 'other';
}
