import { broken, holds } from '../../src/judge/checks.ts';
import type { Check } from '../../src/judge/types.ts';
import { show } from '../support/answers.ts';
import { withLedger } from './ledger.ts';
import { STATUSES, type Ledger } from './sightings.ts';
import { timeOf } from './parts.ts';
import { sightingsCheck } from './reads.ts';

const FINAL: ReadonlySet<string> = new Set(['Succeeded', 'Failed', 'TimeOut', 'Cancelled']);

/** True where no further work is to come. */
export function isFinal(status: string | undefined): boolean {
  return status !== undefined && FINAL.has(status);
}

/**
 * A cancellation and the end of the work may cross, so Cancelled may come after another final status, and another after it; nothing
 * else changes at the end.
 */
function mayFollow(from: string, to: string): boolean {
  if (isFinal(from)) return from === to || (isFinal(to) && (from === 'Cancelled' || to === 'Cancelled'));
  return isFinal(to) || STATUSES.indexOf(from) <= STATUSES.indexOf(to);
}

const none = { verdict: 'unproven', reason: 'no action was seen twice' } as const;

const status = sightingsCheck({
  id: 'effects.status-forward',
  pass: 'no status went back, and none was left that is final',
  none,
  see({ action, before, how }) {
    const to = action['status'];
    if (how === 'listed' || before?.status === undefined || typeof to !== 'string' || !STATUSES.includes(to))
      return undefined;
    return mayFollow(before.status, to)
      ? holds
      : broken(`a status that may follow ${before.status}, which line ${before.line} shows`, show(to));
  },
});

/** Rounded differently from one answer to the next, a time may seem to go back a little. */
const ROUNDING_MS = 1_000;

const updated = sightingsCheck({
  id: 'effects.updated-forward',
  pass: 'no time of a last update went back',
  none,
  see({ action, before, how }) {
    const to = timeOf(action['lastUpdateDateTimeUtc']);
    if (how === 'listed' || before === undefined || Number.isNaN(to) || Number.isNaN(before.updated))
      return undefined;
    return to >= before.updated - ROUNDING_MS
      ? holds
      : broken(
          `a lastUpdateDateTimeUtc not before the one in line ${before.line}`,
          show(action['lastUpdateDateTimeUtc']),
        );
  },
});

const CANCELLATION = ['cancellationRequestor', 'cancellationComment', 'cancellationDateTimeUtc'];

/** Rows whose creation spoke of a cancellation already: that is judged there (body.not-cancelled). */
const spokenOf = new WeakMap<Ledger, Set<number>>();

const cancellation = sightingsCheck({
  id: 'effects.cancellation',
  pass: 'nobody is said to have cancelled what nobody cancelled',
  none: { verdict: 'unproven', reason: 'no action was read that nobody had cancelled' },
  see({ action, row, how }, ledger) {
    const before = spokenOf.get(ledger) ?? new Set();
    const name = CANCELLATION.find((one) => (action[one] ?? '') !== '');
    if (how === 'created') {
      spokenOf.set(ledger, before);
      if (name === undefined) before.delete(row);
      else before.add(row);
      return undefined;
    }
    if (action['status'] === 'Cancelled' || ledger.cancelAsked(row) || before.has(row)) return undefined;
    return name === undefined
      ? holds
      : broken(`no ${name} in an action that is ${show(action['status'])}`, show(action[name]));
  },
});

export const checks: Check[] = [status, updated, cancellation].map(withLedger);
