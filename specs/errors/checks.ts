import { compile } from '../../src/contract/validator.ts';
import { broken, exchangeCheck, holds, type Opinion } from '../../src/judge/checks.ts';
import { contentOf, mediaTypeOf } from '../../src/judge/reading.ts';
import type { Check } from '../../src/judge/types.ts';
import { bytesOf } from '../../src/trace/body.ts';
import type { Body, HeaderList } from '../../src/trace/lines.ts';
import { answerOf, isFair, jsonIn, show, type Answer } from '../support/answers.ts';
import { leakIn } from './leaks.ts';

/** Statuses that the error page documents a body for. Others may come from a gateway in front. */
const DOCUMENTED: ReadonlySet<number> = new Set([400, 401, 403, 404, 429]);

/** A check over the answers to calls of the operation that carry a documented error status. */
function errorCheck(o: {
  id: string;
  pass: string;
  none?: { verdict: 'not-applicable'; reason: string };
  judge(answer: Answer, schema: object): Opinion;
}): Check {
  return exchangeCheck({
    id: o.id,
    pass: o.pass,
    none: o.none ?? { verdict: 'unproven', reason: 'nothing was answered with a documented error status' },
    judge(exchange, { contract }) {
      const answer = isFair(exchange) ? answerOf(exchange) : { none: '' };
      if (answer.none !== undefined || !DOCUMENTED.has(answer.line.status) || contract.errorBody === null)
        return undefined;
      const { defects } = exchange.reading;
      if (exchange.request.line.method === 'HEAD' || defects.has('method')) return undefined;
      // An answer in XML may have been asked for, and a gateway may refuse an odd path before the service sees it.
      if (defects.has('accept') || defects.has('odd-path')) return undefined;
      return o.judge(answer.line, contract.errorBody);
    },
  });
}

const envelope = errorCheck({
  id: 'errors.envelope',
  pass: 'every error carries its code and message in the documented envelope',
  judge(answer, schema) {
    const parsed = jsonIn(answer);
    if (!parsed.ok) return broken(`a JSON error body on a ${answer.status}`, parsed.why);
    const fault = compile(schema as Record<string, unknown>)(parsed.value)[0];
    return fault
      ? broken(
          `{"error":{"code","message"}} on a ${answer.status}`,
          `${show(parsed.value)}: ${fault.path || 'the root'} ${fault.message}`,
        )
      : holds;
  },
});

const mediaType = errorCheck({
  id: 'errors.media-type',
  pass: 'every error body says application/json',
  judge(answer) {
    const type = mediaTypeOf(answer.headers);
    return type === 'application/json'
      ? holds
      : broken(`Content-Type: application/json on a ${answer.status}`, type ?? 'none');
  },
});

/** Which codes go with which status: the error table, and codes seen in captures (`ActiveRequestAlreadyExists`, `429`). */
const CODES: Readonly<Record<number, readonly string[]>> = {
  400: [
    'BadRequest',
    'ODataError',
    'InvalidInput',
    'InvalidRequestBody',
    'InvalidHashValue',
    'MissingRequiredParameter',
    'OsPlatformNotSupported',
    'ClientVersionNotSupported',
    'ActiveRequestAlreadyExists',
  ],
  401: ['Unauthorized'],
  403: ['Forbidden', 'DisabledFeature', 'DisallowedOperation'],
  404: ['NotFound', 'ResourceNotFound'],
  429: ['TooManyRequests', '429'],
};

const code = errorCheck({
  id: 'errors.code',
  pass: 'every error carries a code that goes with its status',
  judge(answer) {
    const parsed = jsonIn(answer);
    const error = parsed.ok ? (parsed.value as { error?: { code?: unknown } } | null)?.error : undefined;
    if (typeof error?.code !== 'string') return undefined; // errors.envelope judges it
    const allowed = CODES[answer.status] ?? [];
    return allowed.includes(error.code)
      ? holds
      : broken(`on a ${answer.status} one of ${allowed.join(', ')}`, show(error.code));
  },
});

/** A message for a person, or the name of what was wrong: not blank. */
function wordsOf(name: 'message' | 'target') {
  return (answer: Answer) => {
    const parsed = jsonIn(answer);
    const error = parsed.ok ? (parsed.value as { error?: Record<string, unknown> } | null)?.error : undefined;
    const words = error?.[name];
    if (typeof words !== 'string') return undefined; // errors.envelope judges it
    return words.trim() === '' ? broken(`a ${name} that says something`, show(words)) : holds;
  };
}

const message = errorCheck({
  id: 'errors.message',
  pass: 'every error has a message that says something',
  judge: wordsOf('message'),
});

const target = errorCheck({
  id: 'errors.target',
  pass: 'every target of an error says something',
  none: { verdict: 'not-applicable', reason: 'no error has a target' },
  judge: wordsOf('target'),
});

/** Whatever the status: a crash is where a service says most about itself. What the caller sent may come back. */
const leak = exchangeCheck({
  id: 'errors.no-leak',
  pass: 'no error body shows a token, a stack trace or another inside of the service',
  none: { verdict: 'unproven', reason: 'nothing was answered with an error' },
  judge(exchange) {
    const answer = isFair(exchange) ? answerOf(exchange) : { none: '' };
    if (answer.none !== undefined || answer.line.status < 400) return undefined;
    const { request } = exchange;
    const sent = textIn(request.line.headers, request.line.body) + decodedPath(request.line.path);
    const found = leakIn(textIn(answer.line.headers, answer.line.body), sent);
    return found ? broken('an error body without internals', found) : holds;
  },
});

/** A body as it reads once the escapes of JSON are gone. */
function textIn(headers: HeaderList, body: Body): string {
  const content = contentOf(headers, body);
  const text = typeof content === 'string' ? content : Buffer.from(bytesOf(content)).toString('latin1');
  return text
    .replaceAll(/\\[nr]/g, '\n')
    .replaceAll('\\t', '\t')
    .replaceAll(/\\(["/\\])/g, '$1');
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

export const checks = [envelope, mediaType, code, message, target, leak];
