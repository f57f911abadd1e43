import type { Contract } from '../contract/contract.ts';
import type { LimiterModel } from '../../mocks/service/limiters.ts';
import { mockTarget } from './own-targets.ts';
import type { ServiceTarget } from './target.ts';

/** How long an exchange with a service that nobody has spoken to yet is taken to last. */
const GUESSED_LATENCY_MS = 50;

/**
 * Stands in for a service that is not ours, to see what a run would send: our own service with its inventory, in virtual time, at
 * the pace of the target. Nothing is sent.
 */
export function dryTarget(
  target: ServiceTarget,
  o: { contract: Contract; seed: number; limiter: LimiterModel },
): ServiceTarget {
  const { fresh, ...own } = mockTarget({
    contract: o.contract,
    seed: o.seed,
    epoch: 0,
    timeScale: target.timeScale,
    service: { limiter: o.limiter },
  });
  fresh?.({ machines: (target.world?.machines ?? []).map(({ id, files }) => ({ id, files })) });
  const { clock } = own;
  return {
    ...own,
    kind: target.kind,
    name: target.name,
    world: target.world,
    paceMs: target.paceMs,
    ...(target.raw === undefined
      ? {}
      : {
          raw: async (messages, onSend) => {
            for (const index of messages.keys()) onSend(index, index + 1);
            await clock.sleep(GUESSED_LATENCY_MS);
            return messages.map(() => ({
              status: 400,
              headers: [],
              body: new Uint8Array(),
              end: 'complete',
              raw: { closed: true },
              at: clock.now(),
            }));
          },
        }),
    // What the run has no token for, the stand-in gives none for either.
    token: (use) => (target.token(use) === undefined ? undefined : own.token(use)),
    ...(target.newToken === undefined ? { newToken: () => undefined } : {}),
    send: async (request, onSend, signal) => {
      const outcome = await own.send(request, onSend, signal);
      await clock.sleep(GUESSED_LATENCY_MS);
      return { ...outcome, at: clock.now() };
    },
  };
}
