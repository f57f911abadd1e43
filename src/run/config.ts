import { existsSync } from 'node:fs';
import type { ProfileId } from '../contract/contract.ts';
import { UsageError } from '../errors.ts';
import { readHarnessFile } from '../files/validate.ts';
import type { Mean } from '../trace/lines.ts';

export type ServiceTargetConfig = {
  name: string;
  target?: 'mock' | 'emulator';
  url?: string;
  profiles?: ProfileId[];
  command?: string[];
  ready?: string;
  world?: string;
  timeScale?: number;
  means?: Mean[];
  require?: 'core' | string[];
};
export type ClientTargetConfig = {
  name: string;
  command: string[];
  driver?: 'per-call' | 'stdio';
  scenarios?: string[];
};
export type LoadTargetConfig = { name: string; policy?: string; timeScale?: number };

/** cordon.config.json; the meaning of each field is in schemas/harness/config.json. Paths are relative to where cordon runs. */
export type Config = {
  profile?: ProfileId;
  services?: ServiceTargetConfig[];
  clients?: ClientTargetConfig[];
  load?: LoadTargetConfig[];
  waivers?: string;
  documents?: string;
  tenant?: { hosts: string[]; machines: string[]; hashes: string[]; budget: number };
};

/** @throws UsageError where there is no file, it is not valid, or it names no target. */
export function loadConfig(path: string): Config {
  if (!existsSync(path))
    throw new UsageError(`there is no configuration ${path}; make one with: cordon init gate`);
  const config = readHarnessFile<Config>('config', path, 'An example: cordon init gate');
  const targets = [...(config.services ?? []), ...(config.clients ?? []), ...(config.load ?? [])];
  if (targets.length === 0)
    throw new UsageError(
      `the configuration ${path} names no target: add services, clients or load; an example: cordon init gate`,
    );
  return config;
}
