import type { RawMessage } from '../../src/play/scenario.ts';
import { vectorsOf, type Vector } from '../support/vector.ts';
import { answered, lines, met, PLAIN, RESET, TIMEOUT } from './raw-vector.ts';

const LAST = {
  head: lines({ without: ['Content-Length'], more: ['Transfer-Encoding: chunked, x-y'] }),
  body: '{chunks}',
};
vectorsOf('framing.last-coding', [
  ...[400, 411, 501].map((status): Vector => ({
    when: `it is answered ${status}`,
    trace: [met(LAST, answered(status))],
    verdict: 'pass',
    reason:
      'every message whose last transfer coding is not chunked was answered 400 or 411 or 501 (1 exchange)',
  })),
  {
    when: 'it is read as if chunked were the last',
    trace: [met(LAST, answered(404))],
    verdict: 'fail',
    reason: 'expected 400 or 411 or 501, got 404',
    advisory: false,
  },
  {
    when: 'none was sent',
    trace: [PLAIN],
    verdict: 'unproven',
    reason: 'no message whose last transfer coding is not chunked was answered',
  },
]);

const CHUNKED = {
  head: lines({ without: ['Content-Length'], more: ['Transfer-Encoding: chunked'] }),
  body: '{chunks}',
};
vectorsOf('framing.chunked', [
  ...[404, 411].map((status): Vector => ({
    when: `it is answered ${status} where a plain call is answered 404`,
    trace: [PLAIN, met(CHUNKED, answered(status))],
    verdict: 'pass',
    reason: 'every call in the chunked coding was answered as without it (1 exchange)',
  })),
  {
    when: 'it is read as an empty body',
    trace: [PLAIN, met(CHUNKED, answered(400))],
    verdict: 'fail',
    reason: 'expected 404, as a call with Content-Length, or 411, got 400',
    advisory: false,
  },
  {
    when: 'it is never answered',
    trace: [PLAIN, met(CHUNKED, TIMEOUT)],
    verdict: 'fail',
    reason: 'expected 404, as a call with Content-Length, or 411, got no answer',
    advisory: true,
  },
  {
    when: 'no plain call was answered',
    trace: [met(CHUNKED, answered(400))],
    verdict: 'unproven',
    reason:
      '1 of 1 exchanges could not decide it, the first because a call with Content-Length was not answered',
  },
  {
    when: 'the chunks hold no call',
    trace: [PLAIN, met({ ...CHUNKED, body: '2\r\n{}\r\n0\r\n\r\n' }, answered(400))],
    verdict: 'unproven',
    reason: 'no call in the chunked coding was answered',
  },
]);

const BOTH = {
  head: lines({ without: ['Content-Length'], more: ['Content-Length: 5', 'Transfer-Encoding: chunked'] }),
  body: '0\r\n\r\nPOST /x HTTP/1.1\r\n\r\n',
};
vectorsOf('framing.length-and-coding', [
  {
    when: 'it is refused',
    trace: [met(BOTH, answered(400, { closed: true }))],
    verdict: 'pass',
    reason:
      'after every message with Content-Length and Transfer-Encoding nothing more was answered (1 exchange)',
  },
  {
    when: 'the connection is dropped',
    trace: [PLAIN, met(BOTH, RESET)],
    verdict: 'pass',
    reason:
      'after every message with Content-Length and Transfer-Encoding nothing more was answered (1 exchange)',
  },
  {
    when: 'what follows is answered too',
    trace: [met(BOTH, answered(400, { rest: 'HTTP/1.1 401 Unauthorized\r\n\r\n' }))],
    verdict: 'fail',
    reason: 'expected one answer and a closed connection, got 400 and another answer to what followed',
    advisory: true,
  },
  {
    when: 'none was sent',
    trace: [PLAIN],
    verdict: 'unproven',
    reason: 'no message with Content-Length and Transfer-Encoding was answered',
  },
]);

