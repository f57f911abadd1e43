import { playCases, type Counterexample } from './cases.ts';
import { makeWorld } from './make-world.ts';
import { probeBoth } from './probe-both.ts';
import { pairsForProbe } from './probe-cost.ts';
import { probeLimit } from './probe.ts';
import type { Scenario } from './scenario.ts';
import { playSequences } from './sequences.ts';
import type { Session } from './session.ts';
import { StopPlaying } from './stop-playing.ts';

/** After a probe the actions of so many machines that it met a 429 for are listed. */
const MOST_LISTED = 6;

export type PlayOptions = {
  seed: number;
  /** Upper bound of generated cases with a broken rule; undefined: what the scenario says. */
  cases?: number;
  /** One word on what is going on, for a progress line. */
  progress?: (text: string) => void;
};

/** Why playing ended early, and what the generated cases found. */
export type PlayResult = { stopped?: string; counterexamples: Counterexample[] };

/** Plays scenarios against a service, one after another, and writes all of it into the session's trace. */
export async function playService(
  session: Session,
  scenarios: readonly Scenario[],
  o: PlayOptions,
): Promise<PlayResult> {
  const counterexamples: Counterexample[] = [];
  let stopped: string | undefined;
  const stated = new Set<string>(session.contract.limits.map(({ name }) => name));
  const concerned = scenarios.filter((scenario) => isConcerned(scenario, session, stated));
  for (const scenario of inOrder(concerned, session)) {
    const why = stopped ?? reasonToSkip(scenario, session);
    if (why !== undefined) {
      session.skip(scenario.id, why);
      continue;
    }
    o.progress?.(scenario.title);
    try {
      counterexamples.push(...(await playOne(session, scenario, o)));
    } catch (error) {
      if (!(error instanceof StopPlaying)) throw error;
      stopped = error.message;
    }
  }
  return { counterexamples, ...(stopped === undefined ? {} : { stopped }) };
}

/** A limit that the profile does not state is nothing to look for; what needs a quota partly used, only a service of ours can have. */
function isConcerned({ probe }: Scenario, session: Session, stated: ReadonlySet<string>): boolean {
  if (probe === 'both') return session.target.fresh !== undefined && stated.size > 1;
  return probe === undefined || stated.has(probe);
}

/** Elsewhere the hour is probed before all else: nothing is in its window yet, and no hour of silence is needed. */
function inOrder(scenarios: readonly Scenario[], { target }: Session): Scenario[] {
  const isFirst = ({ probe }: Scenario) => probe === 'hour' && target.fresh === undefined;
  return scenarios.toSorted((a, b) => Number(isFirst(b)) - Number(isFirst(a)));
}

function reasonToSkip(scenario: Scenario, session: Session): string | undefined {
  const lacking = scenario.needs.filter((mean) => !session.means.includes(mean));
  if (lacking.length > 0) return `it needs ${lacking.join(', ')}`;
  if (scenario.depth === 'full' && session.target.kind === 'tenant')
    return 'a tenant run has few calls; a run against a lab plays it';
  if (scenario.probe === undefined) return undefined;
  const limit = session.contract.limits.find(({ name }) => name === scenario.probe);
  if (!limit) return undefined;
  const left = session.pairs().left();
  const wanted = pairsForProbe(limit);
  return session.target.fresh === undefined && left < wanted
    ? `it needs ${wanted} machine and file pairs that were not used yet, the world has ${left}`
    : undefined;
}

/** The machines of calls that were answered 429. */
async function probe(session: Session, what: NonNullable<Scenario['probe']>): Promise<string[]> {
  const { limits } = session.contract;
  if (what === 'both') return probeBoth(session);
  const limit = limits.find(({ name }) => name === what);
  return limit ? probeLimit(session, limit, limits) : [];
}

async function playOne(session: Session, scenario: Scenario, o: PlayOptions): Promise<Counterexample[]> {
  if (scenario.cases) return playCases(session, scenario, o);
  if (scenario.sequences) return playSequences(session, scenario, o);
  session.begin(
    scenario.id,
    scenario.world ? makeWorld(scenario.world, `${o.seed} ${scenario.id}`) : undefined,
  );
  if (scenario.probe !== undefined) {
    session.keepPace(false);
    const throttled = await probe(session, scenario.probe);
    session.keepPace(true);
    if (session.means.includes('reads'))
      for (const machineId of throttled.slice(0, MOST_LISTED)) await session.list(machineId);
    return [];
  }
  for (const spec of scenario.calls ?? []) await session.step(spec);
  return [];
}
