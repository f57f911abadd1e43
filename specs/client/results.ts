import { broken, holds, plural, unknown, type Opinion } from '../../src/judge/checks.ts';
import type { Exchange } from '../../src/judge/exchanges.ts';
import type { Check, CheckContext, Finding } from '../../src/judge/types.ts';
import { CLIENT_EVENTS, ENDED_WELL } from '../../src/client-run/events.ts';
import {
  callsOf,
  conversationCheck,
  nothingSeen,
  nothingSupported,
  type CallRecord,
  type Conversation,
  type ScenarioRecord,
} from './conversation.ts';
import { truthOf } from './truth.ts';
import { linesOf, weigh, type Weighed } from './weigh.ts';

/** Announced calls of the scenarios that were played; a call line is written before the call is handed over. */
function announced(
  conversation: Conversation,
  judge: (call: CallRecord, scenario: ScenarioRecord, context: CheckContext) => Opinion,
  shown: (call: CallRecord) => Exchange[] = () => [],
): Weighed[] {
  const { context } = conversation;
  return conversation.scenarios.flatMap((scenario) =>
    callsOf(scenario)
      .filter((call) => call.line)
      .map((call) => ({
        opinion: judge(call, scenario, context),
        evidence: linesOf(call, ...shown(call).slice(-1)),
      })),
  );
}

const notApplicable = (reason: string): Finding => ({ verdict: 'not-applicable', reason, evidence: [] });

function noResults(conversation: Conversation): Finding {
  const calls = conversation.scenarios.flatMap((scenario) => scenario.calls).filter(({ line }) => line);
  if (calls.length === 0) return notApplicable('nobody announced calls or heard results');
  return calls.some(({ results }) => results.some(({ line }) => line.unsupported === undefined))
    ? notApplicable('no result can be compared with the wire: nothing was sent, or its outcome is unknown')
    : nothingSeen(conversation, 'the client reported nothing');
}

const resultTruth = conversationCheck('client.result-truth', (conversation) =>
  weigh(
    announced(
      conversation,
      ({ results, exchanges }, { others }, { contract }) =>
        results[0] && truthOf(results[0].line, { sent: exchanges, others, contract }),
      ({ exchanges }) => exchanges,
    ),
    {
      pass: 'every result was what the service had answered',
      noun: 'result',
      none: () => noResults(conversation),
    },
  ),
);

const answersEveryCall = conversationCheck('client.answers-every-call', (conversation) => {
  const silent = failedBeforeSending(conversation);
  return weigh(
    announced(conversation, (call, scenario) => {
      if (silent !== undefined) return unknown(silent);
      if (call.results.length > 1)
        return broken('one answer for the call', plural(call.results.length, 'answer'));
      if (call.results.length === 1) return holds;
      const stopped = last(scenario, CLIENT_EVENTS.stopped);
      const ended = last(scenario, CLIENT_EVENTS.ended);
      if (ended !== undefined && stopped === undefined)
        return broken(
          `an answer to call ${call.line?.line.call}`,
          `the end of the client (${ended}) without one`,
        );
      return unknown(
        `call ${call.line?.line.call} has no answer${stopped === undefined ? '' : `: ${stopped}`}`,
      );
    }),
    { pass: 'every call was answered', noun: 'call', none: () => noResults(conversation) },
  );
});

/**
 * A command that is started for each call and fails before it sends anything reports its failure honestly, and is as likely
 * the wrong command: nothing is decided by it.
 */
function failedBeforeSending({ scenarios }: Conversation): string | undefined {
  const exits = scenarios
    .flatMap(({ calls }) => calls)
    .flatMap(({ results }) => results.map(({ line }) => line.exit));
  const sent = scenarios.some(
    ({ calls, strays, others }) =>
      strays.length > 0 || others.length > 0 || calls.some(({ exchanges }) => exchanges.length > 0),
  );
  if (sent || exits.length === 0 || exits.some((exit) => exit === undefined || exit === 0)) return undefined;
  return `the command ended each time (${exits[0] === null ? 'by a signal' : `exit ${exits[0]}`}) before it had sent anything: does it work by hand?`;
}

function last({ events }: ScenarioRecord, name: string): string | undefined {
  return events.findLast(({ line }) => line.event === name)?.line.detail;
}

const ends = conversationCheck('client.ends', (conversation) =>
  weigh(
    (nothingSupported(conversation) ? [] : conversation.scenarios).flatMap((scenario): Weighed[] => {
      const stopped = scenario.events.find(({ line }) => line.event === CLIENT_EVENTS.stopped);
      if (stopped) return [{ opinion: unknown(stopped.line.detail), evidence: [stopped.n] }];
      const ended = scenario.events.findLast(({ line }) => line.event === CLIENT_EVENTS.ended);
      if (!ended) return [];
      // Once for each call: its exit code is the answer.
      const perCall = scenario.calls.some(({ results }) =>
        results.some(({ line }) => line.exit !== undefined),
      );
      if (perCall) return [{ opinion: sent(scenario) ? holds : undefined, evidence: [ended.n] }];
      if (scenario.calls.some(({ results }) => results.length === 0)) return [];
      const opinion =
        ended.line.detail === ENDED_WELL
          ? holds
          : broken('exit code 0 after the end of input', ended.line.detail);
      return [{ opinion, evidence: [ended.n] }];
    }),
    {
      pass: 'the client ended by itself when its work was done',
      noun: 'scenario',
      none: () =>
        conversation.scenarios.some(({ events }) => events.length > 0)
          ? nothingSeen(conversation, 'the client never came to the end of its work')
          : notApplicable('the client was not started by this run'),
    },
  ),
);

const sent = ({ calls, strays }: ScenarioRecord) =>
  strays.length > 0 || calls.some(({ exchanges }) => exchanges.length > 0);

export const resultChecks: Check[] = [resultTruth, answersEveryCall, ends];
