import type { CallSpec } from './scenario.ts';
import type { Outcome } from './target.ts';

/** The service is gone, or the run was interrupted: nothing more is sent. */
export class StopPlaying extends Error {
  override name = 'StopPlaying';
}

/** On a tenant the first answer that nobody planned for ends the run; a planned probe of a limit provokes a 429. @throws StopPlaying */
export function stopAtSurprise(outcome: Outcome, spec: CallSpec, success: number, probing: boolean): void {
  if (!('status' in outcome)) return;
  const { status } = outcome;
  const unasked = status === success && spec.file !== 'present';
  if (status >= 500 || (status === 429 && !probing) || (status >= 300 && status < 400) || unasked)
    throw new StopPlaying(`the tenant answered ${status} where the plan did not provoke it`);
}
