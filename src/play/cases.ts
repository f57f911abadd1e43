import fc from 'fast-check';
import { brokenValuesOf, violationsOf } from '../generate/broken-values.ts';
import { valuesOf } from '../generate/values.ts';
import type { JsonSchema } from '../contract/contract.ts';
import { makeWorld } from './make-world.ts';
import { sha1Of } from './random.ts';
import type { CallSpec, Scenario } from './scenario.ts';
import type { PlayOptions } from './play-service.ts';
import { StopPlaying, type Session } from './session.ts';

/** The smallest call that showed a fail, and what it takes to see it again. */
export type Counterexample = {
  requirements: string[];
  /** What was broken on purpose; null for a valid call. */
  breaks: { rule: string; path: string } | null;
  /** The call as a scenario plays it. */
  spec: CallSpec;
  seed: number;
  /** fast-check's path to the value. */
  path: string;
  shrinks: number;
  reason: string;
};

/** On a service that is not ours a shrink costs real calls. */
const MOST_SHRINKING_CALLS = 8;
/** Valid generated calls have an effect; a service that is not ours gets few of them. */
const VALID_CASES_ELSEWHERE = 10;
const BROKEN_CASES = { mock: Infinity, emulator: Infinity, lab: 40, tenant: 15 };

/**
 * Plays calls made from the request schema: values that keep it, and values that break one rule at one path. What an answer
 * is worth is said by the checks (`session.failuresNow`), so that a case is never judged by its label.
 */
export async function playCases(
  session: Session,
  scenario: Scenario,
  o: PlayOptions,
): Promise<Counterexample[]> {
  const schema = session.contract.requestBody;
  const own = session.target.fresh !== undefined;
  if (!own) session.begin(scenario.id);
  const found: Counterexample[] = [];
  const wanted = scenario.cases ?? { valid: 0, broken: 0 };
  const valid = own ? wanted.valid : Math.min(wanted.valid, VALID_CASES_ELSEWHERE, session.pairs().left());
  if (session.means.includes('actions') && session.means.includes('world') && valid > 0)
    found.push(...(await property(session, scenario, o, valid, validCalls(schema), null)));
  const total = o.cases ?? Math.min(wanted.broken, BROKEN_CASES[session.target.kind]);
  const violations = violationsOf(schema);
  for (const [index, breaks] of violations.entries()) {
    const share = Math.floor(total / violations.length) + (index < total % violations.length ? 1 : 0);
    if (share === 0) continue;
    found.push(
      ...(await property(session, scenario, o, share, brokenCalls(session, schema, breaks), breaks)),
    );
  }
  return found;
}

function validCalls(schema: JsonSchema): fc.Arbitrary<CallSpec> {
  return valuesOf(schema)
    .map((value) => (value as { Comment?: unknown }).Comment)
    .filter((comment) => typeof comment === 'string' && comment.trim() !== '')
    .map((comment) => ({ file: 'present', comment: comment as string }));
}

/** The broken value as the body, except that a hash that is whole becomes an inert one. */
function brokenCalls(
  session: Session,
  schema: JsonSchema,
  breaks: { rule: string; path: string },
): fc.Arbitrary<CallSpec> {
  const inert = sha1Of(`cordon inert case ${breaks.rule} ${breaks.path}`);
  return brokenValuesOf(schema, breaks).map(({ value }) => {
    const body: unknown =
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(
            Object.entries(value).map(([key, item]) => [
              key,
              session.contract.hashNames.includes(key) && breaks.path !== `/${key}`
                ? inert
                : (item as unknown),
            ]),
          )
        : value;
    return { rawBody: JSON.stringify(body) };
  });
}

async function property(
  session: Session,
  scenario: Scenario,
  o: PlayOptions,
  runs: number,
  calls: fc.Arbitrary<CallSpec>,
  breaks: { rule: string; path: string } | null,
): Promise<Counterexample[]> {
  let stop: StopPlaying | undefined;
  const mostShrinking = { mock: Infinity, emulator: Infinity, lab: MOST_SHRINKING_CALLS, tenant: 0 }[
    session.target.kind
  ];
  let played = 0;
  let failing = 0;
  let last: { requirements: string[]; reason: string } | undefined;
  const holds = async (spec: CallSpec): Promise<boolean> => {
    if (stop || failing > mostShrinking) return true;
    played += 1;
    try {
      if (session.target.fresh && scenario.world)
        session.begin(
          scenario.id,
          makeWorld(scenario.world, `${o.seed} ${breaks?.rule} ${breaks?.path} ${played}`),
        );
      session.mark();
      await session.call(spec, breaks);
    } catch (error) {
      if (!(error instanceof StopPlaying)) throw error;
      stop = error;
      return true;
    }
    const failures = session.failuresSinceMark();
    if (failing > 0) failing += 1;
    if (failures.length === 0) return true;
    failing ||= 1;
    last = { requirements: failures.map((f) => f.requirement), reason: failures[0]?.reason ?? '' };
    return false;
  };
  const result = await fc.check(fc.asyncProperty(calls, holds), { seed: o.seed, numRuns: runs });
  if (stop) throw stop;
  if (!result.failed || !last || !result.counterexample) return [];
  return [
    {
      ...last,
      breaks,
      spec: result.counterexample[0],
      seed: result.seed,
      path: result.counterexamplePath ?? '',
      shrinks: result.numShrinks,
    },
  ];
}
