import { broken, exchangeCheck, holds, unknown } from '../../src/judge/checks.ts';
import type { Exchange } from '../../src/judge/exchanges.ts';
import type { Defect } from '../../src/judge/reading.ts';
import {
  accepted,
  answerOf,
  codeIn,
  hasOnly,
  isFair,
  isPassing,
  isUnusualText,
  show,
  statusText,
} from '../support/answers.ts';
import { codeFits } from '../support/error-codes.ts';
import { compared } from './compared.ts';
import { refused } from './refused.ts';

/** RFC 8259 §9 leaves extensions of JSON to the reader: a convention says that there are none. */
const strictJson = refused({
  id: 'validation.strict-json',
  defects: ['lax-json'],
  wanted: [400],
  pass: 'every body that only a lenient reader takes for JSON was refused',
  what: 'with a body that only a lenient reader takes for JSON',
  none: 'not-applicable',
});

/** What the page of errors has for a wrong body; which of them goes with what is not said. */
const BODY_CODES = ['MissingRequiredParameter', 'InvalidRequestBody', 'BadRequest', 'InvalidInput'];

/** The defects whose codes are judged here; a code for a malformed hash is judged by hash.code. */
const BODY_DEFECTS: readonly Defect[] = [
  'comment-missing',
  'hash-missing',
  'wrong-type',
  'scalar-type',
  'blank',
  'not-json',
  'lax-json',
];

const code = exchangeCheck({
  id: 'validation.code',
  pass: 'every 400 for a wrong body has a code that goes with it',
  none: { verdict: 'not-applicable', reason: 'no call with a wrong body was answered 400 with a code' },
  judge(exchange) {
    if (!hasOnly(exchange, [...BODY_DEFECTS, 'extra-property'])) return undefined;
    const { defects, hash } = exchange.reading;
    if (!BODY_DEFECTS.some((defect) => defects.has(defect))) return undefined;
    if (defects.has('repeated')) return undefined; // the code may speak of the action that goes on
    const answer = answerOf(exchange);
    if (answer.none !== undefined || answer.line.status !== 400) return undefined;
    const got = codeIn(answer.line);
    if (got === undefined) return undefined; // errors.envelope judges it
    const allowed = hash === undefined || hash === '' ? [...BODY_CODES, 'InvalidHashValue'] : BODY_CODES;
    const fits = codeFits(got, allowed);
    if (fits === undefined) return undefined; // errors.code judges it
    return fits ? holds : broken(`one of the codes ${allowed.join(', ')}`, show(got));
  },
});

/** Names beside those of the contract are no reason to refuse; which of two equal names counts is open. */
const extra = exchangeCheck({
  id: 'validation.extra-properties',
  pass: 'no call was refused for a property that the contract does not name',
  none: { verdict: 'not-applicable', reason: 'no call with a further property was answered' },
  judge(exchange) {
    if (!isFair(exchange) || !holdsOnly(exchange, 'extra-property')) return undefined;
    if (isUnusualText(exchange.reading.comment ?? '')) return undefined;
    const answer = answerOf(exchange);
    if (answer.none !== undefined) return unknown(answer.none);
    const { status } = answer.line;
    if (isPassing(status)) return unknown(`it was answered ${status}`);
    if (status >= 500) return undefined; // validation.no-server-error judges it
    return status === 400 || status === 422
      ? broken('a property that the contract does not name to be ignored', statusText(answer.line))
      : holds;
  },
});

/** The defect, and no other but that the file or the world is not known. */
export function holdsOnly(exchange: Exchange, defect: Defect): boolean {
  const { defects } = exchange.reading;
  const beside: readonly Defect[] = [defect, 'file-unknown', 'world-unknown'];
  return defects.has(defect) && [...defects].every((one) => beside.includes(one));
}

/** What a new action never has of its own accord, as a call could write it. */
const SERVICES_OWN = new Map<string, (value: unknown, exchange: Exchange) => boolean>(
  Object.entries({
    id: (value) => typeof value === 'string',
    status: (value) => value === 'Cancelled' || value === 'TimeOut',
    type: (value) => typeof value === 'string' && !/^stopandquarantinefile$/i.test(value),
    machineId: (value, { reading }) =>
      typeof value === 'string' && value.toLowerCase() !== reading.machineId?.toLowerCase(),
    creationDateTimeUtc: (value) => typeof value === 'string',
    errorHResult: (value) => typeof value === 'number' && value !== 0,
  } satisfies Record<string, (value: unknown, exchange: Exchange) => boolean>),
);

const massAssignment = exchangeCheck({
  id: 'validation.mass-assignment',
  pass: 'no action took over what is its service’s to say',
  none: {
    verdict: 'not-applicable',
    reason: 'no accepted call wrote what is the service’s to say',
  },
  judge(exchange, { contract }) {
    const action = accepted(exchange, contract)?.action;
    const sent = exchange.reading.json;
    if (!action || typeof sent !== 'object' || sent === null) return undefined;
    const written = Object.entries(sent).filter(([name, value]) => SERVICES_OWN.get(name)?.(value, exchange));
    if (written.length === 0) return undefined;
    const taken = written.find(([name, value]) => same(action[name], value));
    return taken
      ? broken(`${taken[0]} to be the service’s own`, `the ${taken[0]} of the call, ${show(taken[1])}`)
      : holds;
  },
});

function same(a: unknown, b: unknown): boolean {
  return typeof a === 'string' && typeof b === 'string' ? a.toLowerCase() === b.toLowerCase() : a === b;
}

export const checks = [strictJson, code, compared(extra), massAssignment];
