import { broken, exchangeCheck, holds, plural, unknown } from '../../src/judge/checks.ts';
import type { Exchange } from '../../src/judge/exchanges.ts';
import type { Check, CheckContext, Finding } from '../../src/judge/types.ts';
import { actionIn, answerOf, isFair, isPassing, show, statusText, type Action } from '../support/answers.ts';

type Entry = { refused: boolean; open: number; n: number };
type Refusals = {
  context: CheckContext;
  /** By comment: was every answered call with it refused, how many are open, the line of the last answer. */
  comments: Map<string, Entry>;
  lists: number;
  fail?: Finding;
};

/** Rule G of the limit oracle, for every kind of refusal: what was refused is not done. */
const refusedWithoutEffect: Check<Refusals> = {
  id: 'effects.refused',
  start: (context) => ({ context, comments: new Map(), lists: 0 }),
  step(state, { line, n }, exchange) {
    if (!exchange || state.fail) return state;
    const { operation, comment } = exchange.reading;
    if (operation && comment !== undefined) {
      const entry = state.comments.get(comment) ?? { refused: true, open: 0, n };
      if (line.kind === 'request') entry.open += 1;
      if (line.kind === 'response') {
        entry.open -= 1;
        entry.refused &&= isRefusal(exchange);
        entry.n = n;
      }
      state.comments.set(comment, entry);
    } else if (line.kind === 'response') {
      const actions = listedActions(exchange);
      if (actions) state.lists += 1;
      for (const action of actions ?? []) lookUp(state, action, n);
    }
    return state;
  },
  end(state) {
    if (state.fail) return state.fail;
    const refused = [...state.comments.values()].filter((entry) => entry.refused && entry.open === 0).length;
    if (state.lists === 0)
      return { verdict: 'unproven', reason: 'no list of actions was read', evidence: [] };
    if (refused === 0)
      return { verdict: 'unproven', reason: 'no call with a comment was refused', evidence: [] };
    return {
      verdict: 'pass',
      reason: `none of ${plural(refused, 'refused call')} shows in ${plural(state.lists, 'list')} of actions`,
      evidence: [],
    };
  },
};

function isRefusal(exchange: Exchange): boolean {
  const answer = answerOf(exchange);
  return (
    answer.none === undefined && answer.line.status >= 400 && answer.line.status < 500 && !exchange.faulted
  );
}

function lookUp(state: Refusals, action: Action, n: number): void {
  const comment = action['requestorComment'];
  const entry = typeof comment === 'string' ? state.comments.get(comment) : undefined;
  if (entry?.refused && entry.open === 0)
    state.fail = {
      verdict: 'fail',
      reason: `expected no action for a refused call, got one with the comment ${show(comment)}, which only refused calls carried`,
      evidence: [entry.n, n],
    };
}

/** The actions in an answer to `GET …/machineactions?…`; undefined for anything else. */
function listedActions(exchange: Exchange): Action[] | undefined {
  const { method, path } = exchange.request.line;
  if (method !== 'GET' || !/\/machineactions\/?(\?|$)/i.test(path)) return undefined;
  const answer = answerOf(exchange);
  if (answer.none !== undefined || answer.line.status !== 200) return undefined;
  const value = actionIn(answer.line)?.['value'];
  return Array.isArray(value) ? (value as Action[]) : undefined;
}

/** An action can be read under the id that its creation gave. A 404 right after may be a delay, so it is advisory. */
const readBack = exchangeCheck({
  id: 'effects.read-back',
  pass: 'every action that was read back is the one that was asked for',
  none: { verdict: 'unproven', reason: 'no action was read back' },
  judge(exchange) {
    const { method, path } = exchange.request.line;
    const id = method === 'GET' ? /\/machineactions\/([^/?]+)$/i.exec(path)?.[1] : undefined;
    if (id === undefined || exchange.faulted) return undefined;
    const answer = answerOf(exchange);
    if (answer.none !== undefined) return unknown(answer.none);
    if (isPassing(answer.line.status)) return unknown(`it was answered ${answer.line.status}`);
    if (answer.line.status !== 200)
      return broken(`200 for the action ${id}`, statusText(answer.line), answer.line.status === 404);
    const got = actionIn(answer.line)?.['id'];
    return typeof got === 'string' && got.toLowerCase() === id.toLowerCase()
      ? holds
      : broken(`the action ${id}`, `one with the id ${show(got)}`);
  },
});

/** A second call for a pair whose action still goes on: captures show 400 and the action itself; nothing else is known. */
const duplicate = exchangeCheck({
  id: 'effects.duplicate',
  pass: 'every repeated call was answered 400 or with an action',
  none: { verdict: 'unproven', reason: 'no repeated call was answered' },
  judge(exchange, { contract }) {
    if (!isFair(exchange) || [...exchange.reading.defects].join() !== 'repeated') return undefined;
    const answer = answerOf(exchange);
    if (answer.none !== undefined) return unknown(answer.none);
    if (isPassing(answer.line.status)) return undefined;
    return [400, contract.successStatus].includes(answer.line.status)
      ? holds
      : broken(`400 or ${contract.successStatus}`, statusText(answer.line));
  },
});

export const checks: Check[] = [refusedWithoutEffect as Check, readBack, duplicate];
