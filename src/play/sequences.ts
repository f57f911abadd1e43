import fc from 'fast-check';
import type { Counterexample } from './cases.ts';
import { makeWorld } from './make-world.ts';
import type { CallSpec, Scenario } from './scenario.ts';
import { search } from './search.ts';
import type { Session } from './session.ts';

/** What sequences may be: their number, steps and waits in ms of the service's time, and the exchanges spent on a smaller one. */
type Size = { runs: number; steps: number; atOnce: number; waits: number[]; shrinking: number };

/** At a service that is not ours each step costs real time; a tenant gets none. */
const ELSEWHERE: Size = { runs: 3, steps: 6, atOnce: 2, waits: [1_000], shrinking: 48 };
const OWN: Omit<Size, 'runs' | 'steps'> = { atOnce: 4, waits: [1_000, 6_000, 30_000], shrinking: 2_000 };

/** Exchanges that the search for a smaller sequence may take. */
export const SEQUENCE_SHRINKING = { lab: ELSEWHERE.shrinking, tenant: 0 } as const;

/** A step names accepted calls up to this number; one that names none that there is does nothing. */
const MOST_NAMED = 3;

/**
 * Plays sequences of steps around the operation: create, read, list, repeat, cancel, wait, refused calls, several at once. No model
 * says what is right: the checks do, from what each sequence shows.
 */
export async function playSequences(
  session: Session,
  scenario: Scenario,
  o: { seed: number },
): Promise<Counterexample[]> {
  const { target } = session;
  const { world, sequences } = scenario;
  if (!sequences || target.kind === 'tenant') return [];
  const own = target.fresh !== undefined;
  const size: Size = own
    ? { ...OWN, ...sequences }
    : {
        ...ELSEWHERE,
        runs: Math.min(ELSEWHERE.runs, sequences.runs),
        steps: Math.min(ELSEWHERE.steps, sequences.steps),
      };
  const shown = await search(session, sequencesOf(size), {
    seed: o.seed,
    runs: size.runs,
    most: size.shrinking,
    costOf: (steps) => steps.reduce((sum, { atOnce = 1 }) => sum + atOnce, 0),
    async play(steps, nth) {
      session.begin(scenario.id, world && makeWorld(world, `${o.seed} ${scenario.id} ${nth}`));
      session.mark();
      for (const step of steps) await session.step(step);
    },
  });
  if (!shown) return [];
  const { value, ...rest } = shown;
  return [{ ...rest, breaks: null, spec: value, ...(world ? { world } : {}) }];
}

/** What a step may be; the more often named, the likelier. */
const KINDS = [
  ...repeated(5, 'create'),
  ...repeated(3, 'repeat'),
  ...repeated(4, 'read'),
  ...repeated(3, 'list'),
  ...repeated(3, 'cancel'),
  'read-unknown',
  'cancel-unknown',
  'incomplete',
  'inert',
  'no-token',
] as const;

function repeated<K extends string>(times: number, kind: K): K[] {
  return Array.from({ length: times }, () => kind);
}

/** Steps that are not kept are left out: so a smaller sequence may lack any of them, not the first ones alone. */
function sequencesOf(size: Size): fc.Arbitrary<CallSpec[]> {
  const drawn = fc.record({
    kept: fc.integer({ min: 0, max: 12 }).map((n) => n > 0),
    kind: fc.constantFrom(...KINDS),
    of: fc.integer({ min: 1, max: MOST_NAMED }),
    atOnce: mostlyFirst(Array.from({ length: size.atOnce }, (_, index) => index + 1)),
    waitMs: mostlyFirst([0, ...size.waits]),
  });
  // Most steps need an action, so the first one makes one.
  return fc
    .noBias(fc.array(drawn, { minLength: 1, maxLength: size.steps, size: 'max' }))
    .map(([first, ...rest]) =>
      [...(first ? [{ ...first, kind: 'create' as const }] : []), ...rest]
        .filter(({ kept }) => kept)
        .map(stepOf),
    );
}

/** Half of the time the first of these values; a smaller sequence has an earlier one. */
function mostlyFirst(values: readonly number[]): fc.Arbitrary<number> {
  const more = values.length - 1;
  return fc.integer({ min: -more, max: more }).map((n) => values[Math.max(0, n)] ?? 0);
}

type Drawn = { kind: (typeof KINDS)[number]; of: number; atOnce: number; waitMs: number };

function stepOf({ kind, of, atOnce, waitMs }: Drawn): CallSpec {
  const many = atOnce > 1 ? { atOnce } : {};
  const later = waitMs > 0 ? { waitMs } : {};
  switch (kind) {
    case 'create':
      return { file: 'present', ...many };
    case 'repeat':
      return { file: 'again', of, ...many, ...later };
    case 'read':
      return { read: 'one', of, ...later };
    case 'list':
      return { read: 'list', of, ...later };
    case 'cancel':
      return { cancel: 'one', of, ...later };
    case 'read-unknown':
      return { read: 'unknown' };
    case 'cancel-unknown':
      return { cancel: 'unknown' };
    case 'incomplete':
      return { omit: ['Comment'] };
    case 'inert':
      return { file: 'inert' };
    case 'no-token':
      return { token: 'none' };
  }
}
