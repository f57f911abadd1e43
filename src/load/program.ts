import { spawnSync } from 'node:child_process';
import { k6 as provideK6 } from '../../tools/provide.mjs';
import { UsageError } from '../errors.ts';

export type K6Program = { path: string; version: string };

/**
 * The k6 to run: the given one, else that of CORDON_K6, of PATH, or one built here (which takes minutes, once).
 * @throws UsageError where there is none, or it is older than 2.0
 */
export function k6Program(given?: string): K6Program {
  const found = given === undefined ? provideK6() : { path: given };
  if (found.path === undefined) throw new UsageError(found.reason);
  const { stdout } = spawnSync(found.path, ['version'], { encoding: 'utf8', timeout: 20_000 });
  // The first word is the file's own name.
  const version = /v((\d+)\.\d+\.\d+)/.exec(stdout ?? '');
  if (!version?.[1] || Number(version[2]) < 2)
    throw new UsageError(`${found.path} is not k6 2.0 or newer; put one on PATH, or set CORDON_K6`);
  return { path: found.path, version: version[1] };
}
