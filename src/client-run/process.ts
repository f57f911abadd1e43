import { spawn } from 'node:child_process';
import type { Clock } from '../clock/clock.ts';
import { UsageError, messageOf } from '../errors.ts';

/** How a process ended: its exit code, or null and the signal that ended it. */
export type Ended = {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** Processes that it had started were still there; they were ended. */
  children: boolean;
};

export type ClientProcess = {
  /** Nothing happens when the process has closed its input. */
  write(text: string): void;
  endInput(): void;
  /** Resolves when the process and all that it had started have ended and their output is read. */
  ended: Promise<Ended>;
  /** Ends it with all that it has started: SIGTERM, then SIGKILL. */
  stop(): Promise<void>;
};

/** How long a process group has for an orderly end. */
const TERMINATION_MS = 2_000;
const POLL_MS = 20;
/** How long output may still arrive after the process has ended; longer only when a child of its holds the pipe. */
const DRAIN_MS = 250;

/**
 * Starts a command in a process group of its own, without a shell.
 * @throws UsageError when it cannot be started.
 */
export async function startProcess(o: {
  command: readonly string[];
  environment: Record<string, string | undefined>;
  /** False: its input is empty. */
  input: boolean;
  onOutput(stream: 'stdout' | 'stderr', chunk: Buffer): void;
  clock: Clock;
}): Promise<ClientProcess> {
  const [file = '', ...args] = o.command;
  const child = spawn(file, args, {
    detached: true,
    env: o.environment,
  });
  const { stdin, stdout, stderr } = child;
  const exit = new Promise<Omit<Ended, 'children'>>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  );
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  stdout.on('data', (chunk: Buffer) => o.onOutput('stdout', chunk));
  stderr.on('data', (chunk: Buffer) => o.onOutput('stderr', chunk));
  // A client that closes its input early is seen by what it fails to answer.
  stdin.on('error', () => undefined);
  if (!o.input) stdin.end();
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.on('error', (error) => reject(cannotStart(file, error)));
  });
  const group = child.pid ?? 0;
  return {
    write: (text) => void stdin.write(text),
    endInput: () => void stdin.end(),
    ended: exit.then(async (how) => {
      await Promise.race([closed, o.clock.sleep(DRAIN_MS)]);
      const children = await endGroup(group, o.clock);
      stdout.destroy();
      stderr.destroy();
      return { ...how, children };
    }),
    stop: async () => {
      await endGroup(group, o.clock);
      await exit;
    },
  };
}

function cannotStart(file: string, error: unknown): UsageError {
  const code = (error as NodeJS.ErrnoException).code;
  const why =
    code === 'ENOENT'
      ? 'there is no such command; give its path, or one that is found on PATH'
      : code === 'EACCES'
        ? 'it is not executable'
        : messageOf(error);
  return new UsageError(`the command ${JSON.stringify(file)} cannot be started: ${why}`);
}

/** Ends a process group that this run started. Returns whether anybody was still in it. */
async function endGroup(group: number, clock: Clock): Promise<boolean> {
  if (!signalGroup(group, 'SIGTERM')) return false;
  for (let waited = 0; waited < TERMINATION_MS; waited += POLL_MS) {
    await clock.sleep(POLL_MS);
    if (!signalGroup(group, 0)) return true;
  }
  signalGroup(group, 'SIGKILL');
  return true;
}

/** False when nobody is in the group any more. */
function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  if (group <= 1) return false;
  try {
    return process.kill(-group, signal);
  } catch {
    return false;
  }
}
