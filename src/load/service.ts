import { createService } from '../../mocks/service/service.ts';
import type { Service } from '../../mocks/service/types.ts';
import type { Clock } from '../clock/clock.ts';
import type { Contract } from '../contract/contract.ts';
import type { World } from '../contract/world.ts';
import { makeWorld } from '../play/make-world.ts';
import { seededRandom } from '../play/random.ts';
import type { LoadProfile } from './profile.ts';

/** `service`: the same one each time; it begins, and so do its windows, when it is first asked for. */
export type LoadService = { world: World; token: string; service: () => Service };

/** The service that a load profile describes. It begins with the first request, so that no window passes while k6 starts. */
export function loadService(
  profile: LoadProfile,
  o: { contract: Contract; clock: Clock; seed: number; timeScale: number },
): LoadService {
  const { machines, files, quotaUsed } = profile.world;
  const { limiter, phaseMs = 0, choices = {} } = profile.service;
  const world: World = {
    ...makeWorld({ machines, files }, `${o.seed} ${profile.id}`),
    ...(quotaUsed ? { quotaUsed } : {}),
  };
  const start = () =>
    createService({
      contract: o.contract,
      world,
      clock: o.clock,
      random: seededRandom(o.seed),
      timeScale: o.timeScale,
      limiter,
      phaseMs: phaseMs / o.timeScale,
      choices,
    });
  let current: Service | undefined;
  // The same seed makes the same keys, so this one's token is good for the one that answers.
  return { world, token: start().token('valid'), service: () => (current ??= start()) };
}
