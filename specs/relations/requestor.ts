import type { Check, CheckContext, Finding } from '../../src/judge/types.ts';
import { plural } from '../../src/judge/checks.ts';
import { accepted, show } from '../support/answers.ts';
import { isFromBefore } from '../support/times.ts';

type State = {
  context: CheckContext;
  /** By the print of a token: who asked, and in which line that was first said. */
  seen: Map<string, { requestor: string; n: number }>;
  again: number;
  fail?: Finding;
};

/** A token is one application, or one user of it: whoever it is called, the name is the same for each call. */
export const requestor: Check<State> = {
  id: 'relations.requestor',
  kinds: ['response'],
  start: (context) => ({ context, seen: new Map(), again: 0 }),
  step(state, { line, n }, exchange) {
    if (!exchange || line.kind !== 'response' || state.fail) return state;
    const success = accepted(exchange, state.context.contract);
    const { print } = exchange.request.line.token;
    const name = success?.action?.['requestor'];
    if (!success?.action || print === undefined || typeof name !== 'string') return state;
    // An earlier call may have been made by somebody else.
    if (exchange.reading.defects.has('repeated')) return state;
    if (isFromBefore(success.action, success.answer, state.context.header)) return state;
    const before = state.seen.get(print);
    if (!before) state.seen.set(print, { requestor: name, n });
    else if (before.requestor === name) state.again += 1;
    else
      state.fail = {
        verdict: 'fail',
        reason: `expected the requestor ${show(before.requestor)} for each call with this token, got ${show(name)}`,
        evidence: [before.n, n],
      };
    return state;
  },
  end({ fail, seen, again }) {
    if (fail) return fail;
    return again > 0
      ? {
          verdict: 'pass',
          reason: `${plural(seen.size, 'token')}, each with one requestor`,
          evidence: [],
        }
      : { verdict: 'unproven', reason: 'it takes two accepted calls with one token to tell', evidence: [] };
  },
};
