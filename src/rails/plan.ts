import { createHash } from 'node:crypto';
import { LIMITER_MODELS } from '../../mocks/service/limiters.ts';
import { virtualClock } from '../clock/clock.ts';
import type { Contract, ProfileId } from '../contract/contract.ts';
import { loadContract } from '../contract/load.ts';
import { indexWorld, readRequest, type WorldIndex } from '../judge/reading.ts';
import { SHRINKING_CALLS } from '../play/cases.ts';
import { EXCHANGE_TIMEOUT_MS } from '../play/http-send.ts';
import type { Scenario } from '../play/scenario.ts';
import { SEQUENCE_SHRINKING } from '../play/sequences.ts';
import { LOST_IN_A_ROW } from '../play/session.ts';
import { urlTarget } from '../play/url-target.ts';
import { meansFor, scenariosFor, type OtherService, type ServiceCheck } from '../run/check-service.ts';
import type { TokenUse } from '../trace/lines.ts';
import { dryRun, type DryRun, type DryScenario, type DrySent } from './dry-run.ts';

/** One call that a run would make. The token is named, never shown; the id of an action that is not there yet is `{action}`. */
export type PlannedCall = {
  number: number;
  scenario: string;
  method: string;
  path: string;
  token: TokenUse;
  body: string;
  /** The service is asked to act. */
  effect: boolean;
};

/** What a probe of a limit sends at a service with any of our limiters, at most. `pairs`: unused ones of the world: a service that breaks its limit cannot be sent more. */
export type PlannedProbe = { scenario: string; effects: number; reads: number; ms: number; pairs: number };

export type Plan = {
  origin: string;
  kind: OtherService['kind'];
  profile: ProfileId;
  timeScale: number;
  /** All but the probes; one that needs an earlier answer is sent only where there is one. */
  calls: PlannedCall[];
  effects: number;
  reads: number;
  probes: PlannedProbe[];
  /** Scenarios that the world is too small for. */
  notPlayed: { scenario: string; why: string }[];
  /** Calls that look for smaller counterexamples where generated cases fail, at most. */
  shrinking: number;
  /** Calls and probes. */
  most: number;
  budget?: number;
  paceMs: number;
  /** How long a service takes that answers at once. */
  expectedMs: number;
  /** How long playing takes at most; then it is ended. */
  withinMs: number;
  /** Of all that is sent for certain: what `--confirm` takes. */
  hash: string;
};

/** A service may be as slow as this on average, and twice as slow in recovering as our limiters, and its run is not ended early. */
const ALLOWED = { msPerCall: 500, calls: 1.25, probes: 2 };
const WHOLE_MS = 10_000;

/**
 * What a run would send, and how long it takes at most, found by playing it against our own service in virtual time; nothing is
 * sent. The same arguments give the same plan.
 */
export async function planService(
  service: OtherService,
  o: Omit<ServiceCheck, 'target' | 'clock'>,
): Promise<Plan> {
  const contract = loadContract(o.profile);
  const target = urlTarget({ ...service, clock: virtualClock(0) });
  const means = meansFor({ ...o, target: service }, target);
  const scenarios = scenariosFor(o);
  const options = {
    contract,
    means,
    run: o.runName ?? 'plan',
    seed: o.seed,
    signal: o.signal,
    ...(o.cases === undefined ? {} : { cases: o.cases }),
  };
  const first = await dryRun(target, scenarios, { ...options, limiter: LIMITER_MODELS[0] });
  const isProbe = new Set(scenarios.filter(({ probe }) => probe !== undefined).map(({ id }) => id));
  const played = first.scenarios.filter(({ skipped }) => skipped === undefined);
  const probed = played.filter(({ id }) => isProbe.has(id));
  const runs = [probed];
  for (const limiter of probed.length > 0 ? LIMITER_MODELS.slice(1) : []) {
    const alone = scenarios.filter(({ id }) => probed.some((probe) => probe.id === id));
    runs.push((await dryRun(target, alone, { ...options, limiter })).scenarios);
  }
  await target.close();

  const certain = played.filter(({ id }) => !isProbe.has(id));
  const calls = callsIn(certain, first.actions, contract, indexWorld(service.world));
  const probes = probed.map((probe) => ofAll(probe, runs));
  const shrinking = shrinkingIn(certain, scenarios, service.kind);
  const most = calls.length + probes.reduce((sum, { effects, reads }) => sum + effects + reads, 0);
  const callsMs = certain.reduce((sum, { ms }) => sum + ms, 0);
  const probesMs = probes.reduce((sum, { ms }) => sum + ms, 0);
  const plan = {
    origin: service.origin,
    kind: service.kind,
    profile: o.profile,
    timeScale: service.timeScale,
    calls,
    effects: calls.filter(({ effect }) => effect).length,
    reads: calls.filter(({ method, path }) => method === 'GET' && /\/machineactions/i.test(path)).length,
    probes,
    notPlayed: first.scenarios.flatMap(({ id, skipped = '' }) =>
      skipped.includes('pairs') ? [{ scenario: id, why: skipped }] : [],
    ),
    shrinking,
    most,
    ...(service.budget === undefined ? {} : { budget: service.budget }),
    paceMs: target.paceMs,
    expectedMs: callsMs + probesMs,
    withinMs: wholeMs(
      ALLOWED.calls * callsMs +
        ALLOWED.probes * probesMs +
        ALLOWED.msPerCall * most +
        (ALLOWED.msPerCall + target.paceMs) * shrinking +
        // So long it takes to see that nobody answers, calls, or bytes that are written as they are.
        (target.raw ? 2 : 1) * LOST_IN_A_ROW * EXCHANGE_TIMEOUT_MS,
    ),
  };
  return { ...plan, hash: createHash('sha256').update(JSON.stringify(plan)).digest('hex').slice(0, 16) };
}

