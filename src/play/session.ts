import type { Contract } from '../contract/contract.ts';
import type { World } from '../contract/world.ts';
import { contentOf } from '../judge/reading.ts';
import { bodyOf } from '../trace/body.ts';
import type { CallLine, Mean } from '../trace/lines.ts';
import type { Recorder } from '../trace/recorder.ts';
import { tokenTrace } from '../trace/token.ts';
import { idIn, locationIn, unknownActionId } from './action-in-answer.ts';
import { composeCall, type Composed } from './compose.ts';
import { pairsOf, type Pair, type Pairs } from './make-world.ts';
import { playRaw } from './raw/play-raw.ts';
import type { CallSpec } from './scenario.ts';
import { whyAborted } from './stated-time.ts';
import { stopAtSurprise, StopPlaying } from './stop-playing.ts';
import type { Outcome, OutRequest, ServiceTarget } from './target.ts';

/** After so many exchanges in a row without an answer the service counts as gone. */
export const LOST_IN_A_ROW = 3;

/** Exchanges over which latency is averaged. */
const LATENCY_MEMORY = 10;

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
  /** When the service last answered, in ms of the target's clock; `-Infinity` where nothing was asked of it yet. */
  quietSince(): number;
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
  let count = 0;
  /** Counted in each scenario: what a service answers in one changes no byte of the next, so that a plan holds. */
  const nextNumber = () => `${s}.${(count += 1)}`;
  let pairs = pairsOf(target.world);
  let last: Pair | undefined;
  let accepted: Accepted[] = [];
  let lostInARow = 0;
  let rawTimeouts = 0;
  let latencyMs = 0;
  let sent = 0;
  let nextAt = Number.NEGATIVE_INFINITY;
  let quietSince = Number.NEGATIVE_INFINITY;
  let paceMs = target.paceMs;
  let probing = false;

  async function exchange(
    request: OutRequest,
    token: Pick<Composed, 'use' | 'authorization'>,
    call?: number,
  ): Promise<Outcome> {
    await target.clock.sleep(Math.max(0, nextAt - target.clock.now()), signal).catch(() => undefined);
    if (signal.aborted) throw new StopPlaying(whyAborted(signal));
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
    quietSince = target.clock.now();
    nextAt = quietSince + paceMs;
    if (x === 0) write(0);
    const { at, ...seen } = outcome;
    const { why } = outcome;
    recorder.response(s, x, seen, at);
    // A body that drips for ever is no answer either: each costs the whole patience of an exchange.
    lostInARow = 'lost' in outcome || outcome.end === 'timeout' ? lostInARow + 1 : 0;
    if (signal.aborted) throw new StopPlaying(whyAborted(signal));
    if (lostInARow >= LOST_IN_A_ROW)
      throw new StopPlaying(
        `${LOST_IN_A_ROW} exchanges in a row had no answer${why === undefined ? '' : `, the last because ${why}`}`,
      );
    return outcome;
  }

  const root = contract.path.slice(0, contract.path.indexOf('/machines/'));
  const nobody = unknownActionId(`${o.run} no action`);
  const bearer = () => ({ use: 'valid' as const, authorization: `Bearer ${target.token('valid') ?? ''}` });
  const filterFor = (machineId = '') => encodeURIComponent(`machineId eq '${machineId}'`);
  const sleep = (ms: number) =>
    target.clock.sleep(ms, signal).catch(() => {
      throw new StopPlaying(whyAborted(signal));
    });

  async function call(spec: CallSpec, breaks: CallLine['breaks'] = null): Promise<Played | undefined> {
    const number = nextNumber();
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
    // Nothing became of the pair of a call that was throttled.
    const throttled = 'status' in outcome && outcome.status === 429;
    if (throttled && spec.file === 'present' && hash !== undefined) pairs.giveBack(pair);
    if (target.kind === 'tenant') stopAtSurprise(outcome, spec, contract.successStatus, probing);
    if ('status' in outcome && outcome.status === contract.successStatus) {
      const action = idIn(contentOf(outcome.headers, bodyOf(outcome.body)));
      const location = locationIn(outcome.headers, target.name, composed.request.path);
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
    if (what === 'list') {
      const machineId = (meant?.pair ?? last)?.machineId ?? pairs.machine();
      return machineId === undefined
        ? undefined
        : get(`${root}/machineactions?$filter=${filterFor(machineId)}`);
    }
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

  /** What is written byte by byte may well be answered with silence: that alone does not say that the service is gone. */
  async function raw(messages: NonNullable<CallSpec['raw']>): Promise<void> {
    if (target.raw === undefined || rawTimeouts >= LOST_IN_A_ROW) return;
    await target.clock.sleep(Math.max(0, nextAt - target.clock.now()), signal).catch(() => undefined);
    if (signal.aborted) throw new StopPlaying(whyAborted(signal));
    const values = () => {
      const composed = composeCall(
        {},
        { contract, pairs, run: o.run, number: nextNumber(), token: target.token },
      );
      const { path = '', body = new Uint8Array() } = composed?.request ?? {};
      const { origin = 'http://service.invalid' } = target;
      return { origin, path, json: Buffer.from(body).toString('utf8'), token: target.token('valid') ?? '' };
    };
    const outcomes = await playRaw(messages, { send: target.raw, values, recorder, s, key: o.key, signal });
    sent += outcomes.length;
    quietSince = target.clock.now();
    nextAt = quietSince + paceMs * outcomes.length;
    for (const outcome of outcomes) {
      const loss = 'lost' in outcome ? outcome.lost : undefined;
      if (loss === 'timeout') rawTimeouts += 1;
      lostInARow = loss === 'refused' ? lostInARow + 1 : 0;
    }
    if (signal.aborted) throw new StopPlaying(whyAborted(signal));
    if (lostInARow >= LOST_IN_A_ROW)
      throw new StopPlaying(`${LOST_IN_A_ROW} connections in a row were refused`);
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
      count = 0;
      if (!own) return;
      target.fresh?.(world);
      pairs = pairsOf(world);
      last = undefined;
      quietSince = Number.NEGATIVE_INFINITY;
    },
    skip: (id, why) => void recorder.scenario(id, { skipped: why }),
    call,
    async step(spec) {
      if (spec.waitMs !== undefined) await sleep(spec.waitMs / target.timeScale);
      if (spec.read !== undefined) await read(spec.read, spec.of);
      else if (spec.cancel !== undefined) await cancel(spec);
      else if (spec.raw !== undefined) await raw(spec.raw);
      else await Promise.all(Array.from({ length: spec.atOnce ?? 1 }, () => call(spec)));
    },
    list: (machineId) => get(`${root}/machineactions?$filter=${filterFor(machineId ?? last?.machineId)}`),
    accepted: () => accepted.length,
    sleep,
    latencyMs: () => latencyMs,
    keepPace: (on) => {
      paceMs = on ? target.paceMs : 0;
      probing = !on;
    },
    now: () => target.clock.now(),
    quietSince: () => quietSince,
    mark: o.watch.mark,
    failuresSinceMark: o.watch.failuresSinceMark,
  };
}

type Accepted = { pair: Pair; action: string; location?: string };
