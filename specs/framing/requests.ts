import { broken, holds, unknown, type Opinion } from '../../src/judge/checks.ts';
import type { Check } from '../../src/judge/types.ts';
import { isPassing } from '../support/answers.ts';
import { framingCheck, hasOnlyOddities } from './framing-check.ts';
import { isTelling, mustMatch, mustRefuse, statusOf } from './opinions.ts';
import { startsAnswer } from './rest.ts';
import type { Oddity } from './sent.ts';

/** Messages that have to be refused with 400. */
const refused = (
  id: string,
  oddity: Oddity,
  what: string,
  { also = [], telling = false }: { also?: readonly number[]; telling?: boolean } = {},
): Check =>
  framingCheck({
    id: `framing.${id}`,
    pass: `every message ${what} was answered ${[400, ...also].join(' or ')}`,
    none: `no message ${what} was answered`,
    binds: '1.1',
    judge: (exchange, written, { plain }) =>
      hasOnlyOddities(written, [oddity])
        ? asTold(mustRefuse(exchange, [400, ...also], plain), telling)
        : undefined,
  });

/**
 * Of some rules that a widely used server library does not keep by default a fail tells and does not fail the run: nothing is
 * misread, and who writes a service on it cannot help it (docs/decisions/0009).
 */
const asTold = (opinion: Opinion, telling = true): Opinion =>
  telling && opinion?.holds === false ? { ...opinion, advisory: true } : opinion;

/** RFC 9112 §7.1: every recipient decodes it; §6.3 lets a server ask for a length with 411. */
const chunked = framingCheck({
  id: 'framing.chunked',
  pass: 'every call in the chunked coding was answered as without it',
  none: 'no call in the chunked coding was answered',
  binds: '1.1',
  judge(exchange, written, { plain }) {
    if (!hasOnlyOddities(written, ['chunked']) || !isCall(written.content)) return undefined;
    return mustMatch(exchange, { status: plain, of: 'a call with Content-Length' }, [411]);
  },
});

function isCall(content: Uint8Array): boolean {
  try {
    const value = JSON.parse(Buffer.from(content).toString('utf8')) as Record<string, unknown>;
    return typeof value['Comment'] === 'string' && /^[0-9a-f]{40}$/i.test(String(value['Sha1']));
  } catch {
    return false;
  }
}

/** RFC 9112 §6.1: whatever is made of it, the connection is closed then, so that what follows is not read as a message. */
const lengthAndCoding = framingCheck({
  id: 'framing.length-and-coding',
  pass: 'after every message with Content-Length and Transfer-Encoding nothing more was answered',
  none: 'no message with Content-Length and Transfer-Encoding was answered',
  binds: '1.1',
  judge(exchange, { oddities }, { plain }) {
    if (!oddities.has('length-and-coding')) return undefined;
    const answer = statusOf(exchange);
    if (answer.status === undefined)
      return isTelling(answer.lost, plain) ? holds : unknown(`it met with ${answer.none}`);
    const { rest } = answer.line.raw ?? {};
    return startsAnswer(rest)
      ? broken(
          'one answer and a closed connection',
          `${answer.status} and another answer to what followed`,
          true,
        )
      : holds;
  },
});

/** RFC 9110 §5.4. A connection that is dropped may have swallowed the answer. */
const largeFields = framingCheck({
  id: 'framing.large-fields',
  pass: 'every message with large field lines was taken or answered 4xx',
  none: 'no message with large field lines was answered',
  binds: 'any version',
  judge(exchange, written, { plain }) {
    if (!hasOnlyOddities(written, ['large-fields'])) return undefined;
    const answer = statusOf(exchange);
    if (answer.status === undefined)
      return isTelling(answer.lost, plain)
        ? broken('4xx', answer.none, true)
        : unknown(`it met with ${answer.none}`);
    if (isPassing(answer.status)) return unknown(`it was answered ${answer.status}`);
    return answer.status < 500 ? holds : broken('4xx', String(answer.status));
  },
});

/**
 * RFC 9110 §10.1.1. The answer came quickly when the body was sent at last: so it was not for slowness that none came before.
 */
const expect = framingCheck({
  id: 'framing.expect',
  pass: 'every message that expects 100-continue was answered before its body was sent',
  none: 'no message that expects 100-continue was answered',
  binds: '1.1',
  judge(exchange, written) {
    if (!hasOnlyOddities(written, ['expect'])) return undefined;
    const raw = exchange.response?.line.raw;
    if (exchange.request.line.raw?.sent !== 'held' || !raw?.held) return undefined;
    const { body, waitedMs, thenMs } = raw.held;
    if (body !== 'sent-anyway') return holds;
    const answer = statusOf(exchange);
    if (answer.status === undefined) return unknown(`it met with ${answer.none}`);
    return thenMs < waitedMs / 2
      ? broken(
          '100 or a final answer',
          `nothing for ${waitedMs} ms, and ${answer.status} when the body was sent`,
        )
      : unknown(`the service took ${thenMs} ms for an answer and ${waitedMs} ms were waited`);
  },
});

/** RFC 9112 §3.2.2: the origin server accepts the absolute form too. */
const absoluteForm = framingCheck({
  id: 'framing.absolute-form',
  pass: 'every message with its target in absolute form was answered as in origin form',
  none: 'no message with its target in absolute form was answered',
  binds: '1.1',
  judge: (exchange, written, { same }) =>
    hasOnlyOddities(written, ['absolute-form'])
      ? asTold(mustMatch(exchange, { status: same, of: 'the same message in origin form' }))
      : undefined,
});

/** RFC 9112 §9.6. It was waited for as long as for an answer. */
const close = framingCheck({
  id: 'framing.close',
  pass: 'the connection was closed after every answer to a message with Connection: close',
  none: 'no message with Connection: close was answered',
  binds: '1.1',
  judge(exchange, written) {
    if (!hasOnlyOddities(written, ['close'])) return undefined;
    const answer = statusOf(exchange);
    if (answer.status === undefined) return unknown(`it met with ${answer.none}`);
    return answer.line.raw?.closed
      ? holds
      : broken('a closed connection after Connection: close', `${answer.status} and an open one`);
  },
});

export const requestChecks: readonly Check[] = [
  refused('host-missing', 'host-missing', 'without Host'),
  refused('host-repeated', 'host-repeated', 'with two Host lines', { telling: true }),
  refused('host-invalid', 'host-invalid', 'with an invalid Host', { telling: true }),
  refused('field-space', 'field-space', 'with white space before a colon'),
  refused('length-invalid', 'length-invalid', 'with a Content-Length that is no number'),
  refused('length-repeated', 'length-repeated', 'with two different Content-Length lines'),
  // An unknown coding is 501 by RFC 9112 §6.1, and a body without a length may be 411 by §6.3.
  refused('last-coding', 'last-coding', 'whose last transfer coding is not chunked', {
    also: [411, 501],
  }),
  chunked,
  lengthAndCoding,
  largeFields,
  expect,
  absoluteForm,
  close,
];
