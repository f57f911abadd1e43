import type { Contract } from '../../src/contract/contract.ts';
import { broken, holds, unknown, type Opinion } from '../../src/judge/checks.ts';
import { compile, type SchemaFault } from '../../src/contract/validator.ts';
import type { Exchange } from '../../src/judge/exchanges.ts';
import { rememberLast } from '../../src/judge/last.ts';
import type { Defect } from '../../src/judge/reading.ts';
import { contentOf, jsonOf, type Json } from '../../src/judge/reading.ts';
import { bytesOf } from '../../src/trace/body.ts';
import type { ResponseLine } from '../../src/trace/lines.ts';

export type Answer = Extract<ResponseLine, { status: number }>;

type Answered = { line: Answer; none?: undefined } | { none: string };

/** The answer to an exchange, or why there is none that tells anything. */
export function answerOf({ response }: Exchange): Answered {
  return response === undefined ? NOT_YET : answeredIn(response.line);
}

const NOT_YET: Answered = { none: 'the trace ends before the answer' };

const answeredIn = rememberLast((line: ResponseLine): Answered => {
  const why = line.why === undefined ? '' : `: ${line.why}`;
  if (line.lost !== undefined) return { none: `the exchange was lost (${line.lost}${why})` };
  if (line.end !== 'complete') return { none: `the answer ended early (${line.end}${why})` };
  return { line };
});

/** Longer than this, a comment may be too long for a service: the documents name no length. */
const LONG_COMMENT = 1_000;

/**
 * A comment that a service may refuse although no document forbids it: control and private characters, code points that no
 * version of Unicode has assigned, or great length.
 */
export function isUnusualText(text: string): boolean {
  if (text.length > LONG_COMMENT) return true;
  if (/^[ -~]*$/.test(text)) return false; // most are, and a class of all of Unicode is slow
  return /[^\P{C}\t\n\r\p{Cf}]/u.test(text);
}

/** Answers that say nothing about one call: throttled, or out of service for a while (RFC 9110 §15.6.4, RFC 6585 §4). */
export function isPassing(status: number): boolean {
  return status === 429 || status === 503;
}

/**
 * A call to the operation that the service was free to answer as the contract says. What was written byte by byte is looked at
 * by the checks of framing alone.
 */
export function isFair(exchange: Exchange): boolean {
  return exchange.reading.operation && !exchange.faulted && exchange.request.line.raw === undefined;
}

/** A call with nothing wrong in it, so that a success is due. */
export function isValid(exchange: Exchange): boolean {
  return isFair(exchange) && exchange.reading.defects.size === 0;
}

/**
 * A call with `defects` (at least one) and nothing else that would earn another answer. The hash that no machine holds is
 * let through: whoever looks for the file looks last, and calls without effect carry such a hash on purpose.
 */
export function hasOnly(exchange: Exchange, defects: readonly Defect[]): boolean {
  if (exchange.reading.defects.size === 0 || !isFair(exchange)) return false;
  let found = false;
  for (const defect of exchange.reading.defects)
    if (defects.includes(defect)) found = true;
    else if (!LATE.has(defect)) return false;
  return found;
}

const LATE: ReadonlySet<Defect> = new Set<Defect>([
  'file-unknown',
  'repeated',
  'machine-unknown',
  'world-unknown',
  'unknown-token',
]);

/**
 * A refusal is due, with one of `wanted` where the profile lists error statuses, and anything but a success where it
 * lists none. A 404 where the machine is not known to be there decides nothing: a service may look for it first.
 */
export function refusalOpinion(exchange: Exchange, contract: Contract, wanted: readonly number[]): Opinion {
  const answer = answerOf(exchange);
  if (answer.none !== undefined) return unknown(answer.none);
  const { status } = answer.line;
  const { defects } = exchange.reading;
  if (isPassing(status) && !wanted.includes(status)) return unknown(`it was answered ${status}`);
  if (wanted.includes(status)) return holds;
  if (contract.errorStatuses.length === 0)
    return status < 200 || status > 299 ? holds : broken('a refusal', statusText(answer.line));
  if ((status === 401 || status === 403) && defects.has('unknown-token'))
    return unknown(`a ${status} may speak of the token, which the run cannot place`);
  if (status === 404 && (defects.has('machine-unknown') || defects.has('world-unknown')))
    return unknown('a 404 may speak of the machine, which is not known to the service');
  return broken(wanted.map(String).join(' or '), statusText(answer.line));
}

/** `404 with code ResourceNotFound`, `201`. */
export function statusText(answer: Answer): string {
  const code = /"code"\s*:\s*"([^"]{0,60})"/.exec(typeof answer.body === 'string' ? answer.body : '')?.[1];
  return code === undefined ? String(answer.status) : `${answer.status} with code ${code}`;
}

/** A short, one-line rendering of any value, for a reason. */
export function show(value: unknown): string {
  let text: string;
  try {
    text = JSON.stringify(value) ?? 'undefined';
  } catch {
    return 'a value that is nested too deep to be shown'; // JSON.stringify recurses, JSON.parse does not
  }
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}

/**
 * The JSON value in the body of an answer, its content codings undone, as a lenient reader takes it: bytes that are not UTF-8 and a
 * byte order mark are for body.utf-8 to tell, and hide nothing else.
 */
export const jsonIn = rememberLast((answer: Answer): Json => {
  const body = contentOf(answer.headers, answer.body);
  const text =
    typeof body === 'string' ? body.replace(/^\ufeff/, '') : new TextDecoder().decode(bytesOf(body));
  const json = jsonOf(text);
  return json.ok ? json : jsonOf(body);
});

/** The code of an error in the documented envelope; undefined where there is none. */
export function codeIn(answer: Answer): string | undefined {
  const json = jsonIn(answer);
  const error = json.ok ? (json.value as { error?: { code?: unknown } | null } | null)?.error : undefined;
  return typeof error?.code === 'string' ? error.code : undefined;
}

export type Action = Record<string, unknown>;

/** The action in the body of a success, where it is a JSON object. */
export function actionIn(answer: Answer): Action | undefined {
  const json = jsonIn(answer);
  return json.ok && typeof json.value === 'object' && json.value !== null && !Array.isArray(json.value)
    ? (json.value as Action)
    : undefined;
}

/** In what way an action breaks the schema of a success. */
export function faultsIn(action: Action, contract: Contract): SchemaFault[] {
  return faultsBySchema(contract)(action);
}

const faultsBySchema = rememberLast((contract: Contract) =>
  rememberLast((action: Action) => compile(contract.responseBody)(action)),
);

type Accepted = { answer: Answer; action?: Action };

/** The answer to a valid call that was accepted, with its action where the body holds one. */
export function accepted(exchange: Exchange, contract: Contract): Accepted | undefined {
  if (exchange.response === undefined) return undefined; // nothing of an exchange changes once its answer is there
  return acceptedBy(contract)(exchange);
}

const acceptedBy = rememberLast((contract: Contract) =>
  rememberLast((exchange: Exchange) => readAccepted(exchange, contract)),
);

function readAccepted(exchange: Exchange, contract: Contract): Accepted | undefined {
  if (!isFair(exchange)) return undefined;
  const answer = answerOf(exchange);
  if (answer.none !== undefined || answer.line.status !== contract.successStatus) return undefined;
  if (exchange.request.line.method !== contract.method) return undefined;
  if (exchange.reading.defects.has('accept')) return undefined; // another form than JSON was asked for
  const action = actionIn(answer.line);
  return { answer: answer.line, ...(action ? { action } : {}) };
}
