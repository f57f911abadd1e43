import { broken, holds, unknown, type Opinion } from '../../src/judge/checks.ts';
import type { Exchange } from '../../src/judge/exchanges.ts';
import type { Check } from '../../src/judge/types.ts';
import { isPassing } from '../support/answers.ts';
import { framingCheck, isPlainCall, type Seen } from './framing-check.ts';
import { isTelling, mustMatch, statusOf } from './opinions.ts';
import { startsAnswer } from './rest.ts';
import { writtenIn } from './sent.ts';

/** RFC 9112 §9.3: a server reads the whole body or closes; else what is left of it is read as the next message. */
const nextRequest = framingCheck({
  id: 'framing.next-request',
  pass: 'every next message on a connection had an answer of its own, or the connection was closed',
  none: 'no second message was sent on a connection',
  binds: 'any version',
  judge(exchange, written, seen, context) {
    if (written.oddities.size > 0 || exchange.request.line.raw?.sent !== 'whole') return undefined;
    const answer = statusOf(exchange);
    if (answer.status !== undefined && startsAnswer(answer.line.raw?.rest))
      return broken('one answer to one message', `${answer.status} and another answer after it`);
    if (seen.before && isWhole(seen.before) && isPlainCall(exchange, written, context))
      return ownAnswer(exchange, seen);
    // Alone on its connection, or closed after it: nothing was read as a message that is none.
    return answer.status !== undefined && answer.line.raw?.closed ? holds : undefined;
  },
});

function isWhole({ request }: Exchange): boolean {
  return request.line.raw?.sent === 'whole' && writtenIn(request.line)?.oddities.size === 0;
}

function ownAnswer(exchange: Exchange, { plain, before }: Seen): Opinion {
  const answer = statusOf(exchange);
  const first = before?.response?.line.status;
  if (answer.status === undefined) {
    if (answer.lost === 'reset' || answer.lost === 'cut') return holds;
    return answer.lost === 'timeout'
      ? broken('an answer or a closed connection', `neither after a ${first}`, true)
      : unknown(`it met with ${answer.none}`);
  }
  if (plain === undefined) return unknown('no call on a connection of its own was answered');
  if (answer.status === plain) return holds;
  if (isPassing(answer.status)) return unknown(`it was answered ${answer.status}`);
  return broken(`${plain}, as on a connection of its own`, `${answer.status} after a ${first}`);
}

/** A body that takes its time; a service may lose patience and say so with 408 (RFC 9110 §15.5.9). */
const slow = framingCheck({
  id: 'framing.slow-body',
  pass: 'every call whose body came in pieces was answered as one at once',
  none: 'no call whose body came in pieces was answered',
  binds: 'any version',
  judge: (exchange, { oddities }, { plain }) =>
    exchange.request.line.raw?.sent === 'slow' && oddities.size === 0
      ? mustMatch(exchange, { status: plain, of: 'a call whose body came at once' }, [408])
      : undefined,
});

const halfClosed = framingCheck({
  id: 'framing.half-closed',
  pass: 'every call on a connection that was half-closed then was answered, or the connection closed',
  none: 'no call on a half-closed connection was sent',
  binds: 'any version',
  judge(exchange, _, { plain }) {
    if (exchange.request.line.raw?.sent !== 'half-closed') return undefined;
    const answer = statusOf(exchange);
    if (answer.status === undefined) {
      if (!isTelling(answer.lost, plain)) return unknown(`it met with ${answer.none}`);
      return answer.lost === 'timeout' ? broken('an answer or a closed connection', 'neither') : holds;
    }
    if (isPassing(answer.status)) return unknown(`it was answered ${answer.status}`);
    return answer.status < 500 ? holds : broken('an answer or a closed connection', String(answer.status));
  },
});

const ODD_ENDS: Readonly<Record<string, string>> = {
  'half-closed': 'a half-closed connection',
  slow: 'a slow body',
  stopped: 'an upload that stopped half way',
};

/** What one caller does to its connection is no other caller's business. */
const survives = framingCheck({
  id: 'framing.survives',
  pass: 'the next call after every odd connection was answered',
  none: 'no call came after an odd connection',
  binds: 'any version',
  judge(exchange, written, { earlier, plain }, context) {
    const odd = ODD_ENDS[earlier?.request.line.raw?.sent ?? 'whole'];
    if (odd === undefined || exchange.request.line.raw?.sent !== 'whole') return undefined;
    if (!isPlainCall(exchange, written, context)) return undefined;
    const answer = statusOf(exchange);
    if (answer.status === undefined)
      return answer.lost === 'open' || plain === undefined
        ? unknown(`it met with ${answer.none}`)
        : broken(`an answer after ${odd}`, answer.none);
    if (isPassing(answer.status)) return unknown(`it was answered ${answer.status}`);
    return answer.status < 500 ? holds : broken(`an answer after ${odd}`, String(answer.status));
  },
});

export const connectionChecks: readonly Check[] = [nextRequest, slow, halfClosed, survives];
