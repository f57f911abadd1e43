import type { World } from '../contract/world.ts';
import type { Scenario } from './scenario.ts';
import { sha1Of } from './random.ts';

/** A world of the wanted size; the same seed gives the same ids and hashes. */
export function makeWorld(size: NonNullable<Scenario['world']>, seed: string): World {
  return {
    machines: Array.from({ length: size.machines }, (_, m) => ({
      id: sha1Of(`cordon machine ${seed} ${m}`),
      computerDnsName: `device-${m + 1}.example.test`,
      files: Array.from({ length: size.files }, (__, f) => sha1Of(`cordon file ${seed} ${m} ${f}`)),
    })),
    ...(size.quotaUsed ? { quotaUsed: size.quotaUsed } : {}),
    ...(size.faults ? { faults: size.faults } : {}),
  };
}

export type Pair = { machineId: string; hash: string };

/** Hands out each machine and file pair of a world once, machines in turn; one that was not used after all can be given back. */
export type Pairs = {
  left(): number;
  take(): Pair | undefined;
  giveBack(pair: Pair): void;
  machine(): string | undefined;
};

export function pairsOf(world: World | null): Pairs {
  const machines = world?.machines ?? [];
  const deepest = Math.max(0, ...machines.map((machine) => machine.files.length));
  const all = Array.from({ length: deepest }, (_, f) => f).flatMap((f) =>
    machines.flatMap((machine) => {
      const hash = machine.files[f];
      return hash === undefined ? [] : [{ machineId: machine.id, hash }];
    }),
  );
  let next = 0;
  return {
    left: () => Math.max(0, all.length - next),
    take: () => all[next++],
    giveBack: (pair) => void all.push(pair),
    machine: () => machines[0]?.id,
  };
}
