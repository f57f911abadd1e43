import type { Contract } from '../../src/contract/contract.ts';

/** What a token must hold to call the operation. */
export type Permissions = {
  /** Everything that grants anything: what an issued token carries. */
  roles: string[];
  /** The first group of which `held` has none; undefined: permitted. */
  unmet(held: string[]): string[] | undefined;
};

/** For a profile that names a permission in words only: what later documents call it. */
const UNNAMED = [['Machine.StopAndQuarantine']];

/** `rule` `any`: one permission of all groups is enough. */
export function createPermissions(contract: Contract, rule: 'contract' | 'any'): Permissions {
  const named = contract.permissions.length > 0 ? contract.permissions : UNNAMED;
  const groups = rule === 'any' ? [named.flat()] : named;
  return {
    roles: [...new Set(named.flat())],
    unmet: (held) => groups.find((group) => !group.some((role) => held.includes(role))),
  };
}
