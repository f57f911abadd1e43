import type { Fault } from '../../src/contract/world.ts';
import type { Exchange } from '../../src/judge/exchanges.ts';
import type { Check, CheckContext, Finding, Numbered } from '../../src/judge/types.ts';
import type { CallLine, ClientLine, ResultLine, ScenarioLine } from '../../src/trace/lines.ts';
import { matchCall } from './match-call.ts';

/** One logical call with all that was seen of it. */
export type CallRecord = {
  /** Absent: no call line announced it; the user's own tests made the call, and what they meant by it is a guess. */
  line?: Numbered<CallLine>;
  /** Requests that carry the call's values, in the order of the trace; never a read. */
  exchanges: Exchange[];
  results: Numbered<ResultLine>[];
};

export type ScenarioRecord = {
  line?: Numbered<ScenarioLine>;
  calls: CallRecord[];
  /** Calls that nobody announced, by machine, file and comment. */
  implied: Map<string, CallRecord>;
  /** Requests to the operation that belong to no announced call. */
  strays: Exchange[];
  /** All other requests: reads, sign-in, cancellations. */
  others: Exchange[];
  events: Numbered<ClientLine>[];
  /** How many exchanges a connection had carried before an exchange, by its number `x`. */
  reuse: Map<number, number>;
};

/** A trace as a client's side of it is judged: scenario by scenario, call by call. */
export type Conversation = {
  context: CheckContext;
  scenarios: ScenarioRecord[];
  /** Time of the last line, in ms of the trace. */
  endMs: number;
};

type State = Conversation & {
  byNumber: Map<number, ScenarioRecord>;
  byCall: Map<number, CallRecord>;
  connections: Map<string, number>;
};

/** A check that looks at whole calls when the trace has ended. */
export function conversationCheck(id: string, decide: (conversation: Conversation) => Finding): Check {
  const check: Check<State> = {
    id,
    start: (context) => ({
      context,
      scenarios: [],
      endMs: 0,
      byNumber: new Map(),
      byCall: new Map(),
      connections: new Map(),
    }),
    step(state, numbered, exchange) {
      const { line } = numbered;
      if (line.kind === 'header') return state;
      state.endMs = Math.max(state.endMs, line.t);
      if (line.kind === 'footer') return state;
      const scenario = scenarioAt(state, line.s);
      if (line.kind === 'scenario') scenario.line = numbered as Numbered<ScenarioLine>;
      else if (line.kind === 'client') scenario.events.push(numbered as Numbered<ClientLine>);
      else if (line.kind === 'result') {
        state.byCall.get(line.call)?.results.push(numbered as Numbered<ResultLine>);
      } else if (line.kind === 'call') {
        const call: CallRecord = { line: numbered as Numbered<CallLine>, exchanges: [], results: [] };
        scenario.calls.push(call);
        state.byCall.set(line.call, call);
      } else if (line.kind === 'request' && exchange) {
        const connection = `${line.s} ${line.conn}`;
        const carried = state.connections.get(connection) ?? 0;
        state.connections.set(connection, carried + 1);
        scenario.reuse.set(line.x, carried);
        place(exchange, scenario);
      }
      return state;
    },
    end: (state) => decide(state),
  };
  return check as Check;
}

function scenarioAt(state: State, s: number): ScenarioRecord {
  let scenario = state.byNumber.get(s);
  if (!scenario) {
    scenario = { calls: [], implied: new Map(), strays: [], others: [], events: [], reuse: new Map() };
    state.byNumber.set(s, scenario);
    state.scenarios.push(scenario);
  }
  return scenario;
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);
const NOT_A_CALL = /\/oauth2\/(v2\.0\/)?token\b|\/machineactions\b/i;

function place(exchange: Exchange, scenario: ScenarioRecord): void {
  const { method, path } = exchange.request.line;
  const { operation } = exchange.reading;
  if (!operation && (READS.has(method) || NOT_A_CALL.test(path))) {
    scenario.others.push(exchange);
    return;
  }
  const announced = scenario.calls.length > scenario.implied.size;
  const call = announced ? matchCall(exchange, scenario.calls) : impliedCall(exchange, scenario);
  if (call) call.exchanges.push(exchange);
  else (operation ? scenario.strays : scenario.others).push(exchange);
}

/** Where nobody announced calls, requests for the same machine and file with the same comment are taken for one call. */
function impliedCall({ reading }: Exchange, scenario: ScenarioRecord): CallRecord | undefined {
  if (!reading.operation) return undefined;
  const key = JSON.stringify([
    reading.machineId?.toLowerCase(),
    reading.hash?.toLowerCase(),
    reading.comment,
  ]);
  const known = scenario.implied.get(key);
  if (known) return known;
  const call: CallRecord = { exchanges: [], results: [] };
  scenario.implied.set(key, call);
  scenario.calls.push(call);
  return call;
}

/** Calls that the client could express; one it declared unsupported decides nothing. */
export function callsOf(scenario: ScenarioRecord): CallRecord[] {
  return scenario.calls.filter((call) => !call.results.some(({ line }) => line.unsupported !== undefined));
}

/** The call's requests that use the operation as it is meant, in the order of the trace. */
export function postsOf(call: CallRecord, { contract }: CheckContext): Exchange[] {
  return call.exchanges.filter(
    ({ request, reading }) => reading.operation && request.line.method === contract.method,
  );
}

/** Every request that was an attempt at the operation, with its call. */
export function attemptsOf(conversation: Conversation): { exchange: Exchange; call?: CallRecord }[] {
  return conversation.scenarios.flatMap((scenario) => [
    ...callsOf(scenario).flatMap((call) => call.exchanges.map((exchange) => ({ exchange, call }))),
    ...scenario.strays.map((exchange) => ({ exchange })),
  ]);
}

/** True when the client declared every announced call unsupported. */
export function nothingSupported({ scenarios }: Conversation): boolean {
  const announced = scenarios.flatMap((scenario) => scenario.calls).filter((call) => call.line);
  return announced.length > 0 && scenarios.every((scenario) => callsOf(scenario).length === 0);
}

/** What holds when nothing could be looked at: `unproven`, unless the client cannot express any call. */
export function nothingSeen(conversation: Conversation, reason = 'no call reached the service'): Finding {
  return nothingSupported(conversation)
    ? { verdict: 'not-applicable', reason: 'the client supports none of the calls', evidence: [] }
    : { verdict: 'unproven', reason, evidence: [] };
}

/** The same for a situation that only a disturbance brings about: not applicable where none was planned. */
export function notMet(conversation: Conversation, what: string, isSuch: (fault: Fault) => boolean): Finding {
  const planned = conversation.scenarios.some(
    (scenario) =>
      (scenario.calls.length === 0 || callsOf(scenario).length > 0) &&
      scenario.line?.line.world?.faults?.some((fault) => fault.on === 'action' && isSuch(fault)),
  );
  return planned
    ? nothingSeen(conversation, `${what} was planned, but the client never met it`)
    : { verdict: 'not-applicable', reason: `no call met ${what}`, evidence: [] };
}
