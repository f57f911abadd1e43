import { writeFileSync } from 'node:fs';
import { realClock } from '../clock/clock.ts';
import { loadContract } from '../contract/load.ts';
import type { World } from '../contract/world.ts';
import { UsageError, messageOf } from '../errors.ts';
import { readHarnessFile } from '../files/validate.ts';
import { judge } from '../judge/judge.ts';
import { outcomeOf } from '../judge/outcome.ts';
import { servePort, type Port, type PortRecorder } from '../../mocks/service/http.ts';
import { createService } from '../../mocks/service/service.ts';
import type { Service } from '../../mocks/service/types.ts';
import { withFreshConnections } from '../client-run/emulator.ts';
import { makeWorld } from '../play/make-world.ts';
import { seededRandom } from '../play/random.ts';
import { portRecorder } from '../play/recorded-port.ts';
import { loadScenarios, type Scenario } from '../play/scenario.ts';
import { prepareOut } from '../report/outputs.ts';
import { reportOf } from '../report/report.ts';
import { openRun, type OpenRun } from '../run/open-run.ts';
import type { ServeOptions } from './commands/serve.ts';
import { finish } from './finish.ts';
import { listenOn } from './listen.ts';
import { traceOf } from './trace-of.ts';

const TOKENS = [
  ['CORDON_TOKEN', 'valid'],
  ['CORDON_TOKEN_EXPIRED', 'expired'],
  ['CORDON_TOKEN_WRONG_AUDIENCE', 'wrong-audience'],
  ['CORDON_TOKEN_NO_ROLE', 'no-role'],
  ['CORDON_TOKEN_OTHER_APP', 'other-app'],
] as const;

const DEFAULT_SIZE = { machines: 12, files: 40 };

/** `cordon serve`: the emulator until Ctrl-C or SIGTERM. Judges the calls at the end where a scenario or `--out` asks for it. */
export async function serveCommand(o: ServeOptions): Promise<void> {
  const clock = realClock();
  const contract = loadContract(o.profile);
  const scenario = scenarioOf(o.scenario);
  const world = worldOf(o, scenario);
  if (o.out !== undefined) prepareOut(o.out);
  if (o.saveWorld !== undefined) saveWorld(o.saveWorld, world);
  const service = withFreshConnections(
    createService({
      contract,
      world,
      clock,
      random: seededRandom(o.seed),
      timeScale: o.timeScale,
      limiter: o.limiter,
    }),
    world,
  );
  const recording =
    o.out !== undefined || scenario !== undefined
      ? openRecording(o, service, world, clock, scenario)
      : undefined;
  const signalled = ended();
  const record = recording?.hooks;
  const port = await listenOn(o.port, () =>
    servePort({ service: () => service, clock, port: o.port, ...(record ? { record } : {}) }),
  );
  process.stdout.write(`${variables(port, service, world).join('\n')}\n`);
  process.stderr.write(`cordon: listening on ${port.origin}, profile ${o.profile}; Ctrl-C ends it\n`);
  await signalled;
  await port.close();
  if (!recording) return;
  recording.run.recorder.close();
  const judged = judge(recording.run.lines(), { strict: o.strict });
  const outcome = outcomeOf(judged.verdicts, {
    notSelected: judged.notSelected.length,
    interrupted: judged.interrupted,
  });
  const report = reportOf({ kind: 'client', target: port.origin, judged, outcome, durationMs: clock.now() });
  finish(report, { redactor: recording.run.redactor, ...traceOf(o.out) });
  if (scenario === undefined && report.exitCode === 3) process.exitCode = 0; // nothing was announced, so nothing is owed
}

function scenarioOf(ids: readonly string[] | undefined): Scenario | undefined {
  if (!ids) return undefined;
  const all = loadScenarios('client');
  const known = all.map(({ id }) => id).join(', ');
  const [id] = ids;
  if (ids.length !== 1)
    throw new UsageError(`serve plays one scenario at a time, not ${ids.join(', ')}; allowed are ${known}`);
  const found = all.find((scenario) => scenario.id === id);
  if (!found) throw new UsageError(`there is no client scenario ${id}; allowed are ${known}`);
  return found;
}

function worldOf(o: ServeOptions, scenario: Scenario | undefined): World {
  if (o.world !== undefined) {
    const world = readHarnessFile<World>('world', o.world);
    if (world.machines.length === 0)
      throw new UsageError(`the world ${o.world} has no machine: there is nothing to serve`);
    return { ...world, ...(scenario?.world?.faults ? { faults: scenario.world.faults } : {}) };
  }
  return makeWorld(scenario?.world ?? DEFAULT_SIZE, `${o.seed} serve`);
}

function saveWorld(path: string, world: World): void {
  try {
    writeFileSync(path, `${JSON.stringify({ machines: world.machines }, null, 2)}\n`);
  } catch (error) {
    throw new UsageError(`cannot write ${path}: ${messageOf(error)}`);
  }
}

function openRecording(
  o: ServeOptions,
  service: Service,
  world: World,
  clock: ReturnType<typeof realClock>,
  scenario: Scenario | undefined,
): { run: OpenRun; hooks: PortRecorder } {
  const run = openRun({
    clock,
    secrets: [service.credentials.clientSecret, ...TOKENS.map(([, use]) => service.token(use))],
    strict: o.strict,
    header: {
      recorder: 'server',
      target: 'client',
      profile: o.profile,
      means: [],
      timeScale: o.timeScale,
      seed: o.seed,
      world,
      party: 'client',
    },
    ...(o.out === undefined ? {} : { out: o.out }),
  });
  const s = run.recorder.scenario(scenario?.id ?? 'open', { world });
  return { run, hooks: portRecorder({ recorder: run.recorder, s, service: () => service, key: run.key }) };
}

/** Lines to paste into a shell. The secrets in them are good for this emulator alone and end with it. */
function variables(port: Port, service: Service, world: World): string[] {
  const { tenantId, clientId, clientSecret } = service.credentials;
  const machine = world.machines[0];
  const all: [string, string][] = [
    ['CORDON_BASE_URL', port.origin],
    ...TOKENS.map(([name, use]): [string, string] => [name, service.token(use)]),
    ['CORDON_TOKEN_URL', `${port.origin}/${tenantId}/oauth2/v2.0/token`],
    ['CORDON_AUTHORITY', `${port.origin}/${tenantId}`],
    ['CORDON_TENANT_ID', tenantId],
    ['CORDON_CLIENT_ID', clientId],
    ['CORDON_CLIENT_SECRET', clientSecret],
    ['CORDON_MACHINE_ID', machine?.id ?? ''],
    ['CORDON_SHA1', machine?.files[0] ?? ''],
  ];
  return all.map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'`);
}

/** Resolves at the first Ctrl-C or SIGTERM: the normal end. */
function ended(): Promise<void> {
  return new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => resolve());
  });
}
