import { vectorsOf, type Vector } from '../support/vector.ts';
import { answered, lines, met, PLAIN, RESET, TIMEOUT } from './raw-vector.ts';

const BAD = { head: lines(), body: 'no JSON' };
const PASS = 'every next message on a connection had an answer of its own, or the connection was closed';

vectorsOf('framing.next-request', [
  {
    when: 'it has its own answer',
    trace: [PLAIN, met(BAD, answered(400), 7), met({}, answered(404), 7)],
    verdict: 'pass',
    reason: `${PASS} (1 exchange)`,
  },
  {
    when: 'the connection is closed at once',
    trace: [PLAIN, met(BAD, answered(400, { closed: true }), 7)],
    verdict: 'pass',
    reason: `${PASS} (1 exchange)`,
  },
  {
    when: 'the connection is closed when it comes',
    trace: [PLAIN, met(BAD, answered(400), 7), met({}, RESET, 7)],
    verdict: 'pass',
    reason: `${PASS} (1 exchange)`,
  },
  {
    when: 'what is left of the body is answered too',
    trace: [PLAIN, met(BAD, answered(400, { rest: 'HTTP/1.1 401 U\r\n\r\n' }), 7), met({}, answered(404), 7)],
    verdict: 'fail',
    reason: 'expected one answer to one message, got 400 and another answer after it',
    evidence: [5, 6],
    advisory: false,
  },
  {
    when: 'it has the answer to something else',
    trace: [PLAIN, met(BAD, answered(400), 7), met({}, answered(501), 7)],
    verdict: 'fail',
    reason: 'expected 404, as on a connection of its own, got 501 after a 400',
    advisory: false,
  },
  {
    when: 'nothing happens',
    trace: [PLAIN, met(BAD, answered(400), 7), met({}, TIMEOUT, 7)],
    verdict: 'fail',
    reason: 'expected an answer or a closed connection, got neither after a 400',
    advisory: true,
  },
  {
    when: 'the one before promised more than it sent',
    trace: [
      PLAIN,
      met({ head: lines({ without: ['Content-Length'], more: ['Content-Length: 900'] }) }, answered(404), 7),
      met({}, answered(400), 7),
    ],
    verdict: 'unproven',
    reason: 'no second message was sent on a connection',
  },
  {
    when: 'it is throttled',
    trace: [PLAIN, met(BAD, answered(400), 7), met({}, answered(429), 7)],
    verdict: 'unproven',
    reason: '1 of 1 exchanges could not decide it, the first because it was answered 429',
  },
  {
    when: 'nobody knows what a plain call is answered',
    trace: [met(BAD, answered(400), 7), met({}, answered(404), 7)],
    verdict: 'unproven',
    reason:
      '1 of 1 exchanges could not decide it, the first because no call on a connection of its own was answered',
  },
]);

const SLOW = { sent: 'slow' } as const;
vectorsOf('framing.slow-body', [
  ...[404, 408].map((status): Vector => ({
    when: `it is answered ${status}`,
    trace: [PLAIN, met(SLOW, answered(status))],
    verdict: 'pass',
    reason: 'every call whose body came in pieces was answered as one at once (1 exchange)',
  })),
  {
    when: 'only its first piece is read',
    trace: [PLAIN, met(SLOW, answered(400))],
    verdict: 'fail',
    reason: 'expected 404, as a call whose body came at once, or 408, got 400',
    advisory: true,
  },
  {
    when: 'none was sent',
    trace: [PLAIN],
    verdict: 'unproven',
    reason: 'no call whose body came in pieces was answered',
  },
]);

const HALF = { sent: 'half-closed' } as const;
vectorsOf('framing.half-closed', [
  ...([answered(404), answered(400), RESET] as const).map((got, index): Vector => ({
    when: `it is answered or closed, in one way (${index})`,
    trace: [PLAIN, met(HALF, got)],
    verdict: 'pass',
    reason:
      'every call on a connection that was half-closed then was answered, or the connection closed (1 exchange)',
  })),
  {
    when: 'nothing happens',
    trace: [PLAIN, met(HALF, TIMEOUT)],
    verdict: 'fail',
    reason: 'expected an answer or a closed connection, got neither',
    advisory: true,
  },
  {
    when: 'it is answered 500',
    trace: [PLAIN, met(HALF, answered(500))],
    verdict: 'fail',
    reason: 'expected an answer or a closed connection, got 500',
  },
  {
    when: 'none was sent',
    trace: [PLAIN],
    verdict: 'unproven',
    reason: 'no call on a half-closed connection was sent',
  },
]);

const STOPPED = {
  head: lines({ without: ['Content-Length'], more: ['Content-Length: 900'] }),
  sent: 'stopped',
} as const;
vectorsOf('framing.survives', [
  {
    when: 'calls go on after each',
    trace: [met(HALF, answered(404)), PLAIN, met(STOPPED, { lost: 'cut' }), PLAIN],
    verdict: 'pass',
    reason: 'the next call after every odd connection was answered (2 exchanges)',
  },
  {
    when: 'the next call is refused',
    trace: [PLAIN, met(STOPPED, { lost: 'cut' }), met({}, { lost: 'refused' })],
    verdict: 'fail',
    reason: 'expected an answer after an upload that stopped half way, got no connection',
    advisory: true,
  },
  {
    when: 'the next call is answered 500',
    trace: [met(SLOW, answered(404)), met({}, answered(500))],
    verdict: 'fail',
    reason: 'expected an answer after a slow body, got 500',
  },
  {
    when: 'none was sent',
    trace: [PLAIN],
    verdict: 'unproven',
    reason: 'no call came after an odd connection',
  },
]);
