import { broken, holds, type Opinion } from '../../src/judge/checks.ts';
import type { Exchange } from '../../src/judge/exchanges.ts';
import { valuesOf } from '../../src/judge/reading.ts';
import type { Check } from '../../src/judge/types.ts';
import { bytesOf } from '../../src/trace/body.ts';
import { framingCheck } from './framing-check.ts';
import { LATE_TIMEOUT, startsAnswer } from './rest.ts';
import type { Written } from './sent.ts';

const faultsIn = ({ response }: Exchange) => response?.line.raw?.faults ?? [];
const restIn = ({ response }: Exchange) => response?.line.raw?.rest;

/** Something that was answered, whatever was asked. */
function came({ response }: Exchange): boolean {
  return (
    response !== undefined && (response.line.lost === undefined || response.line.raw?.faults !== undefined)
  );
}

/** Faults of the reader that begin with one of these words. */
const without = (o: {
  id: string;
  pass: string;
  kinds: readonly string[];
  more?: (x: Exchange, w: Written) => Opinion;
}) =>
  framingCheck({
    id: `framing.${o.id}`,
    pass: o.pass,
    none: 'no answer came',
    binds: 'any version',
    judge(exchange, written) {
      if (!came(exchange)) return undefined;
      const fault = faultsIn(exchange).find((one) => o.kinds.some((kind) => one.startsWith(`${kind}: `)));
      if (fault !== undefined) return broken('an answer as RFC 9112 spells it', fault);
      return o.more?.(exchange, written) ?? holds;
    },
  });

/** Bytes behind an answer that announced its end. What a message that is odd leaves behind may be read as another one. */
function noRest(exchange: Exchange, { method, oddities }: Written): Opinion {
  const rest = restIn(exchange);
  if (rest === undefined || startsAnswer(rest) || method === 'HEAD' || oddities.size > 0) return undefined;
  if (typeof rest === 'string' && LATE_TIMEOUT.test(rest)) return undefined;
  return broken('no byte after the end of an answer', `${bytesOf(rest).length} more`);
}

const syntax = without({
  id: 'answer-syntax',
  pass: 'the status line and the field lines of every answer are well-formed',
  kinds: ['status line', 'field line'],
});

const length = without({
  id: 'answer-length',
  pass: 'the length of every answer is clear, and the bytes keep it',
  kinds: ['length'],
  more: noRest,
});

const chunks = without({
  id: 'answer-chunks',
  pass: 'the chunks of every answer are well-formed',
  kinds: ['chunk'],
});

/** RFC 9110 §9.3.2. */
const head = framingCheck({
  id: 'framing.answer-to-head',
  pass: 'no answer to HEAD has a body',
  none: 'no HEAD was answered',
  binds: 'any version',
  judge(exchange, { method }) {
    if (method !== 'HEAD' || exchange.response?.line.status === undefined) return undefined;
    const rest = restIn(exchange);
    return rest === undefined || startsAnswer(rest)
      ? holds
      : broken('no body in the answer to HEAD', `${bytesOf(rest).length} bytes`);
  },
});

/** RFC 9112 §6.1: a client of HTTP/1.0 does not know transfer codings. */
const oldVersion = framingCheck({
  id: 'framing.answer-to-old',
  pass: 'no answer to HTTP/1.0 has a transfer coding',
  none: 'no message of HTTP/1.0 was answered',
  binds: 'any version',
  judge(exchange, { oddities }) {
    const line = exchange.response?.line;
    if (!oddities.has('old-version') || line?.status === undefined) return undefined;
    const codings = valuesOf(line.headers, 'transfer-encoding');
    return codings.length === 0
      ? holds
      : broken('no Transfer-Encoding in an answer to HTTP/1.0', codings.join(', '));
  },
});

export const answerChecks: readonly Check[] = [syntax, length, chunks, head, oldVersion];
