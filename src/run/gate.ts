import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../clock/clock.ts';
import type { ProfileId } from '../contract/contract.ts';
import type { World } from '../contract/world.ts';
import { messageOf, UsageError } from '../errors.ts';
import { readHarnessFile } from '../files/validate.ts';
import type { Waiver } from '../judge/outcome.ts';
import { REQUIREMENTS } from '../judge/registry.ts';
import { kindOfUrl } from '../rails/hosts.ts';
import { planText } from '../rails/plan-text.ts';
import { planService } from '../rails/plan.ts';
import { combineReports, worstExit } from '../report/combine.ts';
import type { Report } from '../report/report.ts';
import type { Mean } from '../trace/lines.ts';
import { checkTargets } from './check-targets.ts';
import { runClientCheck } from './check-client.ts';
import { checkIds, isOther, runServiceCheck, type ServiceCheck } from './check-service.ts';
import type { Config, ServiceTargetConfig } from './config.ts';
import { driftOf } from './derive.ts';
import { obtainTokens, secretsFrom, type Environment } from './environment.ts';
import { runLoad } from './load.ts';
import { withService } from './own-command.ts';
import { waiversFor } from './waivers.ts';

export type GateOptions = {
  config: Config;
  configPath: string;
  documents?: string;
  /** Each run's trace goes into a folder of its own below it. */
  out?: string;
  waivers: readonly Waiver[];
  environment: Environment;
  clock: Clock;
  signal: AbortSignal;
  progress: (text: string) => void;
};

type Step = { title: string; run: () => Promise<Report> };

/** Runs every target of the configuration and gives one report. Everything that can be wrong with it is found first. */
export async function runGate(o: GateOptions): Promise<Report> {
  const startedAt = o.clock.now();
  const documents = o.documents ?? o.config.documents;
  const drift = documents === undefined ? undefined : await driftOf(documents);
  checkTargets(o.config, o.environment);
  const steps = [...(await serviceSteps(o)), ...clientSteps(o), ...loadSteps(o)];
  const reports: Report[] = [];
  const broken: { title: string; error: unknown }[] = [];
  for (const [index, step] of steps.entries()) {
    if (o.signal.aborted) break;
    o.progress(`${index + 1} of ${steps.length}: ${step.title}`);
    try {
      reports.push(await step.run());
    } catch (error) {
      // What the others found is not lost for it.
      broken.push({ title: step.title, error });
    }
  }
  if (reports.length === 0) throw broken[0]?.error ?? new UsageError('interrupted before anything ran');
  const report = combineReports('gate', o.configPath, reports);
  const notes =
    drift === undefined
      ? ['drift not checked: no folder of documents was given']
      : drift.length === 0
        ? [`the documents in ${documents} say what schemas/ says`]
        : drift.map((line) => `drift: ${line}`);
  const left = steps.length - reports.length - broken.length;
  const exitCode = worstExit([
    report.exitCode,
    ...(broken.length > 0 ? ([4] as const) : []),
    ...(drift && drift.length > 0 ? ([1] as const) : []),
    ...(left > 0 ? ([3] as const) : []),
  ]);
  return {
    ...report,
    durationMs: Math.round(o.clock.now() - startedAt),
    exitCode,
    notes: [
      ...notes,
      ...broken.map(({ title, error }) => `broken: ${title}: ${messageOf(error)}`),
      ...(left > 0 ? [`interrupted: ${left} targets were not run`] : []),
    ],
  };
}

async function serviceSteps(o: GateOptions): Promise<Step[]> {
  const steps: Step[] = [];
  for (const service of o.config.services ?? []) {
    const prepared = await prepare(service, o);
    const profiles: ProfileId[] = service.profiles ?? [o.config.profile ?? 'current'];
    for (const profile of profiles)
      steps.push({
        title: `${service.name}, profile ${profile}`,
        run: () => withService(service, o, () => runOne(service, prepared, profile, o)),
      });
  }
  return steps;
}

