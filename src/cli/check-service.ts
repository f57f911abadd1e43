import { realClock, todayOn } from '../clock/clock.ts';
import { existsSync } from 'node:fs';
import { UsageError } from '../errors.ts';
import { readHarnessFile } from '../files/validate.ts';
import type { World } from '../contract/world.ts';
import { prepareOut } from '../report/outputs.ts';
import { runServiceCheck, type OtherService, type ServiceCheck } from '../run/check-service.ts';
import { obtainTokens, secretsFrom } from '../run/environment.ts';
import { loadWaivers, waiversFor } from '../run/waivers.ts';
import { isLoopback, kindOfUrl } from '../rails/hosts.ts';
import { planService } from '../rails/plan.ts';
import { planText } from '../rails/plan-text.ts';
import { allowanceFor, planName, requireConfirmation } from '../rails/tenant.ts';
import type { Config } from '../run/config.ts';
import type { Mean } from '../trace/lines.ts';
import { createRedactor } from '../trace/redact.ts';
import type { ServiceOptions } from './commands/check.ts';
import { finish, interruptSignal, progressTo } from './finish.ts';
import { originOf } from './options.ts';
import { traceOf } from './trace-of.ts';

/** `cordon check service TARGET`. Everything that can be wrong with the arguments is found before anything is sent. */
export async function checkServiceCommand(target: string, options: ServiceOptions): Promise<void> {
  const waivers = loadWaivers(options.waivers, todayOn(realClock()));
  const service = await targetOf(target, options);
  const kind = typeof service === 'string' ? service : service.kind;
  const asked = askedFor(options, service);
  const signal = interruptSignal();
  const redactor = createRedactor(secretsFrom(process.env));
  const plan = typeof service === 'string' ? undefined : await planService(service, { ...asked, signal });
  if (plan?.kind === 'tenant') {
    if (plan.most > (plan.budget ?? 0))
      throw new UsageError(
        `the plan has ${plan.most} calls and the budget is ${plan.budget}: choose less with --only, --cases or --allow`,
      );
    requireConfirmation(options.confirm, plan.hash, `cordon plan service ${target}`);
  }
  if (options.out !== undefined) prepareOut(options.out);
  if (plan) process.stderr.write(`${redactor.text(planText(plan, realClock().epoch()))}\n`);
  const { report, run } = await runServiceCheck({
    ...asked,
    target: service,
    waivers: waiversFor(waivers, options.profile, [kind, target]),
    signal,
    ...(plan ? { withinMs: plan.withinMs, progress: progressTo(redactor) } : {}),
    ...(options.out === undefined ? {} : { out: options.out }),
  });
  finish(report, {
    redactor: run.redactor,
    lines: () => run.lines(),
    ...traceOf(options.out),
    ...(options.verbose ? { verbose: true } : {}),
  });
}

/** `cordon plan service URL`: prints what `check service` with the same arguments would send, and sends nothing. */
export async function planServiceCommand(target: string, options: ServiceOptions): Promise<void> {
  const service = await targetOf(target, options);
  if (typeof service === 'string')
    throw new UsageError(`${target} is ours and needs no plan; give the URL of a service`);
  const plan = await planService(service, { ...askedFor(options, service), signal: interruptSignal() });
  const lines = plan.calls.map(
    (call) =>
      `${call.number}  ${call.scenario}  ${call.method} ${call.path}  token ${call.token}${call.effect ? '  HAS AN EFFECT' : ''}  ${call.body}`,
  );
  lines.push(planText(plan), `plan ${plan.hash}`);
  process.stdout.write(`${createRedactor(secretsFrom(process.env)).text(lines.join('\n'))}\n`);
}