const ACTION = '{action}';

/** What is sent for certain, and what of it asks for an effect: a call with nothing wrong in it, or a change to an action. */
function callsIn(
  scenarios: readonly DryScenario[],
  actions: DryRun['actions'],
  contract: Contract,
  world: WorldIndex,
): PlannedCall[] {
  const sent = scenarios.flatMap(({ id, sent: all }) => all.map(({ request }) => ({ id, request })));
  return sent.map(({ id, request }, index) => {
    const { method, body, token } = request;
    const path = withoutIds(request.path, actions);
    const reading = readRequest(request, contract, world);
    const asks = reading.operation && reading.defects.size === 0;
    return {
      number: index + 1,
      scenario: id,
      method,
      path,
      token: token.use,
      body: typeof body === 'string' ? body : body.base64,
      effect: asks || (method !== 'GET' && path.includes(ACTION)),
    };
  });
}

/** An action has its id from the service: in a plan it is anybody's. */
function withoutIds(path: string, ids: DryRun['actions']): string {
  return path
    .split('/')
    .map((part) => (ids.has(part) ? ACTION : part))
    .join('/');
}

/** The largest figures of a probe over the runs with each limiter. */
function ofAll(probe: DryScenario, runs: readonly DryScenario[][]): PlannedProbe {
  const same = runs.flat().filter(({ id }) => id === probe.id);
  return {
    scenario: probe.id,
    // A call each takes a pair, and a probe that is played alone finds more of them.
    effects: Math.min(probe.left, Math.max(...same.map(({ sent }) => sent.length - readsIn(sent)))),
    reads: Math.max(...same.map(({ sent }) => readsIn(sent))),
    ms: Math.max(...same.map(({ ms }) => ms)),
    pairs: probe.left,
  };
}

const readsIn = (sent: readonly DrySent[]) => sent.filter(({ request }) => request.method === 'GET').length;

/** Most calls that look for smaller counterexamples: each rule that cases break is searched for itself, and the valid ones, and the sequences. */
function shrinkingIn(
  played: readonly DryScenario[],
  scenarios: readonly Scenario[],
  kind: OtherService['kind'],
): number {
  const generated = (what: 'cases' | 'sequences') =>
    played.filter(({ id }) => scenarios.some((one) => one.id === id && one[what] !== undefined));
  const cases = generated('cases').flatMap(({ sent }) => sent);
  const searched = new Set(cases.map(({ breaks }) => (breaks ? `${breaks.rule} ${breaks.path}` : '')));
  const sequences = generated('sequences').length > 0 ? SEQUENCE_SHRINKING[kind] : 0;
  return searched.size * SHRINKING_CALLS[kind] + sequences;
}

function wholeMs(ms: number): number {
  return Math.ceil(ms / WHOLE_MS) * WHOLE_MS;
}
