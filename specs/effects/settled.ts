import type { Exchange } from '../../src/judge/exchanges.ts';
import type { CheckContext } from '../../src/judge/types.ts';

/** So long after its creation, in the service's time, an action shows in every read: no delay between its parts explains more. */
const SETTLED_MS = 5_000;

/** True: the request was sent long enough after `at`, in ms of the trace. */
export function isSettled(at: number, { request }: Exchange, { header }: CheckContext): boolean {
  return (request.line.t - at) * header.timeScale >= SETTLED_MS;
}

/** A token that may stop and quarantine files need not be one that may read: three documents ask for one permission alone. */
export function mayRead(status: number): boolean {
  return status !== 401 && status !== 403;
}
