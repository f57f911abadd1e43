import type { Contract } from '../contract/contract.ts';
import type { World } from '../contract/world.ts';
import type { CallLine, HeaderList, Mean } from '../trace/lines.ts';
import type { Recorder, SeenResponse } from '../trace/recorder.ts';
import { tokenTrace } from '../trace/token.ts';
import { sha1Of } from './random.ts';
import { composeCall, type Composed } from './compose.ts';
import { pairsOf, type Pair, type Pairs } from './make-world.ts';
import type { CallSpec } from './scenario.ts';
import type { Outcome, OutRequest, ServiceTarget } from './target.ts';

/** After so many exchanges in a row without an answer the service counts as gone. */
const LOST_IN_A_ROW = 3;

/** Exchanges over which latency is averaged. */
const LATENCY_MEMORY = 10;

/** The service is gone, or the run was interrupted: nothing more is sent. */
export class StopPlaying extends Error {
  override name = 'StopPlaying';
}

export type Played = { composed: Composed; outcome: Outcome };

/**
 * One run's conversation with a service: sends one call after another, writes the trace, keeps the pace, and gives up when
 * the service is gone. Everything that plays (listed calls, generated cases, probes) plays through it.
 */
export type Session = {
  readonly contract: Contract;
  readonly target: ServiceTarget;
  readonly means: readonly Mean[];
  /** Machine and file pairs that were not used yet. */
  pairs(): Pairs;
  /** Begins a scenario; `world` restarts a service of our own with it. */
  begin(id: string, world?: World): void;
  /** Notes that a scenario is not played. */
  skip(id: string, why: string): void;
  /** @throws StopPlaying; undefined when the world has no unused pair left. */
  call(spec: CallSpec, breaks?: CallLine['breaks']): Promise<Played | undefined>;
  /** Whatever a step says: a call, so many at once, a read or a cancellation. @throws StopPlaying */
  step(spec: CallSpec): Promise<void>;
  /** Lists a machine's actions, by default those of the last call's. @throws StopPlaying */
  list(machineId?: string): Promise<void>;
  /** How many calls of this scenario were accepted with an action so far. */
  accepted(): number;
  sleep(ms: number): Promise<void>;
  /** How long an exchange took of late, in ms of the target's clock. */
  latencyMs(): number;
  /** Off: calls follow each other at once, for a planned probe. */
  keepPace(on: boolean): void;
  /** Time of the target's clock in ms. */
  now(): number;
  /** From here on `failuresSinceMark` looks. */
  mark(): void;
  /** Fails that count, as the checks see the lines since the mark. */
  failuresSinceMark(): { requirement: string; reason: string }[];
};

