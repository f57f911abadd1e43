import { plural } from '../../src/judge/checks.ts';
import { digestOf } from '../../src/judge/digest.ts';
import { pairOf, type Exchange } from '../../src/judge/exchanges.ts';
import { rememberLast } from '../../src/judge/last.ts';
import type { Check, CheckContext, Finding } from '../../src/judge/types.ts';
import { answerOf, show } from '../support/answers.ts';
import { createTally, type Tally } from '../support/tally.ts';
import { idOf, isObject, listedIn } from './asks.ts';
import { ledgerOf, withLedger } from './ledger.ts';
import { timeOf } from './parts.ts';

type Refusals = {
  context: CheckContext;
  /** By mark (see `markOf`): line of the last answer of calls that were refused, each of them. */
  refused: Map<number, number>;
  /** Marks of calls that may have been done: their answer was lost, or no refusal. Those of accepted calls the ledger knows. */
  doubtful: Set<number>;
  /** By mark: calls that are not answered yet. */
  open: Tally;
  /** Ms since 1970 by the service's clock when it answered first. */
  since?: number;
  lists: number;
  fail?: Finding;
};

/** Dates have whole seconds. */
const DATE_ROUNDING_MS = 1_000;

/** Rule G of the limit oracle, for every kind of refusal: what was refused is not done. */
const refusedWithoutEffect: Check<Refusals> = {
  id: 'effects.refused',
  kinds: ['request', 'response'],
  start: (context) => ({ context, refused: new Map(), doubtful: new Set(), open: createTally(), lists: 0 }),
  step(state, { line, n }, exchange) {
    if (!exchange || state.fail) return state;
    if (line.kind === 'response') state.since ??= dateIn(exchange);
    const mark = markOf(exchange);
    if (mark !== undefined) {
      if (line.kind === 'request') state.open.add(mark, 1);
      if (line.kind !== 'response') return state;
      state.open.add(mark, -1);
      if (isRefusal(exchange)) state.refused.set(mark, n);
      else if (!isKnown(state, exchange)) state.doubtful.add(mark);
    } else if (line.kind === 'response' && ledgerOf(state.context).of(exchange).ask?.what === 'list') {
      const actions = listedIn(exchange);
      if (actions) state.lists += 1;
      for (const action of actions ?? []) lookUp(state, action, exchange, n);
    }
    return state;
  },
  end(state) {
    if (state.fail) return state.fail;
    const refused = [...state.refused.keys()].filter((mark) => isOnlyRefused(state, mark)).length;
    if (state.lists === 0)
      return { verdict: 'unproven', reason: 'no list of actions was read', evidence: [] };
    if (refused === 0)
      return { verdict: 'unproven', reason: 'no call with a comment or a hash was refused', evidence: [] };
    return {
      verdict: 'pass',
      reason: `none of ${plural(refused, 'refused call')} shows in ${plural(state.lists, 'list')} of actions`,
      evidence: [],
    };
  },
};

/** By what an action is known as that of a call: its comment, or its machine and file where it has none. */
function markOf({ reading, request }: Exchange): number | undefined {
  if (!reading.operation || request.line.raw !== undefined) return undefined;
  const { comment, hash, machineId } = reading;
  if (comment !== undefined && comment.trim() !== '') return commentMark(comment);
  return hash === undefined || machineId === undefined ? undefined : pairOf(reading);
}

/** Asked at the request and again at its answer. */
const commentMark = rememberLast((comment: string) => digestOf(comment));

function pairMark(machineId: string, hash: string): number {
  return digestOf(`${machineId} ${hash}`.toLowerCase());
}

function isRefusal(exchange: Exchange): boolean {
  const answer = answerOf(exchange);
  return (
    answer.none === undefined && answer.line.status >= 400 && answer.line.status < 500 && !exchange.faulted
  );
}

/** The ledger has the id of the action that this call was answered with. */
function isKnown(state: Refusals, exchange: Exchange): boolean {
  return ledgerOf(state.context)
    .of(exchange)
    .sightings.some(({ how }) => how === 'created');
}

function isOnlyRefused(state: Refusals, mark: number): boolean {
  return state.refused.has(mark) && !state.doubtful.has(mark) && state.open.get(mark) === 0;
}

function lookUp(state: Refusals, action: unknown, exchange: Exchange, n: number): void {
  if (!isObject(action) || state.fail) return;
  const ledger = ledgerOf(state.context);
  const id = idOf(action);
  if (id !== undefined && ledger.table.find(digestOf(id)) >= 0) return;
  // A call of an earlier run may have had the same comment or file, and have been accepted.
  const created = timeOf(action['creationDateTimeUtc']);
  if (state.since !== undefined && created < state.since - DATE_ROUNDING_MS) return;
  const { requestorComment: comment, machineId, relatedFileInfo: info } = action;
  const hash = isObject(info) ? info['fileIdentifier'] : undefined;
  const marks = [
    typeof comment === 'string' ? digestOf(comment) : undefined,
    typeof machineId === 'string' && typeof hash === 'string' && state.since !== undefined
      ? pairMark(machineId, hash)
      : undefined,
  ];
  const mark = marks.find((one) => one !== undefined && isOnlyRefused(state, one));
  if (mark === undefined) return;
  const what = mark === marks[0] ? `the comment ${show(comment)}` : `the machine and file ${show(hash)}`;
  state.fail = {
    verdict: 'fail',
    reason: `expected no action for a refused call, got one with ${what}, which only refused calls carried`,
    evidence: [state.refused.get(mark) ?? n, n],
  };
}

function dateIn(exchange: Exchange): number | undefined {
  const answer = answerOf(exchange);
  if (answer.none !== undefined) return undefined;
  const value = answer.line.headers.find(([name]) => name.toLowerCase() === 'date')?.[1];
  const ms = Date.parse(value ?? '');
  return Number.isNaN(ms) ? undefined : ms;
}

export const checks: Check[] = [refusedWithoutEffect as Check].map(withLedger);
