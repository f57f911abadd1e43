import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realClock, todayOn } from '../clock/clock.ts';
import { UsageError } from '../errors.ts';
import { readHarnessFile } from '../files/validate.ts';
import type { World } from '../contract/world.ts';
import { isLoopback, kindOfUrl } from '../rails/hosts.ts';
import { prepareOut } from '../report/outputs.ts';
import { checkIds } from '../run/check-service.ts';
import { secretsFrom, tokensFrom } from '../run/environment.ts';
import { startRecording, type RecordOptions } from '../run/record.ts';
import { loadWaivers, waiversFor } from '../run/waivers.ts';
import type { Mean } from '../trace/lines.ts';
import { tenantWorld } from './check-service.ts';
import type { RecordCommandOptions } from './commands/record.ts';
import { finish } from './finish.ts';
import { listenOn } from './listen.ts';
import { originOf } from './options.ts';
import { traceOf } from './trace-of.ts';

/** `cordon record --to URL`: until Ctrl-C or SIGTERM, which is the normal end; then the recording is judged. */
export async function recordCommand(o: RecordCommandOptions): Promise<void> {
  const waivers = loadWaivers(o.waivers, todayOn(realClock()));
  const to = originOf(o.to);
  const target = targetOf(to, o);
  checkIds(o.only ?? []);
  if (o.out !== undefined) prepareOut(o.out);
  const folder = o.out ?? mkdtempSync(join(tmpdir(), 'cordon-record-'));
  try {
    const signalled = ended();
    const recording = await listenOn(o.port, () =>
      startRecording({
        ...target,
        to,
        port: o.port,
        profile: o.profile,
        party: o.party,
        allow: [...((o.allow ?? []) as Mean[]), ...(o.exclusive ? (['exclusive'] as const) : [])],
        timeScale: o.timeScale ?? 1,
        strict: o.strict,
        tokens: tokensFrom(process.env),
        secrets: secretsFrom(process.env),
        waivers: waiversFor(waivers, o.profile, [target.kind, to, o.to]),
        out: folder,
        say: (text) => void process.stderr.write(`cordon: ${text}\n`),
        ...(o.only ? { only: o.only } : {}),
      }),
    );
    const { origin } = recording.proxy;
    process.stdout.write(`export CORDON_BASE_URL='${origin}'\n`);
    process.stderr.write(
      `cordon: recording ${origin} → ${to} (${target.kind}, profile ${o.profile})\n` +
        `cordon: give your tool ${origin} in place of ${to}; Ctrl-C ends the recording and judges it\n`,
    );
    await signalled;
    const report = await recording.end();
    finish(report, {
      redactor: recording.run.redactor,
      lines: () => recording.run.lines(),
      ...traceOf(o.out),
      ...(o.verbose ? { verbose: true } : {}),
    });
  } finally {
    if (o.out === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

/** The rails of `check service`: what is neither loopback nor `--lab` is a tenant, with the allow-list of the configuration. */
function targetOf(
  to: string,
  o: RecordCommandOptions,
): Pick<RecordOptions, 'kind' | 'world'> & { budget?: number } {
  const kind = kindOfUrl(to, o.lab ?? false);
  if (kind === 'tenant') return { kind, ...tenantWorld(to, o) };
  if (new URL(to).protocol === 'http:' && !isLoopback(new URL(to).hostname.replace(/^\[|\]$/g, '')))
    throw new UsageError(`${to} would carry a token in the clear: use https, or a loopback address`);
  if (o.world === undefined && (o.allow ?? []).includes('actions'))
    throw new UsageError('--allow actions needs the service’s inventory: add --world FILE');
  return { kind, world: o.world === undefined ? null : readHarnessFile<World>('world', o.world) };
}

/** Resolves at the first Ctrl-C or SIGTERM: the normal end. A second one ends the process at once. */
function ended(): Promise<void> {
  return new Promise((resolve) => {
    let before = false;
    for (const name of ['SIGINT', 'SIGTERM'] as const)
      process.on(name, () => {
        if (before) process.exit(3);
        before = true;
        resolve();
      });
  });
}
