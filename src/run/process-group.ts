import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import type { Clock } from '../clock/clock.ts';

/** How long a process group has between SIGTERM and SIGKILL. */
const GRACE_MS = 2_000;

/** A command in a process group of its own, so that it can be ended with all it started. */
export function startGroup(command: readonly string[], options: SpawnOptions): ChildProcess {
  const [program = '', ...args] = command;
  return spawn(program, args, { ...options, detached: true });
}

/** Ends the whole group of a process that `startGroup` started, first kindly. Resolves when the process itself is gone. */
export async function endGroup(child: ChildProcess, clock: Clock): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  const gone = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
  signalGroup(pid, 'SIGTERM');
  const grace = new AbortController();
  await Promise.race([gone, clock.sleep(GRACE_MS, grace.signal).catch(() => undefined)]);
  grace.abort();
  signalGroup(pid, 'SIGKILL');
  await gone;
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // the group is gone already
  }
}
