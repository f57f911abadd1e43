import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { UsageError } from '../errors.ts';
import { readLoadProfile } from '../load/profile.ts';
import { k6Program } from '../load/program.ts';
import { checkTimeScale } from '../load/time-scale.ts';
import { loadScenarios } from '../play/scenario.ts';
import type { Config } from './config.ts';
import type { Environment } from './environment.ts';

/**
 * Finds what is wrong with clients and load runs of a configuration before anything is sent; k6 is built here if it has to be.
 * @throws UsageError
 */
export function checkTargets(config: Config, environment: Environment): void {
  const scenarios = loadScenarios('client').map(({ id }) => id);
  for (const client of config.clients ?? []) {
    const unknown = (client.scenarios ?? []).find((id) => !scenarios.includes(id));
    if (unknown !== undefined)
      throw new UsageError(
        `the client ${client.name} names the scenario ${unknown}; allowed are ${scenarios.join(', ')}`,
      );
    const [program = ''] = client.command;
    if (!isRunnable(program, environment))
      throw new UsageError(
        `the command of the client ${client.name} cannot be started: there is no program ${program}; give its path, or one that is found on PATH`,
      );
  }
  for (const load of config.load ?? []) {
    readLoadProfile(load.name);
    checkTimeScale(load.timeScale ?? 1, false);
    if (load.policy !== undefined && !existsSync(load.policy))
      throw new UsageError(
        `the load ${load.name} names the policy ${load.policy}, and there is no such file`,
      );
  }
  if ((config.load ?? []).length > 0) k6Program();
}

function isRunnable(program: string, environment: Environment): boolean {
  const places =
    isAbsolute(program) || program.includes('/')
      ? [program]
      : (environment['PATH'] ?? '').split(delimiter).map((folder) => join(folder, program));
  return places.some((place) => {
    try {
      accessSync(place, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
