import type { Contract } from '../../src/contract/contract.ts';
import { compile, type SchemaFault } from '../../src/contract/validator.ts';
import { broken, holds, type Opinion } from '../../src/judge/checks.ts';
import { jsonOf } from '../../src/judge/reading.ts';
import type { Body, CallLine } from '../../src/trace/lines.ts';
import { show } from '../support/answers.ts';

/** What the request schema says of a body. `call`: what the client was told to send, which may itself be incomplete or malformed. */
export function bodyOpinion(body: Body, contract: Contract, call: CallLine | undefined): Opinion {
  const json = jsonOf(body);
  if (!json.ok) return broken('one JSON object', json.why);
  const { value } = json;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return broken('one JSON object', show(value));
  const faults = compile(contract.requestBody)(value);
  const told = call ? compile(contract.requestBody)(bodyFor(call, contract)) : [];
  const own = faults.find((fault) => !told.some((other) => sameFault(fault, other)));
  if (own) return broken(rule(own), got(value as Record<string, unknown>, own));
  // Sent as it was given: a malformed hash may be sent, a missing value should have been refused before (client protocol).
  if (told.some(({ keyword }) => keyword === 'required'))
    return broken('a call without all its values to be refused before it is sent', 'a request', true);
  return told.length > 0 ? undefined : holds;
}

/** A request whose method has no body, and that has none. */
export function hasNoBody({ method, body }: { method: string; body: Body }): boolean {
  return body === '' && (method === 'GET' || method === 'HEAD' || method === 'DELETE');
}

/** The caller gave all values, and none of them is malformed. */
export function isWhole(call: CallLine, contract: Contract): boolean {
  return compile(contract.requestBody)(bodyFor(call, contract)).length === 0;
}

/** The body that a faithful client makes of a call. */
function bodyFor(call: CallLine, contract: Contract): Record<string, string> {
  return {
    ...(call.comment === undefined ? {} : { Comment: call.comment }),
    ...(call.sha1 === undefined
      ? {}
      : Object.fromEntries(contract.hashNames.map((name) => [name, call.sha1 ?? '']))),
  };
}

const sameFault = (a: SchemaFault, b: SchemaFault) =>
  a.path === b.path && a.keyword === b.keyword && a.message === b.message;

function rule(fault: SchemaFault): string {
  return `${fault.path === '' ? 'the body' : fault.path} to keep ${fault.keyword}: it ${fault.message}`;
}

/** Names are case-sensitive; saying which name came instead shows the mistake at once. */
function got(value: Record<string, unknown>, fault: SchemaFault): string {
  if (fault.path !== '') return show(value[fault.path.slice(1)]);
  return `the names ${Object.keys(value).map(show).join(', ') || 'of nothing'}`;
}
