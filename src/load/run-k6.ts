import { spawn } from 'node:child_process';
import type { Clock } from '../clock/clock.ts';
import { UsageError } from '../errors.ts';

/** How k6 ended. */
export type K6End = {
  code: number | null;
  /** Set when a signal ended it. */
  signal: NodeJS.Signals | null;
  /** Set when this run ended it: on its own signal, or because it took too long. */
  stopped?: 'interrupted' | 'timeout';
  /** Its log lines, as JSON, cut to a bounded length. */
  log: string;
  /** The messages of its lines of level error. */
  errors: string[];
};

/** Exit codes of k6 v2 (errext/exitcodes). */
export const K6_EXIT = { ok: 0, thresholds: 99, scriptException: 107 } as const;

/** A policy may log in every turn; more than this is dropped. */
const LOG_LIMIT_BYTES = 262_144;
/** k6 writes its summary after SIGTERM; then it has to go. */
const GRACE_MS = 2000;

/**
 * Runs one script in a process group of its own, so that nothing of it is left behind.
 * @param o.env the whole environment: variables of the caller such as K6_VUS would change the run
 * @throws UsageError when the program cannot be started
 */
export async function runK6(o: {
  k6: string;
  script: string;
  env: Record<string, string>;
  clock: Clock;
  timeoutMs: number;
  signal: AbortSignal;
}): Promise<K6End> {
  if (o.signal.aborted) return { code: null, signal: null, stopped: 'interrupted', log: '', errors: [] };
  const child = spawn(
    o.k6,
    ['run', '--quiet', '--no-color', '--no-usage-report', '--log-format=json', o.script],
    { detached: true, stdio: ['ignore', 'ignore', 'pipe'], env: o.env },
  );
  const log = boundedText(LOG_LIMIT_BYTES);
  child.stderr.setEncoding('utf8').on('data', log.add);
  const over = new AbortController();
  let stopped: K6End['stopped'];
  const kill = (signal: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // It is gone already.
    }
  };
  const stop = async (why: NonNullable<K6End['stopped']>) => {
    stopped ??= why;
    kill('SIGTERM');
    await o.clock.sleep(GRACE_MS, over.signal).then(
      () => kill('SIGKILL'),
      () => undefined,
    );
  };
  const interrupt = () => void stop('interrupted');
  const atExit = () => kill('SIGKILL');
  o.signal.addEventListener('abort', interrupt, { once: true });
  process.once('exit', atExit);
  o.clock.sleep(o.timeoutMs, over.signal).then(
    () => stop('timeout'),
    () => undefined,
  );
  try {
    const end = await new Promise<Pick<K6End, 'code' | 'signal'>>((resolve, reject) => {
      child.once('error', (error) =>
        reject(
          new UsageError(
            `k6 at ${o.k6} cannot be started: ${error.message}; set CORDON_K6 to k6 2.0 or newer`,
          ),
        ),
      );
      child.once('close', (code, signal) => resolve({ code, signal }));
    });
    return { ...end, ...(stopped ? { stopped } : {}), log: log.text(), errors: errorsIn(log.text()) };
  } finally {
    over.abort(new Error('k6 has ended'));
    o.signal.removeEventListener('abort', interrupt);
    process.off('exit', atExit);
    kill('SIGKILL');
  }
}

function boundedText(limit: number): { add(chunk: string): void; text(): string } {
  let text = '';
  let dropped = 0;
  return {
    add: (chunk) => {
      const room = Math.max(0, limit - text.length);
      text += chunk.slice(0, room);
      dropped += Math.max(0, chunk.length - room);
    },
    text: () => (dropped === 0 ? text : `${text}\n(${dropped} more characters were dropped)\n`),
  };
}

/** An exception in an iteration leaves k6's exit code 0; only the level of a log line shows it. */
export function errorsIn(log: string): string[] {
  return log.split('\n').flatMap((text) => {
    try {
      const line = JSON.parse(text) as { level?: unknown; msg?: unknown };
      const isError = line.level === 'error' || line.level === 'fatal' || line.level === 'panic';
      return isError && typeof line.msg === 'string' ? [line.msg.trim()] : [];
    } catch {
      return [];
    }
  });
}