const LARGE = {
  head: [
    ...lines(),
    {
      parts: [
        ['X: ', 1],
        ['x', 70_000],
      ] as [string, number][],
    },
  ],
};
vectorsOf('framing.large-fields', [
  ...[431, 400, 404].map((status): Vector => ({
    when: `it is answered ${status}`,
    trace: [met(LARGE, answered(status))],
    verdict: 'pass',
    reason: 'every message with large field lines was taken or answered 4xx (1 exchange)',
  })),
  {
    when: 'it is answered 500',
    trace: [met(LARGE, answered(500))],
    verdict: 'fail',
    reason: 'expected 4xx, got 500',
    advisory: false,
  },
  {
    when: 'the connection is reset',
    trace: [PLAIN, met(LARGE, RESET)],
    verdict: 'fail',
    reason: 'expected 4xx, got a connection that was reset without an answer',
    advisory: true,
  },
  {
    when: 'none was sent',
    trace: [PLAIN],
    verdict: 'unproven',
    reason: 'no message with large field lines was answered',
  },
]);

const EXPECT: RawMessage = { head: lines({ more: ['Expect: 100-continue'] }), sent: 'held' };
const held = (body: 'asked-for' | 'sent-anyway' | 'kept', waitedMs: number, thenMs: number) =>
  answered(404, { held: { body, waitedMs, thenMs } });
vectorsOf('framing.expect', [
  ...(['asked-for', 'kept'] as const).map((body): Vector => ({
    when: `the body is ${body}`,
    trace: [met(EXPECT, held(body, 3, 2))],
    verdict: 'pass',
    reason: 'every message that expects 100-continue was answered before its body was sent (1 exchange)',
  })),
  {
    when: 'the body was waited for',
    trace: [met(EXPECT, held('sent-anyway', 2000, 3))],
    verdict: 'fail',
    reason: 'expected 100 or a final answer, got nothing for 2000 ms, and 404 when the body was sent',
    advisory: false,
  },
  {
    when: 'the service is slow at everything',
    trace: [met(EXPECT, held('sent-anyway', 2000, 1900))],
    verdict: 'unproven',
    reason:
      '1 of 1 exchanges could not decide it, the first because the service took 1900 ms for an answer and 2000 ms were waited',
  },
]);

const BAD = { head: lines(), body: 'no JSON' };
const ABSOLUTE = { head: lines({ first: 'POST {origin}{path} HTTP/1.1' }), body: 'no JSON' };
vectorsOf('framing.absolute-form', [
  {
    when: 'it is answered as in origin form',
    trace: [met(BAD, answered(400)), met(ABSOLUTE, answered(400))],
    verdict: 'pass',
    reason: 'every message with its target in absolute form was answered as in origin form (1 exchange)',
  },
  {
    when: 'it is no resource to the service',
    trace: [met(BAD, answered(400)), met(ABSOLUTE, answered(404))],
    verdict: 'fail',
    reason: 'expected 400, as the same message in origin form, got 404',
    advisory: true,
  },
  {
    when: 'the same message was not sent in origin form',
    trace: [PLAIN, met(ABSOLUTE, answered(404))],
    verdict: 'unproven',
    reason:
      '1 of 1 exchanges could not decide it, the first because the same message in origin form was not answered',
  },
]);

const CLOSE = { head: lines({ more: ['Connection: close'] }) };
vectorsOf('framing.close', [
  {
    when: 'it is closed',
    trace: [met(CLOSE, answered(404, { closed: true }))],
    verdict: 'pass',
    reason: 'the connection was closed after every answer to a message with Connection: close (1 exchange)',
  },
  {
    when: 'it stays open',
    trace: [met(CLOSE, answered(404))],
    verdict: 'fail',
    reason: 'expected a closed connection after Connection: close, got 404 and an open one',
    advisory: false,
  },
  {
    when: 'no answer comes',
    trace: [met(CLOSE, TIMEOUT)],
    verdict: 'unproven',
    reason: '1 of 1 exchanges could not decide it, the first because it met with no answer',
  },
]);