function askedFor(
  options: ServiceOptions,
  service: ServiceCheck['target'],
): Omit<ServiceCheck, 'target' | 'signal'> {
  const named = typeof service !== 'string' && 'origin' in service && service.kind === 'tenant';
  return {
    profile: options.profile,
    allow: [...((options.allow ?? []) as Mean[]), ...(options.exclusive ? (['exclusive'] as const) : [])],
    seed: options.seed,
    strict: options.strict,
    secrets: secretsFrom(process.env),
    ...(typeof service === 'string' ? { own: { timeScale: options.timeScale ?? 1 } } : {}),
    ...(typeof service === 'string' && options.allow ? { confine: true } : {}),
    ...(named ? { runName: planName(service.origin, options.seed) } : {}),
    ...(options.only ? { only: options.only } : {}),
    ...(options.cases === undefined ? {} : { cases: options.cases }),
  };
}

async function targetOf(
  target: string,
  options: ServiceOptions,
): Promise<'mock' | 'emulator' | OtherService> {
  if (target === 'mock' || target === 'emulator') {
    const own = ['world', 'machine', 'sha1', 'tokenUrl', 'lab'] as const;
    const wrong = own.find((name) => options[name] !== undefined);
    if (wrong !== undefined)
      throw new UsageError(
        `--${wrong.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)} is for a URL; ${target} is ours: its world and tokens are made by the run`,
      );
    return target;
  }
  const origin = originOf(target);
  const kind = kindOfUrl(origin, options.lab ?? false);
  if (kind === 'lab' && new URL(origin).protocol === 'http:' && !isLoopback(new URL(origin).hostname))
    throw new UsageError(`${origin} would carry a token in the clear: use https, or a loopback address`);
  const { world, budget } =
    kind === 'tenant' ? tenantWorld(origin, options) : { world: labWorld(options), budget: undefined };
  if ((options.allow ?? []).includes('actions') && world === null)
    throw new UsageError(
      '--allow actions needs the service’s inventory: add --world FILE, or --machine ID --sha1 HASH',
    );
  const tokens = await obtainTokens(process.env, {
    wanted: [],
    ...(options.tokenUrl === undefined ? {} : { tokenUrl: options.tokenUrl }),
  });
  return {
    kind,
    origin,
    tokens,
    world,
    timeScale: options.timeScale ?? 1,
    ...(budget === undefined ? {} : { budget }),
  };
}

function labWorld(options: ServiceOptions): World | null {
  if (options.world === undefined) return worldOfOne(options.machine, options.sha1);
  if (options.machine !== undefined || options.sha1 !== undefined)
    throw new UsageError('--world and --machine do not go together: put the machine into the world file');
  return readHarnessFile<World>('world', options.world);
}

/** At a tenant the allow-list of the configuration is the world. */
export function tenantWorld(
  origin: string,
  options: Pick<ServiceOptions, 'world' | 'machine' | 'sha1' | 'timeScale' | 'config' | 'budget'>,
): { world: World | null; budget: number } {
  for (const name of ['world', 'machine', 'sha1', 'timeScale'] as const)
    if (options[name] !== undefined)
      throw new UsageError(
        `--${name === 'timeScale' ? 'time-scale' : name} is not for a tenant: its machines and hashes are those of tenant in the configuration, its time is real`,
      );
  const path = options.config ?? 'cordon.config.json';
  const tenant = existsSync(path) ? readHarnessFile<Config>('config', path).tenant : undefined;
  return allowanceFor(origin, tenant, options.budget);
}

/** @throws UsageError unless both or neither of machine and hash are given, and well formed. */
function worldOfOne(
  machine: string | undefined,
  sha1: string | undefined,
): { machines: { id: string; files: string[] }[] } | null {
  if (machine === undefined && sha1 === undefined) return null;
  if (machine === undefined || sha1 === undefined)
    throw new UsageError(
      `--machine and --sha1 go together; ${machine === undefined ? '--machine' : '--sha1'} is missing`,
    );
  if (!/^[0-9a-f]{40}$/i.test(sha1)) throw new UsageError(`--sha1 ${sha1} is not forty hexadecimal digits`);
  return { machines: [{ id: machine, files: [sha1] }] };
}
