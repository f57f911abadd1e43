import type { Exchange } from '../../src/judge/exchanges.ts';
import { valuesOf } from '../../src/judge/reading.ts';
import type { CheckContext, Numbered } from '../../src/judge/types.ts';
import type { World } from '../../src/contract/world.ts';
import { createCallColumns, type CallColumns } from './call-columns.ts';
import { judgeLimits, type LimitJudgement } from './oracle.ts';
import type { Calls, LimitInput, TimedCall } from './timeline.ts';
import { createTraits, type TraitsTable } from './traits.ts';

/** The calls under one application against one state of the service. */
type Part = {
  key: string;
  calls: CallColumns;
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

const NOT_PROBED = { minute: false, hour: false };
const NO_TOKEN = 'none';
const OTHER_APP = 'other';
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
  let done: LimitJudgement[] | undefined;
  const traits = createTraits(contract);
  const windows = contract.limits.map((limit) => ({ ...limit, windowMs: limit.windowMs / header.timeScale }));

  const add = (exchange: Exchange) => {
    const { line } = exchange.request;
    if (!isApi(line.path)) return;
    const epoch = byScenario.get(line.s) ?? base;
    const call = timed(exchange, traits);
    if (call.status === 429 && !call.faulted) refused.push(call);
    const key = keyOf(line.token);
    // What the run itself sent as its own token is of its application, whether that can be read or not.
    const ours = line.token.use === 'valid' && header.recorder === 'client';
    const part = epoch.parts.get(key) ?? { key, calls: createCallColumns(), accepted: new Set<string>() };
    epoch.parts.set(key, part);
    part.calls.add(call);
    if (call.status === contract.successStatus) part.accepted.add(ours ? 'ours' : (line.token.print ?? ''));
  };

  return {
    take({ line }, exchange) {
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
      done = epochs.flatMap((epoch) => {
        const parts = timelines(epoch);
        const most = Math.max(...parts.map(({ calls }) => calls.length));
        return parts.map(({ key, calls, accepted }) =>
          judgeLimits({
            calls,
            windows,
            exclusive,
            target: header.target,
            // A probe is of one application, whatever it asks of another meanwhile.
            probed: calls.length === most ? epoch.probed : NOT_PROBED,
            startMs: epoch.startMs,
            differing: traits.between,
            keyKnown: key !== UNREADABLE || accepted.size <= 1,
            ...(epoch.used ? { quotaUsed: epoch.used } : {}),
          } satisfies LimitInput),
        );
      });
      return done;
    },
    refused: () => refused,
  };
}

/** Calls without a token belong to no application: a service may count them for any, so each timeline has them. */
function timelines(epoch: Epoch): (Omit<Part, 'calls'> & { calls: Calls })[] {
  const nobody = epoch.parts.get(NO_TOKEN)?.calls.sorted();
  return [...epoch.parts.values()]
    .filter((part) => part.key !== NO_TOKEN)
    .map((part) => {
      const own = part.calls.sorted();
      const calls = nobody ? [...own, ...nobody].toSorted((a, b) => a.s - b.s) : own;
      return { ...part, calls };
    });
}

function keyOf(token: { use: string; app?: string | undefined }): string {
  if (token.use === 'none' || token.use === 'malformed') return NO_TOKEN;
  return token.app ?? (token.use === 'other-app' ? OTHER_APP : UNREADABLE);
}

function isApi(path: string): boolean {
  return !['/oauth2/', '/.well-known/', '/discovery/'].some((part) => path.includes(part));
}

/**
 * What was never answered may have been decided at any time. But for what was written byte by byte: an inert call or less, and over
 * when its connection was closed; or one upload that stopped would leave no silence in the whole run.
 */
function endOfLost({ request, response }: Exchange): number {
  return request.line.raw === undefined || response === undefined
    ? Number.POSITIVE_INFINITY
    : response.line.t;
}

/** What a timeline keeps of an exchange: headers only of a 429. */
function timed(exchange: Exchange, table: TraitsTable): TimedCall {
  const { request, response } = exchange;
  const { t: s, s: scenario, conn } = request.line;
  const answer = response?.line.lost === undefined ? response?.line : undefined;
  const call: TimedCall = {
    n: response?.n ?? request.n,
    s,
    r: answer?.t ?? endOfLost(exchange),
    status: answer?.status ?? null,
    scenario,
    traits: table.of(request.line),
    conn,
  };
  if (exchange.faulted) call.faulted = true;
  if (answer?.status !== 429) return call;
  call.retryAfter = oneOfEach(valuesOf(answer.headers, 'retry-after'));
  const date = valuesOf(answer.headers, 'date')[0];
  if (date !== undefined) call.date = date;
  return call;
}

const seen = new Map<string, readonly string[]>();
const MOST_SEEN = 4096;

/** The same few values come again and again: kept once. */
function oneOfEach(values: readonly string[]): readonly string[] {
  const key = values.join('\n');
  const known = seen.get(key);
  if (known) return known;
  if (seen.size < MOST_SEEN) seen.set(key, values);
  return values;
}
