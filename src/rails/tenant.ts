import { createHash } from 'node:crypto';
import type { World } from '../contract/world.ts';
import { UsageError } from '../errors.ts';
import type { Config } from '../run/config.ts';

/** Most calls that a tenant run may make unless `--budget` asks for more, and the configuration allows it. */
const USUAL_CALLS = 60;

export type TenantAllowance = { world: World | null; budget: number };

/**
 * What the configuration allows at a tenant: its host has to be listed, only the listed machines and hashes are known, and the
 * budget is that of the configuration, or a smaller one that was asked for; 60 where none was.
 * @throws UsageError for http, a host that is not listed, or no tenant section
 */
export function allowanceFor(
  origin: string,
  tenant: Config['tenant'],
  budget: number | undefined,
): TenantAllowance {
  const { protocol, hostname } = new URL(origin);
  if (!tenant)
    throw new UsageError(
      `${origin} is not on loopback, so it counts as a tenant, and the configuration has no "tenant" section that allows it. ` +
        'For a service of your own elsewhere add --lab; hosts of Microsoft are never a lab. See docs/test-a-tenant.md',
    );
  if (protocol !== 'https:')
    throw new UsageError(`${origin} is a tenant: a token goes there over https alone`);
  if (!tenant.hosts.includes(hostname))
    throw new UsageError(
      `the host ${hostname} is not in tenant.hosts of the configuration (${tenant.hosts.join(', ') || 'empty'})`,
    );
  const machines = tenant.machines.map((id) => ({ id, files: tenant.hashes }));
  return {
    world: machines.length > 0 ? { machines } : null,
    budget: Math.min(tenant.budget, budget ?? USUAL_CALLS),
  };
}

/** The name of a run that is planned: the same plan gives the same calls, to the byte. */
export function planName(origin: string, seed: number): string {
  return createHash('sha256').update(`cordon plan ${origin} ${seed}`).digest('hex').slice(0, 12);
}

/** @throws UsageError unless `given` is the plan's hash. */
export function requireConfirmation(given: string | undefined, hash: string, command: string): void {
  if (given === hash) return;
  throw new UsageError(
    given === undefined
      ? `a run against a tenant needs its plan confirmed: read it with ${command}, then add --confirm HASH`
      : `--confirm ${given} is not the hash of this plan: read it again with ${command}`,
  );
}
