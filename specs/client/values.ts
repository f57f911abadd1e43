import { broken, holds, unknown, type Opinion } from '../../src/judge/checks.ts';
import type { Exchange } from '../../src/judge/exchanges.ts';
import { jsonOf } from '../../src/judge/reading.ts';
import type { Check, CheckContext } from '../../src/judge/types.ts';
import { show } from '../support/answers.ts';
import {
  attemptsOf,
  callsOf,
  conversationCheck,
  nothingSeen,
  type CallRecord,
  type Conversation,
} from './conversation.ts';
import { hasNoBody, isWhole } from './request-body.ts';
import { linesOf, weigh, type Weighed } from './weigh.ts';

/** A call carries what the caller gave: machine, hash in any letter case, comment character by character. */
export const values: Check = conversationCheck('client.values', (conversation) =>
  weigh(
    [
      ...attemptsOf(conversation).map(({ exchange, call }) => ({
        opinion: valuesOpinion(exchange, conversation.context, call),
        evidence: linesOf(call?.line, exchange),
      })),
      ...unsentCalls(conversation),
    ],
    {
      pass: 'every call carried the machine, the hash and the comment that it was given',
      noun: 'request',
      none: () =>
        attemptsOf(conversation).length > 0 && attemptsOf(conversation).every(({ call }) => !call?.line)
          ? {
              verdict: 'not-applicable',
              reason: 'nobody announced what the calls were to carry',
              evidence: [],
            }
          : nothingSeen(conversation, 'no request carried the values of a call'),
    },
  ),
);

function valuesOpinion(
  { request: { line }, reading }: Exchange,
  { contract }: CheckContext,
  call?: CallRecord,
): Opinion {
  if (!call) return broken('the values of one of the calls', `a request that has none of them: ${line.path}`);
  if (!call.line || hasNoBody(line)) return undefined;
  const { machineId, sha1, comment } = call.line.line;
  const json = jsonOf(line.body);
  const fields = (
    json.ok && typeof json.value === 'object' && json.value !== null ? json.value : {}
  ) as Record<string, unknown>;
  const hash = contract.hashNames.map((name) => fields[name]).find((value) => value !== undefined);
  const sent = fields['Comment'];
  if (reading.machineId !== undefined && reading.machineId.toLowerCase() !== machineId?.toLowerCase())
    return broken(`the machine ${show(machineId)}`, show(reading.machineId));
  if (typeof hash === 'string' && hash.toLowerCase() !== sha1?.toLowerCase())
    return broken(`the hash ${show(sha1)}`, show(hash));
  if (typeof sent === 'string' && sent !== comment) return broken(`the comment ${show(comment)}`, show(sent));
  const whole =
    reading.machineId !== undefined && typeof hash === typeof sha1 && typeof sent === typeof comment;
  return whole ? holds : unknown('the path or the body could not be read');
}

/** A local pause or deadline may keep a call from being sent. */
const MAY_STAY_HERE = new Set(['not-sent', 'timeout', 'cancelled']);

/** A call that the contract allows and that the client failed without sending it: nothing shows what it would have sent. */
function unsentCalls({ scenarios, context: { contract } }: Conversation): Weighed[] {
  return scenarios.flatMap(callsOf).flatMap((call) => {
    const result = call.results[0]?.line;
    if (!call.line || !result || call.exchanges.length > 0 || result.action !== undefined) return [];
    if (MAY_STAY_HERE.has(result.error?.kind ?? '') || !isWhole(call.line.line, contract)) return [];
    const how = result.error ? `the error ${show(result.error.kind)}` : `exit ${result.exit}`;
    return [
      {
        opinion: unknown(`call ${call.line.line.call} ended with ${how} and was never sent`),
        evidence: linesOf(call),
      },
    ];
  });
}
