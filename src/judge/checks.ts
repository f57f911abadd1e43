import type { Exchange } from './exchanges.ts';
import type { Check, CheckContext, Finding } from './types.ts';

/** What a rule says of one exchange. `undefined`: it does not concern this exchange. */
export type Opinion =
  | { holds: true }
  | { holds: false; expected: string; got: string; advisory?: boolean }
  /** It concerns this exchange but cannot be decided by it. */
  | { holds: 'unknown'; why: string }
  | undefined;

export const holds: Opinion = { holds: true };
export const broken = (expected: string, got: string, advisory?: boolean): Opinion => ({
  holds: false,
  expected,
  got,
  ...(advisory ? { advisory } : {}),
});
export const unknown = (why: string): Opinion => ({ holds: 'unknown', why });

type Failure = { exchange: Exchange; expected: string; got: string; advisory: boolean; size: number };
type State = {
  context: CheckContext;
  held: number;
  firstHeld?: number;
  failures: number;
  binding: number;
  smallest?: Failure;
  unknowns: number;
  firstUnknown?: { n: number; why: string };
};

/**
 * A check that looks at one exchange at a time, when its answer has come (or has not, at the end). Fails if any exchange
 * breaks the rule and shows the one with the smallest request; passes if at least one keeps it and none is unknown.
 * @param none the verdict when no exchange concerned it: `unproven` where the run should have played one.
 */
export function exchangeCheck(o: {
  id: string;
  /** What holds, for the reason of a pass: `every …`. */
  pass: string;
  none: { verdict: 'unproven' | 'not-applicable'; reason: string };
  judge(exchange: Exchange, context: CheckContext): Opinion;
}): Check {
  const weigh = (state: State, exchange: Exchange) => {
    const opinion = o.judge(exchange, state.context);
    if (opinion === undefined) return;
    const n = exchange.request.n;
    if (opinion.holds === true) {
      state.held += 1;
      state.firstHeld ??= n;
    } else if (opinion.holds === 'unknown') {
      state.unknowns += 1;
      state.firstUnknown ??= { n, why: opinion.why };
    } else {
      state.failures += 1;
      const failure: Failure = {
        exchange,
        ...opinion,
        advisory: opinion.advisory ?? false,
        size: sizeOf(exchange),
      };
      if (!failure.advisory) state.binding += 1;
      if (!state.smallest || isBetter(failure, state.smallest)) state.smallest = failure;
    }
  };
  const check: Check<State> = {
    id: o.id,
    faultOf(exchange, context) {
      const opinion = o.judge(exchange, context);
      return opinion?.holds === false && opinion.advisory !== true ? reasonOf(exchange, opinion) : undefined;
    },
    kinds: ['response'],
    start: (context) => ({ context, held: 0, failures: 0, binding: 0, unknowns: 0 }),
    step(state, numbered, exchange) {
      if (exchange && numbered.line.kind === 'response') weigh(state, exchange);
      return state;
    },
    end(state, open): Finding {
      for (const exchange of open) weigh(state, exchange);
      // An advisory fail does not hide that something else could not be decided.
      if (state.smallest && (state.binding > 0 || !state.firstUnknown)) return failed(state.smallest, state);
      if (state.firstUnknown)
        return {
          verdict: 'unproven',
          reason: `${state.unknowns} of ${state.unknowns + state.held + state.failures} exchanges could not decide it, the first because ${state.firstUnknown.why}`,
          evidence: [state.firstUnknown.n],
        };
      if (state.firstHeld !== undefined)
        return {
          verdict: 'pass',
          reason: `${o.pass} (${plural(state.held, 'exchange')})`,
          evidence: [state.firstHeld],
        };
      return { ...o.none, evidence: [] };
    },
  };
  return check as Check;
}

function failed(failure: Failure, state: State): Finding {
  const { exchange } = failure;
  const more = state.failures > 1 ? `; ${state.failures} exchanges fail, this is the smallest` : '';
  return {
    verdict: 'fail',
    reason: `${reasonOf(exchange, failure)}${more}`,
    evidence: [exchange.request.n, ...(exchange.response ? [exchange.response.n] : [])],
    ...(state.binding === 0 ? { advisory: true } : {}),
  };
}

function reasonOf(exchange: Exchange, { expected, got }: { expected: string; got: string }): string {
  const breaks = exchange.call?.line.breaks;
  const label = breaks
    ? ` (the call breaks ${breaks.rule} at ${breaks.path === '' ? 'the root' : breaks.path})`
    : '';
  return `expected ${expected}, got ${got}${label}`;
}

/** A binding failure is shown before an advisory one, then the smallest request, then the first. */
function isBetter(a: Failure, b: Failure): boolean {
  if (a.advisory !== b.advisory) return !a.advisory;
  return a.size < b.size;
}

function sizeOf(exchange: Exchange): number {
  const { body } = exchange.request.line;
  return typeof body === 'string' ? body.length : body.base64.length;
}

/** `1 exchange`, `2 exchanges`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
