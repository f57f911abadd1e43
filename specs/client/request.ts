import { broken, holds, type Opinion } from '../../src/judge/checks.ts';
import type { Exchange } from '../../src/judge/exchanges.ts';
import { mediaTypeOf, valuesOf } from '../../src/judge/reading.ts';
import type { Check, CheckContext } from '../../src/judge/types.ts';
import { show } from '../support/answers.ts';
import { attemptsOf, conversationCheck, nothingSeen, type CallRecord } from './conversation.ts';
import { bodyOpinion, hasNoBody } from './request-body.ts';
import { linesOf, weigh } from './weigh.ts';

/** A check of every request that was an attempt at the operation. */
function requestCheck(o: {
  id: string;
  pass: string;
  judge(exchange: Exchange, context: CheckContext, call: CallRecord | undefined): Opinion;
}): Check {
  return conversationCheck(o.id, (conversation) =>
    weigh(
      attemptsOf(conversation).map(({ exchange, call }) => ({
        opinion: o.judge(exchange, conversation.context, call),
        evidence: linesOf(call?.line, exchange),
      })),
      { pass: o.pass, noun: 'request', none: () => nothingSeen(conversation) },
    ),
  );
}

const methodAndPath = requestCheck({
  id: 'client.method-and-path',
  pass: 'every call used the documented method and path',
  judge({ request: { line }, reading }, { contract }) {
    const got = `${line.method} ${line.path}`;
    return reading.operation && line.method === contract.method
      ? holds
      : broken(`${contract.method} ${contract.path}`, got);
  },
});

const authorization = requestCheck({
  id: 'client.authorization',
  pass: 'every call carried one bearer token that it had been given',
  judge({ request: { line } }, { header }) {
    const values = valuesOf(line.headers, 'authorization');
    if (values.length !== 1)
      return broken('one Authorization header', values.length === 0 ? 'none' : String(values.length));
    const { use } = line.token;
    if (use === 'none' || use === 'malformed') return broken('Bearer and a token', show(values[0]));
    // Only the service that issues the tokens can tell one that nobody was given.
    if (use === 'unknown' && header.recorder === 'server')
      return broken('the token that the client was given', 'another one');
    return holds;
  },
});

const mediaType = requestCheck({
  id: 'client.media-type',
  pass: 'every body was declared as application/json',
  judge({ request: { line } }, { contract }) {
    const wanted = contract.requestHeaders.find(({ name }) => name.toLowerCase() === 'content-type');
    const values = valuesOf(line.headers, 'content-type');
    if (hasNoBody(line) || (values.length === 0 && !wanted?.required)) return undefined;
    const expected = wanted?.value ?? 'application/json';
    if (values.length === 0) return broken(`Content-Type: ${expected}`, 'no such header');
    return mediaTypeOf(line.headers) === expected
      ? holds
      : broken(`Content-Type: ${expected}`, values.map(show).join(' and '));
  },
});

const body = requestCheck({
  id: 'client.body',
  pass: 'every body was one JSON object with the documented names and types',
  judge: ({ request: { line } }, { contract }, call) =>
    hasNoBody(line) ? undefined : bodyOpinion(line.body, contract, call?.line?.line),
});

export const requestChecks: Check[] = [methodAndPath, authorization, mediaType, body];
