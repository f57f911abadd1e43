import { broken, exchangeCheck, holds, plural, unknown } from '../../src/judge/checks.ts';
import type { Exchange } from '../../src/judge/exchanges.ts';
import { jsonOf, mediaTypeOf } from '../../src/judge/reading.ts';
import type { Check, CheckContext, Finding } from '../../src/judge/types.ts';
import { answerOf, isPassing, show, statusText } from '../support/answers.ts';
import { isObject } from './asks.ts';
import { ledgerOf, withLedger } from './ledger.ts';
import type { Sighting } from './sightings.ts';
import { isFinal } from './life-cycle.ts';
import { sightingsCheck } from './reads.ts';
import { isSettled } from './settled.ts';

/** Whoever serves reads need not serve this; and which permission it takes, the page and the captures dispute. */
const NOT_SERVED: ReadonlySet<number> = new Set([401, 403, 405, 501]);

/** A cancellation with all that any source asks for. */
function isPlain({ request }: Exchange): boolean {
  const { headers, body, token } = request.line;
  const json = jsonOf(body);
  const comment = json.ok && isObject(json.value) ? json.value['Comment'] : undefined;
  const told = typeof comment === 'string' && comment.trim() !== '';
  return told && token.use === 'valid' && mediaTypeOf(headers) === 'application/json';
}

type Cancels = {
  context: CheckContext;
  held: number;
  /** By row: refused although the action had not ended when it was seen last; whether it had by then, a later read says. */
  refused: Map<number, { at: number; got: string; evidence: number[] }>;
  open?: { why: string; n: number };
  fail?: Finding;
};

const cancel: Check<Cancels> = {
  id: 'effects.cancel',
  kinds: ['scenario', 'response'],
  start: (context) => ({ context, held: 0, refused: new Map() }),
  step(state, { line }, exchange) {
    const ledger = ledgerOf(state.context);
    if (line.kind === 'scenario' && line.world) state.refused.clear();
    if (line.kind !== 'response' || !exchange) return state;
    const { ask, row, sightings } = ledger.of(exchange);
    for (const sighting of sightings) compare(state, sighting, exchange);
    if (ask?.what !== 'cancel' || row < 0 || !isPlain(exchange)) return state;
    if (isFinal(ledger.statusBefore(row, exchange.request.n))) return state;
    const answer = answerOf(exchange);
    const evidence = [exchange.request.n, exchange.response?.n ?? 0];
    if (answer.none !== undefined || isPassing(answer.line.status)) {
      state.open ??= {
        why: answer.none ?? `it was answered ${answer.line.status}`,
        n: exchange.request.n,
      };
      return state;
    }
    const { status } = answer.line;
    const got = statusText(answer.line);
    if (sightings.length > 0) state.held += 1;
    else if (status >= 200 && status < 300)
      state.fail ??= {
        verdict: 'fail',
        reason: `expected 200 with the action ${ask.id}, got ${status === 200 ? 'another body' : got}`,
        evidence,
      };
    else if (!NOT_SERVED.has(status) && status !== 404) state.refused.set(row, { at: line.t, got, evidence });
    return state;
  },
  end(state) {
    if (state.fail) return state.fail;
    if (state.open)
      return {
        verdict: 'unproven',
        reason: `a cancellation could not decide it, because ${state.open.why}`,
        evidence: [state.open.n],
      };
    if (state.held > 0)
      return {
        verdict: 'pass',
        reason: `${plural(state.held, 'cancellation')} gave the action that was meant`,
        evidence: [],
      };
    return { verdict: 'not-applicable', reason: 'no cancellation was served', evidence: [] };
  },
};

/** A cancellation was refused, and well after it the action still goes on. */
function compare(state: Cancels, { row, how, action }: Sighting, exchange: Exchange): void {
  const refused = state.refused.get(row);
  if (!refused || how !== 'read' || !isSettled(refused.at, exchange, state.context)) return;
  const status = action['status'];
  if (status === 'Pending' || status === 'InProgress')
    state.fail ??= {
      verdict: 'fail',
      reason: `expected 200 for cancelling an action that goes on, got ${refused.got}, and later a read with the status ${status}`,
      evidence: [...refused.evidence, exchange.response?.n ?? 0],
    };
}

const unknownId = exchangeCheck({
  id: 'effects.cancel-unknown',
  pass: 'every cancellation under an id that no action has was answered 404',
  none: { verdict: 'not-applicable', reason: 'no cancellation was served' },
  judge(exchange, context) {
    const { ask, known } = ledgerOf(context).of(exchange);
    if (ask?.what !== 'cancel' || known || context.header.recorder !== 'client' || !isPlain(exchange))
      return undefined;
    const answer = answerOf(exchange);
    if (answer.none !== undefined) return unknown(answer.none);
    const { status } = answer.line;
    if (isPassing(status)) return unknown(`it was answered ${status}`);
    if (NOT_SERVED.has(status)) return undefined;
    return status === 404 ? holds : broken('404 for an id that no answer has shown', statusText(answer.line));
  },
});

/** What is answered to it is open; the action has ended all the same. */
const final = exchangeCheck({
  id: 'effects.cancel-final',
  pass: 'no cancellation changed an action that had ended, and none made the service fail',
  none: { verdict: 'not-applicable', reason: 'no cancellation of an action that had ended was served' },
  judge(exchange, context) {
    const { ask, row, sightings } = ledgerOf(context).of(exchange);
    if (ask?.what !== 'cancel' || row < 0) return undefined;
    const ended = ledgerOf(context).statusBefore(row, exchange.request.n);
    const answer = answerOf(exchange);
    if (!isFinal(ended) || answer.none !== undefined) return undefined;
    const { status } = answer.line;
    if (isPassing(status) || NOT_SERVED.has(status) || status === 404) return undefined;
    if (status >= 500)
      return broken(`no server error for an action that is ${ended}`, statusText(answer.line));
    const now = sightings[0]?.action['status'];
    return now === 'Cancelled' && ended !== 'Cancelled'
      ? broken(`an action that stays ${ended}`, show(now))
      : holds;
  },
});

/** A cancellation may take its time, and may lose against the end of the work; but not for ever. */
const ENDS_WITHIN_MS = 10_000;

const ends = sightingsCheck({
  id: 'effects.cancel-ends',
  pass: 'every cancelled action ended',
  none: { verdict: 'not-applicable', reason: 'no cancelled action was read later' },
  see({ action, row, how }, { table }, { header }, exchange) {
    const at = table.get(row, 'cancelled');
    const since = (exchange.request.line.t - at) * header.timeScale;
    if (how !== 'read' || !(since >= ENDS_WITHIN_MS)) return undefined;
    const status = action['status'];
    if (isFinal(String(status))) return holds;
    return status === 'Pending' || status === 'InProgress'
      ? broken(`an action that ended within ${ENDS_WITHIN_MS / 1000} s of its cancellation`, show(status))
      : undefined;
  },
});

export const checks: Check[] = [cancel as Check, unknownId, final, ends].map(withLedger);
