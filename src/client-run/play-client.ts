import type { Clock } from '../clock/clock.ts';
import type { Contract } from '../contract/contract.ts';
import { makeWorld } from '../play/make-world.ts';
import type { Scenario } from '../play/scenario.ts';
import type { Recorder } from '../trace/recorder.ts';
import type { Redactor } from '../trace/redact.ts';
import { callsIn } from './calls.ts';
import type { Stage } from './command.ts';
import { startEmulator } from './emulator.ts';
import { clientVariables, inherited } from './environment.ts';
import { drivePerCall } from './per-call.ts';
import { createSecretSearch } from './secrets.ts';
import { driveStdio } from './stdio.ts';

/** How a client is started and told its calls. */
export type Driver = 'per-call' | 'stdio';

export type PlayClientOptions = {
  command: readonly string[];
  driver: Driver;
  contract: Contract;
  timeScale: number;
  seed: number;
  silenceMs: number;
  recorder: Recorder;
  redactor: Redactor;
  /** Key of the token prints. */
  key: Uint8Array;
  clock: Clock;
  /** What the client inherits from, such as `process.env`. */
  environment: Record<string, string | undefined>;
  signal: AbortSignal;
  progress?: (text: string) => void;
};

const DRIVE: Record<Driver, (stage: Stage) => Promise<void>> = {
  'per-call': drivePerCall,
  stdio: driveStdio,
};

/** So much of a scenario's error output is kept. */
const LONGEST_LOG = 256 * 1024;

/**
 * Plays scenarios with a client under test, side by side, each against a service of its own, and writes all of it into one
 * trace.
 * @returns what the client wrote to its error output, redacted.
 * @throws UsageError when the command cannot be started.
 */
export async function playClient(scenarios: readonly Scenario[], o: PlayClientOptions): Promise<string> {
  const failed = new AbortController();
  const signal = AbortSignal.any([o.signal, failed.signal]);
  const played = await Promise.allSettled(
    scenarios.map((scenario, index) =>
      playOne(scenario, { ...o, signal, seed: o.seed + index * 7919 }).catch((error: unknown) => {
        failed.abort(error);
        throw error;
      }),
    ),
  );
  const failure = played.find((one) => one.status === 'rejected');
  if (failure) throw failure.reason;
  return played.map((one) => (one.status === 'fulfilled' ? one.value : '')).join('');
}

async function playOne(scenario: Scenario, o: PlayClientOptions): Promise<string> {
  const world = makeWorld(scenario.world ?? { machines: 1, files: 1 }, `${o.seed} ${scenario.id}`);
  const s = o.recorder.scenario(scenario.id, { world });
  const secrets = createSecretSearch();
  const emulator = await startEmulator({
    ...o,
    world,
    s,
    onSecret(secret, name) {
      o.redactor.add(secret);
      secrets.add(secret, name);
    },
  });
  const log: string[] = [];
  let logged = 0;
  const stage: Stage = {
    ...o,
    environment: { ...inherited(o.environment), ...clientVariables(emulator, o.timeScale) },
    calls: callsIn(scenario, world),
    emulator,
    s,
    secrets,
    log(text) {
      if (logged < LONGEST_LOG) log.push(text.slice(0, LONGEST_LOG - logged));
      logged += text.length;
    },
  };
  o.progress?.(scenario.title);
  try {
    await DRIVE[o.driver](stage);
  } finally {
    await emulator.close();
  }
  const text = o.redactor.text(log.join(''));
  return text === '' ? '' : `--- ${scenario.id}\n${text}${text.endsWith('\n') ? '' : '\n'}`;
}
