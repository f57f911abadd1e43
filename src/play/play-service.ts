import { playCases, type Counterexample } from './cases.ts';
import { makeWorld } from './make-world.ts';
import { pairsForProbe, probeLimit } from './probe.ts';
import type { Scenario } from './scenario.ts';
import { StopPlaying, type Session } from './session.ts';

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
  // A limit that the profile does not state is nothing to look for.
  for (const scenario of scenarios.filter(({ probe }) => probe === undefined || stated.has(probe))) {
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

function reasonToSkip(scenario: Scenario, session: Session): string | undefined {
  const lacking = scenario.needs.filter((mean) => !session.means.includes(mean));
  if (lacking.length > 0) return `it needs ${lacking.join(', ')}`;
  if (scenario.probe === undefined) return undefined;
  const limit = session.contract.limits.find(({ name }) => name === scenario.probe);
  if (!limit) return undefined;
  const left = session.pairs().left();
  const wanted = pairsForProbe(limit);
  return session.target.fresh === undefined && left < wanted
    ? `it needs ${wanted} machine and file pairs that were not used yet, the world has ${left}`
    : undefined;
}

async function playOne(session: Session, scenario: Scenario, o: PlayOptions): Promise<Counterexample[]> {
  if (scenario.cases) return playCases(session, scenario, o);
  session.begin(
    scenario.id,
    scenario.world ? makeWorld(scenario.world, `${o.seed} ${scenario.id}`) : undefined,
  );
  if (scenario.probe !== undefined) {
    const limit = session.contract.limits.find(({ name }) => name === scenario.probe);
    session.keepPace(false);
    const throttled = limit ? await probeLimit(session, limit, session.contract.limits) : [];
    session.keepPace(true);
    if (session.means.includes('reads')) for (const machineId of throttled) await session.list(machineId);
    return [];
  }
  for (const spec of scenario.calls ?? []) await session.step(spec);
  return [];
}
