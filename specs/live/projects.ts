import { existsSync } from 'node:fs';
import { UsageError } from '../../src/errors.ts';
import { readHarnessFile } from '../../src/files/validate.ts';
import type { Config } from '../../src/run/config.ts';

/** Where a live run goes; `confirm` is the hash of the plan that a person read (`cordon plan service`). */
export type LiveTarget =
  | { kind: 'emulator' }
  | { kind: 'tenant'; origin: string; confirm: string; config: Config };

const CONFIG = 'cordon.config.json';

/**
 * The Playwright projects: `emulator` always; `tenant` only where the configuration allows one and the environment names its
 * URL and the confirmed plan.
 * @throws UsageError when `--project tenant` is asked for without them
 */
export function projects(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): { name: string }[] {
  const asked = argv.some(
    (word, index) => word === '--project=tenant' || (word === 'tenant' && argv[index - 1] === '--project'),
  );
  return [{ name: 'emulator' }, ...(asked && tenantOf(environment) ? [{ name: 'tenant' }] : [])];
}

/** @throws UsageError naming what is missing */
export function tenantOf(
  environment: Readonly<Record<string, string | undefined>>,
): Extract<LiveTarget, { kind: 'tenant' }> {
  const config = existsSync(CONFIG) ? readHarnessFile<Config>('config', CONFIG) : {};
  const { CORDON_LIVE_URL: origin, CORDON_LIVE_CONFIRM: confirm, CORDON_TOKEN: token } = environment;
  const missing = [
    ...(config.tenant ? [] : [`a "tenant" section in ${CONFIG}`]),
    ...(origin ? [] : ['CORDON_LIVE_URL']),
    ...(confirm ? [] : ['CORDON_LIVE_CONFIRM (the hash that cordon plan service prints)']),
    ...(token ? [] : ['CORDON_TOKEN']),
  ];
  if (missing.length > 0 || !origin || !confirm)
    throw new UsageError(
      `the project tenant is refused: ${missing.join(', ')} missing. See docs/test-a-tenant.md`,
    );
  return { kind: 'tenant', origin: new URL(origin).origin, confirm, config };
}
