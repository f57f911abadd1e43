import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../clock/clock.ts';
import type { Contract } from '../contract/contract.ts';
import { entryFor } from './entry.ts';
import { LOAD_DIR, type LoadProfile } from './profile.ts';
import type { K6Program } from './program.ts';
import { runK6, type K6End } from './run-k6.ts';
import { readSummary, type ReadSummary } from './summary.ts';

/** One call that k6 has to get accepted. */
export type LoadCall = { machineId: string; sha1: string; comment: string };

/** Real seconds that a policy may take beyond the profile's deadline: starting, and waits rounded up to whole seconds. */
const SLACK_SECONDS = 15;
/** k6 ends by itself soon after its policy's deadline; if not, it is ended so much later. */
const TIMEOUT_SECONDS = 15;

/**
 * Lets k6 carry a policy out against a service on loopback. `summaryPath` is there only if k6 wrote it.
 * @param o.folder an empty one, for what k6 reads and writes; @param o.policyPath absolute, or left out for the profile's own
 */
export async function runClient(o: {
  program: K6Program;
  profile: LoadProfile;
  policyPath?: string;
  contract: Contract;
  calls: readonly LoadCall[];
  origin: string;
  token: string;
  timeScale: number;
  seed: number;
  folder: string;
  clock: Clock;
  signal: AbortSignal;
}): Promise<{ ended: K6End; read: ReadSummary; summaryPath: string }> {
  const { contract, profile, folder } = o;
  const at = (name: string) => join(folder, name);
  writeFileSync(
    at('pairs.json'),
    JSON.stringify({ path: contract.path, hashNames: contract.hashNames, pairs: o.calls }),
  );
  if (o.policyPath !== undefined) writeFileSync(at('entry.ts'), entryFor(o.policyPath));
  const deadlineSeconds = profile.deadlineSeconds / o.timeScale + SLACK_SECONDS;
  const summaryPath = at('summary.json');
  const ended = await runK6({
    k6: o.program.path,
    script: o.policyPath === undefined ? join(LOAD_DIR, 'scripts', profile.script) : at('entry.ts'),
    clock: o.clock,
    signal: o.signal,
    timeoutMs: (deadlineSeconds + TIMEOUT_SECONDS) * 1000,
    env: {
      // A folder of its own, and so none of the caller's configuration of k6.
      HOME: folder,
      TMPDIR: folder,
      K6_NO_USAGE_REPORT: 'true',
      K6_AUTO_EXTENSION_RESOLUTION: 'false',
      CORDON_BASE_URL: o.origin,
      CORDON_TOKEN: o.token,
      CORDON_PAIRS: at('pairs.json'),
      CORDON_TIME_SCALE: String(o.timeScale),
      CORDON_SEED: String(o.seed),
      CORDON_DEADLINE_SECONDS: String(deadlineSeconds),
      CORDON_SUMMARY: summaryPath,
    },
  });
  return { ended, read: readSummary(summaryPath), summaryPath };
}
