import { broken, holds, unknown } from '../../src/judge/checks.ts';
import type { Exchange } from '../../src/judge/exchanges.ts';
import { jsonOf, valuesOf } from '../../src/judge/reading.ts';
import type { Check } from '../../src/judge/types.ts';
import { bytesOf } from '../../src/trace/body.ts';
import { CLIENT_EVENTS } from '../../src/client-run/events.ts';
import {
  attemptsOf,
  callsOf,
  conversationCheck,
  nothingSeen,
  notMet,
  postsOf,
  type CallRecord,
  type Conversation,
  type ScenarioRecord,
} from './conversation.ts';
import { showsNoEffect } from './look-up.ts';
import { linesOf, weigh, type Weighed } from './weigh.ts';

/** Calls that the client could express, each with its requests to the operation. */
function eachCall(
  conversation: Conversation,
  items: (posts: Exchange[], call: CallRecord, scenario: ScenarioRecord) => Weighed[],
): Weighed[] {
  return conversation.scenarios.flatMap((scenario) =>
    callsOf(scenario).flatMap((call) => items(postsOf(call, conversation.context), call, scenario)),
  );
}

const after = (posts: readonly Exchange[], first: Exchange) =>
  posts.find((post) => post !== first && post.request.n > first.request.n);

/**
 * No second POST while it is unknown whether the first one had its effect. RFC 9110 §9.2.2 forbids the automatic retry of a
 * method that is not idempotent with SHOULD NOT, except with means to know that the first request was never applied. Here
 * that counts as a MUST: the operation has no idempotency key, acts on a real device, and offers the means, a read.
 */
const outcomeUnknown = conversationCheck('client.outcome-unknown', (conversation) =>
  weigh(
    eachCall(conversation, (posts, call, scenario) =>
      posts.flatMap((exchange) => {
        const doubt = doubtAfter(exchange);
        if (!doubt) return [];
        const again = after(posts, exchange);
        const evidence = linesOf(call.line, exchange, again);
        if (again && !showsNoEffect(scenario.others, exchange, again, call)) {
          // An HTTP stack may replay a request on a connection that was just being closed; that is no decision of the client.
          const replayed = doubt.wasReset && (scenario.reuse.get(exchange.request.line.x) ?? 0) > 0;
          const advisory = doubt.advisory || replayed || call.line === undefined;
          const got = 'one, and no read in between that shows the action missing';
          return [
            {
              opinion: broken(`no further request for the same call after ${doubt.text}`, got, advisory),
              evidence,
            },
          ];
        }
        const seen = again !== undefined || call.results.length > 0 || hasEnded(scenario);
        if (doubt.advisory) return [];
        return [
          {
            opinion: seen
              ? holds
              : unknown(`what the client did after ${doubt.text} was not seen to its end`),
            evidence,
          },
        ];
      }),
    ),
    {
      pass: 'no call with an unknown outcome was sent again',
      noun: 'outcome',
      none: () =>
        notMet(
          conversation,
          'an unknown outcome',
          (fault) =>
            fault.do === 'reset' ||
            fault.do === 'cut' ||
            (fault.do === 'answer' && (fault.status === 502 || fault.status === 504)),
        ),
    },
  ),
);

/** Why the client cannot know whether the request had its effect; undefined when it can. */
function doubtAfter(exchange: Exchange): { text: string; wasReset: boolean; advisory: boolean } | undefined {
  const line = exchange.response?.line;
  const doubt = (text: string, wasReset: boolean, advisory = false) => ({ text, wasReset, advisory });
  if (!line || line.lost !== undefined) {
    if (line?.lost === 'refused' || !wasRead(exchange)) return undefined;
    return doubt(line ? `a ${line.lost} without an answer` : 'no answer', line?.lost === 'reset');
  }
  if (line.status === 502 || line.status === 504) return doubt(String(line.status), false);
  if (line.status >= 200 && line.status < 300 && line.end !== 'complete')
    return doubt(`a ${line.status} whose body was not whole (${line.end})`, false);
  // The API's error table says of 500: retry.
  if (line.status === 500) return doubt('500', false, true);
  return undefined;
}

/** The service had the whole request: it disturbed the exchange on purpose, or all announced bytes had come. */
function wasRead({ request: { line }, faulted }: Exchange): boolean {
  if (faulted) return true;
  const length = valuesOf(line.headers, 'content-length')[0];
  return length === undefined ? jsonOf(line.body).ok : bytesOf(line.body).length === Number(length);
}

function hasEnded({ events }: ScenarioRecord): boolean {
  const names = events.map(({ line }) => line.event);
  return names.includes(CLIENT_EVENTS.ended) && !names.includes(CLIENT_EVENTS.stopped);
}

/** A call that was accepted is not sent again, nor is one sent twice at a time. */
const onePost = conversationCheck('client.one-post-per-call', (conversation) =>
  weigh(
    eachCall(conversation, (posts, call) =>
      posts.flatMap((exchange) => {
        if (statusOf(exchange) !== conversation.context.contract.successStatus) return [];
        const again = after(posts, exchange);
        return [
          {
            opinion: again
              ? broken('one request for a call that is accepted', 'another one', call.line === undefined)
              : holds,
            evidence: linesOf(call.line, exchange, again),
          },
        ];
      }),
    ),
    {
      pass: 'no accepted call was sent again',
      noun: 'call',
      none: () =>
        attemptsOf(conversation).length > 0
          ? { verdict: 'not-applicable', reason: 'no call was accepted', evidence: [] }
          : nothingSeen(conversation),
    },
  ),
);

/** A call that the service refused is not sent again as it was. */
const rejected = conversationCheck('client.rejects-resent', (conversation) =>
  weigh(
    eachCall(conversation, (posts, call) =>
      posts.flatMap((exchange) => {
        const status = statusOf(exchange);
        if (status !== 400 && status !== 403 && status !== 404) return [];
        const again = posts.find((post) => post.request.n > exchange.request.n && isSame(post, exchange));
        return [
          {
            opinion: again
              ? broken(`a call answered ${status} not to be sent again as it was`, 'the same request again')
              : holds,
            evidence: linesOf(call.line, exchange, again),
          },
        ];
      }),
    ),
    {
      pass: 'no refused call was sent again as it was',
      noun: 'refusal',
      none: () => ({
        verdict: 'not-applicable',
        reason: 'no call was answered 400, 403 or 404',
        evidence: [],
      }),
    },
  ),
);

/** The status of a whole answer. */
function statusOf({ response }: Exchange): number | undefined {
  const line = response?.line;
  return line !== undefined && line.lost === undefined && line.end === 'complete' ? line.status : undefined;
}

const isSame = (a: Exchange, b: Exchange) =>
  a.request.line.path === b.request.line.path &&
  a.request.line.token.print === b.request.line.token.print &&
  Buffer.from(bytesOf(a.request.line.body)).equals(bytesOf(b.request.line.body));

export const resendChecks: Check[] = [outcomeUnknown, onePost, rejected];
