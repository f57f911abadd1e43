import type { Exchange } from '../../src/judge/exchanges.ts';
import { valuesOf } from '../../src/judge/reading.ts';
import type { CheckContext, Numbered } from '../../src/judge/types.ts';
import type { World } from '../../src/contract/world.ts';
import { judgeLimits, type LimitJudgement } from './oracle.ts';
import type { LimitInput, TimedCall } from './timeline.ts';

/** The calls under one application against one state of the service. */
type Part = {
  key: string;
  calls: TimedCall[];
  /** Prints of the tokens under which calls were accepted: one token is one application, even where it cannot be read. */
  accepted: Set<string>;
};
/** From one restart of the service to the next. */
type Epoch = {
  startMs: number;
  used: World['quotaUsed'];
  probed: { minute: boolean; hour: boolean };
  parts: Map<string, Part>;
};

export type Collected = {
  take(numbered: Numbered, exchange: Exchange | undefined): void;
  /** One judgement for each application and state of the service; computed once. */
  judgements(open: readonly Exchange[]): LimitJudgement[];
  /** Every 429 that no fault of the scenario gave, with its Retry-After values. */
  refused(): readonly TimedCall[];
};

const NO_TOKEN = 'none';
const UNREADABLE = 'unknown';
const PROBES: Readonly<Record<string, 'minute' | 'hour'>> = {
  'minute-limit': 'minute',
  'hour-limit': 'hour',
};

const collections = new WeakMap<CheckContext, Collected>();

/** The timelines of a run, folded once for all checks of this topic. */
export function collectionOf(context: CheckContext): Collected {
  const known = collections.get(context);
  if (known) return known;
  const made = collect(context);
  collections.set(context, made);
  return made;
}

function collect({ header, contract }: CheckContext): Collected {
  const fresh = (startMs: number, used: World['quotaUsed']): Epoch => ({
    startMs,
    used,
    probed: { minute: false, hour: false },
    parts: new Map(),
  });
  const base = fresh(0, header.world?.quotaUsed);
  const byScenario = new Map<number, Epoch>();
  const epochs = [base];
  const refused: TimedCall[] = [];
  let lastLine = 0;
  let done: LimitJudgement[] | undefined;
  const windows = contract.limits.map((limit) => ({ ...limit, windowMs: limit.windowMs / header.timeScale }));

  const add = (exchange: Exchange) => {
    const { line } = exchange.request;
    if (!isApi(line.path)) return;
    const epoch = byScenario.get(line.s) ?? base;
    const call = timed(exchange);
    if (call.status === 429 && !call.faulted) refused.push(call);
    const key = keyOf(line.token);
    const part = epoch.parts.get(key) ?? { key, calls: [], accepted: new Set<string>() };
    epoch.parts.set(key, part);
    part.calls.push(call);
    if (call.status === contract.successStatus) part.accepted.add(line.token.print ?? '');
  };

  return {
    take({ n, line }, exchange) {
      if (n <= lastLine) return;
      lastLine = n;
      if (line.kind === 'scenario' && line.skipped === undefined) {
        const epoch = line.world ? fresh(line.t, line.world.quotaUsed) : base;
        const probe = PROBES[line.id];
        if (probe) epoch.probed[probe] = true;
        if (line.world) epochs.push(epoch);
        byScenario.set(line.s, epoch);
      }
      if (exchange && line.kind === 'response') add(exchange);
    },
    judgements(open) {
      if (done) return done;
      for (const exchange of open) add(exchange);
      const exclusive = header.means.includes('exclusive');
      done = epochs.flatMap((epoch) =>
        timelines(epoch).map(({ key, calls, accepted }) =>
          judgeLimits({
            calls,
            windows,
            exclusive,
            target: header.target,
            probed: epoch.probed,
            startMs: epoch.startMs,
            keyKnown: key !== UNREADABLE || accepted.size <= 1,
            ...(epoch.used ? { quotaUsed: epoch.used } : {}),
          } satisfies LimitInput),
        ),
      );
      return done;
    },
    refused: () => refused,
  };
}

/** Calls without a token belong to no application: a service may count them for any, so each timeline has them. */
function timelines(epoch: Epoch): Part[] {
  const nobody = epoch.parts.get(NO_TOKEN)?.calls ?? [];
  const parts = [...epoch.parts.values()].filter((part) => part.key !== NO_TOKEN);
  return parts.map((part) => ({ ...part, calls: [...part.calls, ...nobody].toSorted((a, b) => a.s - b.s) }));
}

function keyOf(token: { use: string; app?: string | undefined }): string {
  if (token.use === 'none' || token.use === 'malformed') return NO_TOKEN;
  return token.app ?? UNREADABLE;
}

function isApi(path: string): boolean {
  return !/\/oauth2\/|\/\.well-known\/|\/discovery\//.test(path);
}

function timed(exchange: Exchange): TimedCall {
  const { request, response } = exchange;
  const head = {
    s: request.line.t,
    scenario: request.line.s,
    ...(exchange.faulted ? { faulted: true } : {}),
  };
  if (response === undefined || response.line.lost !== undefined)
    return { n: response?.n ?? request.n, ...head, r: Number.POSITIVE_INFINITY, status: null };
  const { line } = response;
  const date = valuesOf(line.headers, 'date')[0];
  return {
    n: response.n,
    ...head,
    r: line.t,
    status: line.status,
    retryAfter: valuesOf(line.headers, 'retry-after'),
    ...(date === undefined ? {} : { date }),
  };
}
