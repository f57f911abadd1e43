import type fc from 'fast-check';
import { brokenValuesOf, violationsOf } from '../generate/broken-values.ts';
import { valuesOf } from '../generate/values.ts';
import type { JsonSchema } from '../contract/contract.ts';
import { makeWorld } from './make-world.ts';
import { sha1Of } from './random.ts';
import type { CallSpec, Scenario } from './scenario.ts';
import type { PlayOptions } from './play-service.ts';
import { search } from './search.ts';
import type { Session } from './session.ts';

/** The smallest call, or sequence of steps, that showed a fail, and what it takes to see it again. */
export type Counterexample = {
  requirements: string[];
  /** What was broken on purpose; null for valid calls. */
  breaks: { rule: string; path: string } | null;
  /** As a scenario plays it. */
  spec: CallSpec | CallSpec[];
  /** The world that a sequence needs. */
  world?: Scenario['world'];
  seed: number;
  /** fast-check's path to the value. */
  path: string;
  shrinks: number;
  reason: string;
};

/** Most calls that look for a smaller counterexample, for each rule: on a service that is not ours a shrink costs real calls. */
export const SHRINKING_CALLS = { mock: Infinity, emulator: Infinity, lab: 8, tenant: 0 } as const;
/** Valid generated calls have an effect; a service that is not ours gets few of them. */
const VALID_CASES_ELSEWHERE = 10;
const BROKEN_CASES = { mock: Infinity, emulator: Infinity, lab: 40, tenant: 15 };

/**
 * Plays calls made from the request schema: values that keep it, and values that break one rule at one path. What an answer
 * is worth is said by the checks (`session.failuresSinceMark`), so that a case is never judged by its label.
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

/** Built once for a schema: reading one takes longer than many cases. */
const built = new WeakMap<JsonSchema, fc.Arbitrary<CallSpec>>();

function validCalls(schema: JsonSchema): fc.Arbitrary<CallSpec> {
  const known = built.get(schema);
  if (known) return known;
  const calls = valuesOf(schema)
    .map((value) => (value as { Comment?: unknown }).Comment)
    .filter((comment) => typeof comment === 'string' && comment.trim() !== '')
    .map((comment): CallSpec => ({ file: 'present', comment: comment as string }));
  built.set(schema, calls);
  return calls;
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
  const shown = await search(session, calls, {
    seed: o.seed,
    runs,
    most: SHRINKING_CALLS[session.target.kind],
    costOf: () => 1,
    async play(spec, nth) {
      if (session.target.fresh && scenario.world)
        session.begin(
          scenario.id,
          makeWorld(scenario.world, `${o.seed} ${breaks?.rule} ${breaks?.path} ${nth}`),
        );
      session.mark();
      await session.call(spec, breaks);
    },
  });
  if (!shown) return [];
  const { value, ...rest } = shown;
  return [{ ...rest, breaks, spec: value }];
}
