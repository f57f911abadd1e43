import { realClock, type Clock } from '../clock/clock.ts';
import { loadContract } from '../contract/load.ts';
import type { ProfileId } from '../contract/contract.ts';
import { UsageError } from '../errors.ts';
import { judge } from '../judge/judge.ts';
import { outcomeOf, type Waiver } from '../judge/outcome.ts';
import { REQUIREMENTS } from '../judge/registry.ts';
import { playService } from '../play/play-service.ts';
import { emulatorTarget, mockTarget, type OwnOptions } from '../play/own-targets.ts';
import { loadScenarios, type Scenario } from '../play/scenario.ts';
import { createSession } from '../play/session.ts';
import type { ServiceTarget } from '../play/target.ts';
import { tokenMeans, urlTarget, type UrlTarget } from '../play/url-target.ts';
import { reportOf, type Report } from '../report/report.ts';
import { MEANS, type Mean } from '../trace/lines.ts';
import { withinTime } from '../play/stated-time.ts';
import { openRun, type OpenRun } from './open-run.ts';

/** A service that is not ours. */
export type OtherService = Omit<UrlTarget, 'clock'>;

/** Whether a target is a service that is not ours. */
export function isOther(target: ServiceCheck['target']): target is OtherService {
  return typeof target !== 'string' && 'origin' in target;
}

/** What a service check is asked for. `target`: one of ours, or where somebody else's is. */
export type ServiceCheck = {
  target: 'mock' | 'emulator' | OtherService | { own: ServiceTarget; means?: readonly Mean[] };
  /** The name in the report; default: the target's own. */
  name?: string;
  profile: ProfileId;
  /** Beyond those that the tokens and the world are: actions, quota, hour, exclusive, reads. */
  allow: readonly Mean[];
  only?: readonly string[];
  /** Requirement ids that have to be decided: one that is not selected is unproven. */
  require?: readonly string[];
  seed: number;
  cases?: number;
  strict: boolean;
  out?: string;
  waivers?: readonly Waiver[];
  secrets?: readonly string[];
  /** Name of the run in comments and inert hashes; default: random. A confirmed plan needs the same one again. */
  runName?: string;
  signal: AbortSignal;
  progress?: (text: string) => void;
  clock?: Clock;
  /** How long playing may take, in ms; then it is ended and the run is incomplete. See `planService`. */
  withinMs?: number;
  /** Changes our own service; see OwnOptions. */
  own?: Pick<OwnOptions, 'service' | 'change' | 'timeScale' | 'front' | 'rawPatience' | 'direct'>;
  /** Our own service gives every mean; with this, of what costs something only what `allow` names. */
  confine?: boolean;
  scenarios?: readonly Scenario[];
};

/** Plays the scenarios against one service and judges the trace. The run is returned as well, for its trace and redactor. */
export async function runServiceCheck(o: ServiceCheck): Promise<{ report: Report; run: OpenRun }> {
  const clock = o.clock ?? realClock();
  const startedAt = clock.now();
  const contract = loadContract(o.profile);
  checkIds(o.only ?? []);
  const target = await targetFor(o, clock);
  const means = meansFor(o, target);
  const run = openRun({
    ...(o.out === undefined ? {} : { out: o.out }),
    clock: target.clock,
    secrets: [...(o.secrets ?? []), ...tokensOf(o.target)],
    strict: o.strict,
    header: {
      recorder: 'client',
      target: target.kind,
      profile: o.profile,
      means,
      timeScale: target.timeScale,
      seed: o.seed,
      world: target.world,
      party: 'service',
      name: target.name,
      ...(o.only ? { only: [...o.only] } : {}),
    },
  });
  const time = o.withinMs === undefined ? undefined : withinTime(o.signal, o.withinMs);
  const session = createSession({
    contract,
    target,
    recorder: run.recorder,
    means,
    run: o.runName ?? run.run,
    key: run.key,
    watch: run.watch,
    signal: time?.signal ?? o.signal,
  });
  try {
    const scenarios = scenariosFor(o);
    const played = await playService(session, scenarios, {
      seed: o.seed,
      ...(o.cases === undefined ? {} : { cases: o.cases }),
      ...(o.progress ? { progress: o.progress } : {}),
    });
    time?.clear();
    run.recorder.close(o.signal.aborted || played.stopped !== undefined);
    const judged = judge(run.lines(), { strict: o.strict });
    requireSelected(judged, o.require ?? []);
    const outcome = outcomeOf(judged.verdicts, {
      notSelected: judged.notSelected.length,
      interrupted: judged.interrupted,
      waivers: o.waivers ?? [],
    });
    const report = reportOf({
      kind: 'service',
      target: o.name ?? target.name,
      judged,
      outcome,
      durationMs: clock.now() - startedAt,
      notes: played.stopped === undefined ? [] : [`playing ended early: ${played.stopped}`],
      counterexamples: played.counterexamples,
      waiverReasons: new Map((o.waivers ?? []).map((waiver) => [waiver.requirement, waiver.reason])),
    });
    return { report, run };
  } finally {
    time?.clear();
    run.recorder.close(true);
    await target.close();
  }
}

