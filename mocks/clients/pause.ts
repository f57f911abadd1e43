/** A pause longer than this is not waited for: the caller is told instead. */
const LONGEST_PAUSE_MS = 300_000;
/** Where the service names no pause. */
const FIRST_PAUSE_MS = 1_000;
const MOST_ATTEMPTS = 4;

/**
 * How long to wait before the same call is sent again after a 429 or 503; undefined: do not send it again. Seconds and
 * dates are read (RFC 9110 §10.2.3); a date is counted against the answer's own `Date` where there is one.
 * @param attempt from 1.
 */
export function pauseAfter(
  reply: { status: number; headers: Record<string, string> },
  attempt: number,
  epochMs: number,
): number | undefined {
  if (reply.status !== 429 && reply.status !== 503) return undefined;
  if (attempt >= MOST_ATTEMPTS) return undefined;
  const asked = askedMs(reply.headers['retry-after'], reply.headers['date'], epochMs);
  const pauseMs = asked ?? FIRST_PAUSE_MS * 2 ** (attempt - 1);
  return pauseMs > LONGEST_PAUSE_MS ? undefined : pauseMs;
}

function askedMs(value: string | undefined, date: string | undefined, epochMs: number): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const until = Date.parse(text);
  if (!/[a-z]/i.test(text) || Number.isNaN(until)) return undefined;
  const now = Date.parse(date ?? '');
  return Math.max(0, until - (Number.isNaN(now) ? epochMs : now));
}