export function createSession(o: {
  contract: Contract;
  target: ServiceTarget;
  recorder: Recorder;
  means: readonly Mean[];
  run: string;
  /** Key of the token prints; dies with the run. */
  key: Uint8Array;
  watch: { mark(): void; failuresSinceMark(): { requirement: string; reason: string }[] };
  signal: AbortSignal;
}): Session {
  const { contract, target, recorder, signal } = o;
  let s = 0;
  let number = 0;
  let pairs = pairsOf(target.world);
  let last: Pair | undefined;
  let accepted: Accepted[] = [];
  let lostInARow = 0;
  let latencyMs = 0;
  let sent = 0;
  let nextAt = Number.NEGATIVE_INFINITY;
  let paceMs = target.paceMs;

  async function exchange(
    request: OutRequest,
    token: Pick<Composed, 'use' | 'authorization'>,
    call?: number,
  ): Promise<Outcome> {
    await target.clock.sleep(Math.max(0, nextAt - target.clock.now()), signal).catch(() => undefined);
    if (signal.aborted) throw new StopPlaying('interrupted');
    if (target.budget !== undefined && sent >= target.budget)
      throw new StopPlaying(`the budget of ${target.budget} calls is used up`);
    sent += 1;
    let x = 0;
    const write = (conn: number) => {
      x = recorder.request(s, {
        ...request,
        ...(call === undefined ? {} : { call }),
        conn,
        token: tokenTrace(token.authorization, token.use, o.key),
      });
    };
    const from = target.clock.now();
    const outcome = await target.send(request, write, signal);
    latencyMs += (target.clock.now() - from - latencyMs) / LATENCY_MEMORY;
    nextAt = target.clock.now() + paceMs;
    if (x === 0) write(0);
    const { at, why, ...seen } = outcome;
    recorder.response(s, x, seen as SeenResponse, at);
    lostInARow = 'lost' in outcome ? lostInARow + 1 : 0;
    if (signal.aborted) throw new StopPlaying('interrupted');
    if (lostInARow >= LOST_IN_A_ROW)
      throw new StopPlaying(
        `${LOST_IN_A_ROW} exchanges in a row had no answer${why === undefined ? '' : `, the last because ${why}`}`,
      );
    return outcome;
  }

  const root = contract.path.slice(0, contract.path.indexOf('/machines/'));
  const nobody = randomId(`${o.run} no action`);
  const bearer = () => ({ use: 'valid' as const, authorization: `Bearer ${target.token('valid') ?? ''}` });
  const filterFor = (machineId = '') => encodeURIComponent(`machineId eq '${machineId}'`);
  const sleep = (ms: number) =>
    target.clock.sleep(ms, signal).catch(() => {
      throw new StopPlaying('interrupted');
    });

  async function call(spec: CallSpec, breaks: CallLine['breaks'] = null): Promise<Played | undefined> {
    number += 1;
    const again = spec.of === undefined ? last : accepted[spec.of - 1]?.pair;
    const composed = composeCall(spec, {
      contract,
      pairs,
      run: o.run,
      number,
      token: target.token,
      newToken: target.newToken,
      ...(again ? { again } : {}),
    });
    if (!composed) return undefined;
    const { machineId, hash, comment } = composed;
    const id = recorder.call(s, {
      machineId,
      ...(hash === undefined ? {} : { sha1: hash }),
      ...(comment === undefined ? {} : { comment }),
      breaks,
    });
    const pair = { machineId, hash: hash ?? last?.hash ?? '' };
    last = pair;
    const outcome = await exchange(composed.request, composed, id);
    if (target.kind === 'tenant') stopAtSurprise(outcome, spec, contract.successStatus);
    if ('status' in outcome && outcome.status === contract.successStatus) {
      const action = idIn(outcome.body);
      const location = locationIn(outcome.headers, target.name);
      if (action !== undefined) accepted.push({ pair, action, ...(location ? { location } : {}) });
    }
    return { composed, outcome };
  }

  async function get(path: string): Promise<void> {
    const { use, authorization } = bearer();
    const headers: [string, string][] = [
      ['Authorization', authorization],
      ['Accept', 'application/json'],
    ];
    await exchange({ method: 'GET', path, headers, body: new Uint8Array() }, { use, authorization });
  }

  async function read(what: NonNullable<CallSpec['read']>, of = accepted.length): Promise<void> {
    const meant = accepted[of - 1];
    if (what === 'list')
      return get(`${root}/machineactions?$filter=${filterFor((meant?.pair ?? last)?.machineId)}`);
    if (what === 'unknown') return get(`${root}/machineactions/${nobody}`);
    if (meant === undefined) return undefined;
    if (what === 'one') return get(`${root}/machineactions/${meant.action}`);
    return meant.location === undefined ? undefined : get(meant.location);
  }

  async function cancel(spec: CallSpec): Promise<void> {
    const meant = accepted[(spec.of ?? accepted.length) - 1];
    const action = spec.cancel === 'unknown' ? nobody : meant?.action;
    if (action === undefined) return;
    const { use, authorization } = bearer();
    const headers: [string, string][] = [
      ['Authorization', authorization],
      ['Content-Type', 'application/json'],
      ['Accept', 'application/json'],
    ];
    const body = Buffer.from(JSON.stringify({ Comment: `Cordon run ${o.run} cancels` }), 'utf8');
    await exchange(
      { method: 'POST', path: `${root}/machineactions/${action}/cancel`, headers, body },
      { use, authorization },
    );
  }

  return {
    contract,
    target,
    means: o.means,
    pairs: () => pairs,
    begin(id, world) {
      const own = target.fresh !== undefined && world !== undefined;
      s = recorder.scenario(id, own ? { world } : {});
      accepted = [];
      if (!own) return;
      target.fresh?.(world);
      pairs = pairsOf(world);
      last = undefined;
    },
    skip: (id, why) => void recorder.scenario(id, { skipped: why }),
    call,
    async step(spec) {
      if (spec.waitMs !== undefined) await sleep(spec.waitMs / target.timeScale);
      if (spec.read !== undefined) await read(spec.read, spec.of);
      else if (spec.cancel !== undefined) await cancel(spec);
      else await Promise.all(Array.from({ length: spec.atOnce ?? 1 }, () => call(spec)));
    },
    list: (machineId) => get(`${root}/machineactions?$filter=${filterFor(machineId ?? last?.machineId)}`),
    accepted: () => accepted.length,
    sleep,
    latencyMs: () => latencyMs,
    keepPace: (on) => {
      paceMs = on ? target.paceMs : 0;
    },
    now: () => target.clock.now(),
    mark: o.watch.mark,
    failuresSinceMark: o.watch.failuresSinceMark,
  };
}

type Accepted = { pair: Pair; action: string; location?: string };

/** Where an answer says its action is, as a path of the same service; another host is nobody's business here. */
function locationIn(headers: HeaderList, origin: string): string | undefined {
  const [, value] = headers.find(([name]) => name.toLowerCase() === 'location') ?? [];
  const base = URL.canParse(origin) ? origin : 'http://service.invalid';
  if (value === undefined || !URL.canParse(value, base)) return undefined;
  const url = new URL(value, base);
  const here = url.origin === new URL(base).origin || /^https?:\/\//i.test(value) === false;
  return here ? `${url.pathname}${url.search}` : undefined;
}

/** An id of the form of an action's that no action has. */
function randomId(seed: string): string {
  const hex = sha1Of(seed);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** On a tenant the first answer that nobody planned for ends the run. @throws StopPlaying */
function stopAtSurprise(outcome: Outcome, spec: CallSpec, success: number): void {
  if (!('status' in outcome)) return;
  const { status } = outcome;
  const unasked = status === success && spec.file !== 'present';
  if (status >= 500 || status === 429 || (status >= 300 && status < 400) || unasked)
    throw new StopPlaying(`the tenant answered ${status} where the plan did not provoke it`);
}

function idIn(body: Uint8Array): string | undefined {
  try {
    const id = (JSON.parse(Buffer.from(body).toString('utf8')) as { id?: unknown } | null)?.id;
    return typeof id === 'string' && /^[\w-]{1,64}$/.test(id) ? id : undefined;
  } catch {
    return undefined;
  }
}
