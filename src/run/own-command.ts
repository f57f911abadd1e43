import { UsageError } from '../errors.ts';
import type { Clock } from '../clock/clock.ts';
import type { ServiceTargetConfig } from './config.ts';
import { endGroup, startGroup } from './process-group.ts';

const READY_MS = 60_000;
const ASK_EVERY_MS = 200;

/** Starts the configuration's own command for a service, waits until it answers, and ends it with all it started. */
export async function withService<T>(
  service: ServiceTargetConfig,
  o: { clock: Clock; signal: AbortSignal },
  use: () => Promise<T>,
): Promise<T> {
  if (service.command === undefined) return use();
  const child = startGroup(service.command, { stdio: ['ignore', 'ignore', 'inherit'] });
  let failed: string | undefined;
  child.once('error', (error) => {
    failed = error.message;
  });
  child.once('exit', (code, signal) => {
    failed ??= `it ended with ${signal ?? `exit code ${code}`}`;
  });
  try {
    const url = service.ready ?? service.url ?? '';
    const from = o.clock.now();
    while (!(await answers(url))) {
      if (failed !== undefined)
        throw new UsageError(
          `the command of the service ${service.name} did not start: ${failed} (${service.command.join(' ')})`,
        );
      if (o.clock.now() - from > READY_MS)
        throw new UsageError(
          `the service ${service.name} did not answer at ${url} within ${READY_MS / 1000} s of its start`,
        );
      await o.clock.sleep(ASK_EVERY_MS, o.signal).catch(() => undefined);
      if (o.signal.aborted) break;
    }
    return await use();
  } finally {
    await endGroup(child, o.clock);
  }
}

/** Any HTTP answer will do: a service may have nothing at its root. */
async function answers(url: string): Promise<boolean> {
  try {
    await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(2_000) });
    return true;
  } catch {
    return false;
  }
}
