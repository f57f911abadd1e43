import { compile } from '../../src/contract/validator.ts';
import { broken, exchangeCheck, holds } from '../../src/judge/checks.ts';
import { mediaTypeOf } from '../../src/judge/reading.ts';
import type { Check } from '../../src/judge/types.ts';
import { answerOf, isFair, jsonIn, show, type Answer } from '../support/answers.ts';

/** Statuses that the error page documents a body for. Others may come from a gateway in front. */
const DOCUMENTED: ReadonlySet<number> = new Set([400, 401, 403, 404, 429]);

/** A check over the answers to calls of the operation that carry a documented error status. */
function errorCheck(o: {
  id: string;
  pass: string;
  judge(answer: Answer, schema: object): ReturnType<typeof broken>;
}): Check {
  return exchangeCheck({
    id: o.id,
    pass: o.pass,
    none: { verdict: 'unproven', reason: 'nothing was answered with a documented error status' },
    judge(exchange, { contract }) {
      const answer = isFair(exchange) ? answerOf(exchange) : { none: '' };
      if (answer.none !== undefined || !DOCUMENTED.has(answer.line.status) || contract.errorBody === null)
        return undefined;
      if (exchange.request.line.method === 'HEAD' || exchange.reading.defects.has('method')) return undefined;
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

const LEAKS: readonly [what: string, pattern: RegExp][] = [
  ['a token', /eyJ[\w-]{8,}\.[\w-]+|\[redacted\]/],
  [
    'a stack trace',
    /^\s+at .+[:(]\d+|Traceback \(most recent call last\)|\bat [\w.$]+\([\w.]+\.java:\d+\)|\.cs:line \d+/m,
  ],
  [
    'a path of the server',
    /\b[A-Z]:\\\\?(?:Users|inetpub|src)\\|\/(?:home|usr|var|opt|srv)\/[\w.-]+\/[\w.-]+/,
  ],
];

const leak = errorCheck({
  id: 'errors.no-leak',
  pass: 'no error body shows a token, a stack trace or a path of the server',
  judge(answer) {
    const text = (typeof answer.body === 'string' ? answer.body : '').replaceAll('\\n', '\n');
    const found = LEAKS.find(([, pattern]) => pattern.test(text));
    return found ? broken('an error body without internals', found[0]) : holds;
  },
});

export const checks = [envelope, mediaType, code, leak];