async function prepare(service: ServiceTargetConfig, o: GateOptions): Promise<ServiceCheck['target']> {
  if (Array.isArray(service.require)) checkIds(service.require);
  if (service.target !== undefined) return service.target;
  const url = new URL(service.url ?? '');
  if (kindOfUrl(url.origin, false) === 'tenant')
    throw new UsageError(
      `the service ${service.name} at ${url.origin} is not on loopback, so it counts as a tenant, and the gate sends nothing to one: a person confirms each plan, see cordon plan service`,
    );
  const world =
    service.world === undefined
      ? null
      : readHarnessFile<World>('world', service.world, `services: ${service.name}`);
  const means = service.means ?? [];
  if (means.includes('world') && world === null)
    throw new UsageError(
      `the service ${service.name} has the mean "world" but no world file: add "world": "FILE"`,
    );
  const tokens = await obtainTokens(o.environment, { wanted: means });
  return { kind: 'lab', origin: url.origin, tokens, world, timeScale: service.timeScale ?? 1 };
}

async function runOne(
  service: ServiceTargetConfig,
  target: ServiceCheck['target'],
  profile: ProfileId,
  o: GateOptions,
): Promise<Report> {
  const kind = typeof target === 'string' ? target : 'lab';
  const given: readonly Mean[] = ['actions', 'quota', 'hour', 'exclusive', 'reads'];
  const asked: Omit<ServiceCheck, 'target'> = {
    name: service.name,
    profile,
    allow: (service.means ?? []).filter((mean) => given.includes(mean)),
    seed: 1,
    strict: false,
    secrets: secretsFrom(o.environment),
    waivers: waiversFor(o.waivers, profile, [kind, service.name, service.url ?? '']),
    signal: o.signal,
    clock: o.clock,
    ...folderFor(o, `${service.name} ${profile}`),
    ...(service.require === undefined ? {} : { require: requiredIds(service.require, profile) }),
  };
  const plan = isOther(target) ? await planService(target, asked) : undefined;
  if (plan) o.progress(planText(plan, o.clock.epoch()));
  const within = plan ? { withinMs: plan.withinMs } : {};
  const { report } = await runServiceCheck({ ...asked, ...within, target });
  return report;
}

/** `core`: every documented requirement of the profile that binds a service and needs no more than a token. */
export function requiredIds(require: 'core' | readonly string[], profile: ProfileId): readonly string[] {
  if (require !== 'core') return require;
  return REQUIREMENTS.filter(
    (row) =>
      row.binds === 'service' &&
      row.strength === 'documented' &&
      row.excluded === undefined &&
      row.profiles.includes(profile) &&
      row.needs.every((mean) => mean === 'token'),
  ).map(({ id }) => id);
}

function clientSteps(o: GateOptions): Step[] {
  const profile = o.config.profile ?? 'current';
  return (o.config.clients ?? []).map((client) => ({
    title: `client ${client.name}`,
    run: async () => {
      const { report } = await runClientCheck({
        command: client.command,
        driver: client.driver ?? 'per-call',
        profile,
        timeScale: 1,
        strict: false,
        seed: 1,
        waivers: waiversFor(o.waivers, profile, ['client', client.name]),
        signal: o.signal,
        ...folderFor(o, client.name),
        ...(client.scenarios ? { scenarios: client.scenarios } : {}),
      });
      return { ...report, target: client.name };
    },
  }));
}

function loadSteps(o: GateOptions): Step[] {
  const profile = o.config.profile ?? 'current';
  return (o.config.load ?? []).map((load) => ({
    title: `load ${load.name}`,
    run: () =>
      runLoad({
        name: load.name,
        profile,
        timeScale: load.timeScale ?? 1,
        force: false,
        strict: false,
        seed: 1,
        waivers: waiversFor(o.waivers, profile, ['emulator', load.name]),
        signal: o.signal,
        progress: o.progress,
        ...folderFor(o, `load ${load.name}`),
        ...(load.policy === undefined ? {} : { policy: load.policy }),
      }),
  }));
}

function folderFor(o: GateOptions, name: string): { out?: string } {
  if (o.out === undefined) return {};
  const out = join(o.out, 'runs', name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'));
  mkdirSync(out, { recursive: true });
  return { out };
}
