import type { World } from '../contract/world.ts';
import { pairsOf } from '../play/make-world.ts';
import { sha1Of } from '../play/random.ts';
import type { Scenario } from '../play/scenario.ts';

/** What a client is asked to do; a value that the scenario leaves out is absent. */
export type Call = { machineId?: string; sha1?: string; comment?: string };

/** The calls of a scenario in a world: each has a machine and file of its own, and a comment of its own. */
export function callsIn(scenario: Scenario, world: World): Call[] {
  const pairs = pairsOf(world);
  return (scenario.calls ?? []).map((spec, index) => {
    const number = index + 1;
    const inert = () => sha1Of(`cordon inert ${scenario.id} ${number}`);
    const pair = spec.file === 'inert' ? undefined : pairs.take();
    const known = pair?.machineId ?? pairs.machine() ?? inert();
    const machineId = spec.machine === 'unknown' ? sha1Of(`cordon unknown machine ${number}`) : known;
    const hash = pair?.hash ?? inert();
    return {
      machineId,
      ...(spec.omit?.includes('Sha1') ? {} : { sha1: spec.upperCase ? hash.toUpperCase() : hash }),
      ...(spec.omit?.includes('Comment')
        ? {}
        : { comment: spec.comment ?? `Cordon ${scenario.id} call ${number}` }),
    };
  });
}
