import type { Machine, World } from '../../src/contract/world.ts';

/** The tenant's machines and the files on them. Ids and hashes are hexadecimal: their letter case does not matter. */
export type Inventory = {
  machine(id: string): Machine | undefined;
  holds(machine: Machine, sha1: string): boolean;
  machines(): Machine[];
};

export function createInventory(world: World): Inventory {
  const byId = new Map(world.machines.map((machine) => [machine.id.toLowerCase(), machine]));
  const files = new Map(
    world.machines.map((machine) => [machine, new Set(machine.files.map((sha1) => sha1.toLowerCase()))]),
  );
  return {
    machine: (id) => byId.get(id.toLowerCase()),
    holds: (machine, sha1) => files.get(machine)?.has(sha1.toLowerCase()) ?? false,
    machines: () => world.machines,
  };
}
