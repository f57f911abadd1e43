import { broken, holds, unknown, type Opinion } from '../../src/judge/checks.ts';
import type { Exchange } from '../../src/judge/exchanges.ts';
import { valuesOf } from '../../src/judge/reading.ts';
import type { Check } from '../../src/judge/types.ts';
import { CLIENT_EVENTS } from '../../src/client-run/events.ts';
import {
  callsOf,
  conversationCheck,
  notMet,
  postsOf,
  type CallRecord,
  type Conversation,
  type ScenarioRecord,
} from './conversation.ts';
import { pauseOf, type Pause } from './pause.ts';
import { linesOf, weigh, type Weighed } from './weigh.ts';

/** What the stamps of a server and the network between may be off by. */
const SLACK_MS = 50;
/** Nobody is watched for longer than this after an answer. */
const LONGEST_WATCH_MS = 200_000;

/** After 429 or 503 the same call is not sent again before its Retry-After has passed; not at all is as good. */
export const retryAfter: Check = conversationCheck('client.retry-after', (conversation) => {
  const watched: number[] = [];
  const items = conversation.scenarios.flatMap((scenario) =>
    callsOf(scenario).flatMap((call) => callItems(call, scenario, conversation, watched)),
  );
  return weigh(items, {
    pass: `no call was sent again before its Retry-After had passed, watched for ${(watched.reduce((least, ms) => Math.min(least, ms), Infinity) / 1000).toFixed(1)} s or more after the answer`,
    noun: 'answer',
    none: () =>
      notMet(
        conversation,
        'an answer with Retry-After',
        (fault) => fault.do === 'answer' && asksForPause(fault.status, fault.headers ?? []),
      ),
  });
});

function callItems(
  call: CallRecord,
  scenario: ScenarioRecord,
  conversation: Conversation,
  watched: number[],
): Weighed[] {
  const posts = postsOf(call, conversation.context);
  return posts.flatMap((exchange) => {
    const answer = exchange.response?.line;
    if (answer?.lost !== undefined || answer === undefined || !asksForPause(answer.status, answer.headers))
      return [];
    const pause = pauseOf(answer, conversation.context.header);
    if (!pause) return [];
    const again = posts.filter((post) => post.request.line.t > answer.t);
    const early = again.find((post) => post.request.line.t < pause.untilMs - SLACK_MS);
    const evidence = linesOf(call.line, exchange, early);
    if (early) return [{ opinion: tooEarly(early, answer.t, pause, call), evidence }];
    const seen = watchedUntil(call, scenario, conversation, again);
    const enough = seen.final || seen.untilMs >= Math.min(pause.untilMs, answer.t + LONGEST_WATCH_MS);
    if (enough) watched.push(seen.untilMs - answer.t);
    const opinion = enough
      ? holds
      : unknown(`${pause.text} was watched for ${seconds(seen.untilMs - answer.t)} only`);
    return [{ opinion, evidence }];
  });
}

function tooEarly(early: Exchange, answeredMs: number, pause: Pause, call: CallRecord): Opinion {
  const expected = `no further request for the same call within ${seconds(pause.untilMs - answeredMs)} (${pause.text})`;
  const got = `one after ${seconds(early.request.line.t - answeredMs)}`;
  return broken(expected, got, !pause.legal || call.line === undefined);
}

/** How long the call was watched; `final`: it had its answer, or its process had ended by itself. */
function watchedUntil(
  call: CallRecord,
  scenario: ScenarioRecord,
  { endMs }: Conversation,
  again: readonly Exchange[],
): { untilMs: number; final: boolean } {
  const result = call.results[0]?.line;
  const stopped = scenario.events.find(({ line }) => line.event === CLIENT_EVENTS.stopped)?.line;
  const ended = scenario.events.findLast(({ line }) => line.event === CLIENT_EVENTS.ended)?.line;
  const untilMs = ended?.t ?? stopped?.t ?? endMs;
  return {
    untilMs: Math.max(untilMs, ...again.map((post) => post.request.line.t)),
    final: result !== undefined || (ended !== undefined && stopped === undefined),
  };
}

function asksForPause(status: number, headers: [string, string][]): boolean {
  return (status === 429 || status === 503) && valuesOf(headers, 'retry-after').length > 0;
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