/** Tokens that a run was given, one fetched from a token endpoint as well. */
function tokensOf(target: ServiceCheck['target']): string[] {
  return typeof target === 'string' || 'own' in target ? [] : Object.values(target.tokens);
}

async function targetFor(o: ServiceCheck, clock: Clock): Promise<ServiceTarget> {
  if (typeof o.target !== 'string')
    return 'own' in o.target ? o.target.own : urlTarget({ ...o.target, clock });
  const options: OwnOptions = {
    contract: loadContract(o.profile),
    seed: o.seed,
    epoch: Math.floor(clock.epoch()),
    ...o.own,
  };
  return o.target === 'mock' ? mockTarget(options) : emulatorTarget(options);
}

/** Our own service gives every mean; elsewhere a run has what it was given. */
export function meansFor(
  o: Pick<ServiceCheck, 'target' | 'allow' | 'confine'>,
  target: Pick<ServiceTarget, 'raw' | 'world'>,
): Mean[] {
  const costs: readonly Mean[] = ['actions', 'quota', 'hour', 'reads'];
  if (typeof o.target === 'string')
    return MEANS.filter(
      (mean) =>
        (!o.confine || !costs.includes(mean) || o.allow.includes(mean)) &&
        (mean !== 'socket' || target.raw !== undefined),
    );
  if ('own' in o.target)
    return [...(o.target.means ?? MEANS.filter((mean) => mean !== 'socket' || target.raw !== undefined))];
  const given = new Set<Mean>([
    ...tokenMeans(o.target.tokens),
    ...o.allow,
    ...((target.world?.machines.length ?? 0) > 0 ? (['world'] as const) : []),
    ...(target.raw ? (['socket'] as const) : []),
  ]);
  return MEANS.filter((mean) => given.has(mean));
}

/** @throws UsageError for an id that no requirement has. */
export function checkIds(ids: readonly string[]): void {
  const known = new Set(REQUIREMENTS.map(({ id }) => id));
  const wrong = ids.filter((id) => !known.has(id));
  if (wrong.length > 0)
    throw new UsageError(`there is no requirement ${wrong.join(', ')}; see: cordon list requirements`);
}

/** The scenarios that a run plays, as far as its means go. */
export function scenariosFor(o: Pick<ServiceCheck, 'scenarios' | 'only'>): readonly Scenario[] {
  return o.scenarios ?? relevant(loadScenarios('service'), o.only);
}

/** With `only`, the limit probes are left out unless a limit is asked for: they are the long part. */
function relevant(scenarios: readonly Scenario[], only: readonly string[] | undefined): Scenario[] {
  if (!only) return [...scenarios];
  const limits = only.some((id) => id.startsWith('limits.') || id === 'effects.refused');
  return scenarios.filter((scenario) => scenario.probe === undefined || limits);
}

/** What the configuration requires and the run could not select stands as unproven. */
function requireSelected(judged: ReturnType<typeof judge>, required: readonly string[]): void {
  for (const id of required) {
    const missing = judged.notSelected.find(({ requirement }) => requirement === id);
    const requirement = REQUIREMENTS.find((row) => row.id === id);
    if (!missing || !requirement) continue;
    judged.notSelected.splice(judged.notSelected.indexOf(missing), 1);
    judged.verdicts.push({
      requirement: id,
      verdict: 'unproven',
      strength: requirement.strength,
      advisory: false,
      reason: `it is required, but the run lacks ${missing.needs.join(', ')}`,
      evidence: [],
      replay: '',
    });
  }
}
