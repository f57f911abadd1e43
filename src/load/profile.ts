import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Choices } from '../../mocks/service/choices.ts';
import type { LimiterModel } from '../../mocks/service/limiters.ts';
import type { World } from '../contract/world.ts';
import { UsageError } from '../errors.ts';
import { readHarnessFile } from '../files/validate.ts';

/** What a client in k6 has to get done, and against which service; schemas/harness/load-profile.json says what each field is. */
export type LoadProfile = {
  id: string;
  title: string;
  script: string;
  policy: string;
  calls: number;
  world: { machines: number; files: number; quotaUsed?: NonNullable<World['quotaUsed']> };
  service: {
    limiter: LimiterModel;
    phaseMs?: number;
    choices?: Partial<Pick<Choices, 'throttleCode' | 'retryAfter' | 'consumes'>>;
  };
  deadlineSeconds: number;
  requirements: string[];
};

/** The folder `load/` of this installation. */
export const LOAD_DIR: string = fileURLToPath(new URL('../../load/', import.meta.url));

const PROFILES_DIR = join(LOAD_DIR, 'profiles');

/** The names that `cordon load NAME` takes. */
export function loadProfileNames(): string[] {
  return readdirSync(PROFILES_DIR)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .toSorted();
}

/** @throws UsageError for a name that has no file, and for a file that asks for the impossible. */
export function readLoadProfile(name: string): LoadProfile {
  const names = loadProfileNames();
  if (!names.includes(name))
    throw new UsageError(`there is no load profile ${JSON.stringify(name)}; there are: ${names.join(', ')}`);
  const profile = readHarnessFile<LoadProfile>('load-profile', join(PROFILES_DIR, `${name}.json`));
  const pairs = profile.world.machines * profile.world.files;
  if (pairs < profile.calls)
    throw new UsageError(
      `the load profile ${name} has ${profile.calls} calls, but its world has only ${pairs} machine and file pairs; each call needs its own`,
    );
  return profile;
}
