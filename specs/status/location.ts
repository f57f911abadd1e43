import type { Exchange } from '../../src/judge/exchanges.ts';
import { valuesOf } from '../../src/judge/reading.ts';
import type { Check, CheckContext, Finding } from '../../src/judge/types.ts';
import { plural } from '../../src/judge/checks.ts';
import { accepted, actionIn, answerOf, statusText, type Answer } from '../support/answers.ts';

type Named = { id: string; n: number };
type State = {
  context: CheckContext;
  /** By path and query: the action whose creation named it. Of the scenario that goes on. */
  named: Map<string, Named>;
  /** Ids under which an action was read in this scenario; then a 404 elsewhere is no delay. */
  read: Set<string>;
  missing: Map<string, Named & { status: string; at: number; shown: boolean }>;
  held: number;
  fail?: Finding;
};

/** RFC 9110 §15.3.2: Location is where the new action is. Nobody has to send it, and it may lead to where a run does not follow. */
export const location: Check<State> = {
  id: 'status.location',
  kinds: ['scenario', 'response'],
  start: (context) => ({ context, named: new Map(), read: new Set(), missing: new Map(), held: 0 }),
  step(state, { line, n }, exchange) {
    if (line.kind === 'scenario') {
      state.named.clear();
      state.read.clear();
    }
    if (!exchange || line.kind !== 'response' || exchange.faulted || state.fail) return state;
    note(state, exchange, n);
    const answer = answerOf(exchange);
    if (exchange.request.line.method === 'GET' && answer.none === undefined)
      follow(state, exchange, answer.line, n);
    return state;
  },
  end({ fail, missing, held }) {
    if (fail) return fail;
    const [lost] = [...missing.values()].toSorted((a, b) => Number(b.shown) - Number(a.shown));
    if (lost)
      return {
        verdict: 'fail',
        reason: `expected the action ${lost.id} where its Location leads, got ${lost.status}`,
        evidence: [lost.n, lost.at],
        // An action that nothing shows yet may only be late.
        ...(lost.shown ? {} : { advisory: true }),
      };
    return held > 0
      ? {
          verdict: 'pass',
          reason: `every Location that was followed leads to its action (${plural(held, 'exchange')})`,
          evidence: [],
        }
      : { verdict: 'not-applicable', reason: 'no Location of a success was followed', evidence: [] };
  },
};

function note(state: State, exchange: Exchange, n: number): void {
  const { context } = state;
  const success = accepted(exchange, context.contract);
  const id = success?.action?.['id'];
  const [value] = success ? valuesOf(success.answer.headers, 'location') : [];
  if (typeof id !== 'string' || value === undefined) return;
  const path = pathOf(value, exchange.request.line.path, context.header.name ?? '');
  if (path !== undefined) state.named.set(path, { id: id.toLowerCase(), n });
}

/** The path and query of a Location (RFC 9110 §10.2.2); undefined where it leads to another host. */
function pathOf(value: string, requestPath: string, name: string): string | undefined {
  const origin = URL.canParse(name) ? name : 'http://service.invalid';
  if (!URL.canParse(requestPath, origin)) return undefined;
  const base = new URL(requestPath, origin);
  if (!URL.canParse(value, base)) return undefined;
  const url = new URL(value, base);
  return url.origin === base.origin ? `${url.pathname}${url.search}` : undefined;
}

function follow(state: State, exchange: Exchange, answer: Answer, n: number): void {
  const { path } = exchange.request.line;
  const shown = answer.status === 200 ? actionIn(answer)?.['id'] : undefined;
  const named = state.named.get(path);
  if (typeof shown === 'string') {
    state.read.add(shown.toLowerCase());
    for (const lost of state.missing.values()) lost.shown ||= lost.id === shown.toLowerCase();
  }
  if (!named) return;
  if (answer.status === 404 || answer.status === 410)
    state.missing.set(path, { ...named, status: statusText(answer), at: n, shown: state.read.has(named.id) });
  if (answer.status !== 200) return;
  state.missing.delete(path);
  state.held += 1;
  if (typeof shown === 'string' && shown.toLowerCase() !== named.id)
    state.fail = {
      verdict: 'fail',
      reason: `expected the action ${named.id} where its Location leads, got the action ${shown}`,
      evidence: [named.n, n],
    };
}
