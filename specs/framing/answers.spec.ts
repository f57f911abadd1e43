import { vectorsOf, type Vector } from '../support/vector.ts';
import { answered, lines, met, PLAIN, RESET } from './raw-vector.ts';

const KINDS: readonly [id: string, pass: string, fault: string, got: string][] = [
  [
    'answer-syntax',
    'the status line and the field lines of every answer are well-formed',
    'status line: "HTTP/1.1 404"',
    'a status line',
  ],
  [
    'answer-syntax',
    'the status line and the field lines of every answer are well-formed',
    'field line: "Date : …"',
    'a field line',
  ],
  [
    'answer-length',
    'the length of every answer is clear, and the bytes keep it',
    'length: Content-Length beside Transfer-Encoding',
    'a length',
  ],
  ['answer-chunks', 'the chunks of every answer are well-formed', 'chunk: its first line is "zz"', 'a chunk'],
];

for (const [id, pass, fault, what] of KINDS)
  vectorsOf(`framing.${id}`, [
    {
      when: `nothing is wrong with ${what}`,
      trace: [PLAIN],
      verdict: 'pass',
      reason: `${pass} (1 exchange)`,
    },
    {
      when: `${what} is wrong`,
      trace: [PLAIN, met({}, answered(404, { faults: ['other: fault', fault] }))],
      verdict: 'fail',
      reason: `expected an answer as RFC 9112 spells it, got ${fault}`,
      evidence: [5, 6],
      advisory: false,
    },
    {
      when: `${what} of what was no answer in the end is wrong`,
      trace: [met({}, { lost: 'cut', raw: { faults: [fault], closed: true } })],
      verdict: 'fail',
      reason: `expected an answer as RFC 9112 spells it, got ${fault}`,
    },
    { when: 'no answer came', trace: [met({}, RESET)], verdict: 'unproven', reason: 'no answer came' },
  ] satisfies Vector[]);

const CHUNKED = {
  head: lines({ without: ['Content-Length'], more: ['Transfer-Encoding: chunked'] }),
  body: '{chunks}',
};
const HEAD = { head: lines({ first: 'HEAD {path} HTTP/1.1', without: ['Content'] }), body: '' };
vectorsOf('framing.answer-length', [
  ...(
    [
      ['another answer follows, which another requirement judges', {}, 'HTTP/1.1 400 B\r\n\r\n'],
      ['a 408 follows, as from a service that closes an idle connection', {}, 'HTTP/1.1 408 T\r\n\r\n'],
      ['the answer to HEAD has a body, which another requirement judges', HEAD, '{}'],
      ['chunks were left unread, which another requirement judges', CHUNKED, '<p>400</p>'],
    ] as const
  ).map(([when, message, rest]): Vector => ({
    when,
    trace: [met(message, answered(404, { rest }))],
    verdict: 'pass',
    reason: 'the length of every answer is clear, and the bytes keep it (1 exchange)',
  })),
  {
    when: 'a byte follows',
    trace: [met({}, answered(404, { rest: '\n' }))],
    verdict: 'fail',
    reason: 'expected no byte after the end of an answer, got 1 more',
    advisory: false,
  },
  { when: 'no answer came', trace: [met({}, RESET)], verdict: 'unproven', reason: 'no answer came' },
]);

vectorsOf('framing.answer-to-head', [
  {
    when: 'there is none',
    trace: [met(HEAD, answered(405))],
    verdict: 'pass',
    reason: 'no answer to HEAD has a body (1 exchange)',
  },
  {
    when: 'there is one',
    trace: [met(HEAD, answered(405, { rest: '{"error":1}' }))],
    verdict: 'fail',
    reason: 'expected no body in the answer to HEAD, got 11 bytes',
    advisory: false,
  },
  { when: 'HEAD was not sent', trace: [PLAIN], verdict: 'unproven', reason: 'no HEAD was answered' },
]);

const OLD = { head: lines({ first: 'POST {path} HTTP/1.0' }) };
vectorsOf('framing.answer-to-old', [
  {
    when: 'there is none',
    trace: [met(OLD, answered(404, { closed: true }))],
    verdict: 'pass',
    reason: 'no answer to HTTP/1.0 has a transfer coding (1 exchange)',
  },
  {
    when: 'there is one',
    trace: [
      met(OLD, { ...answered(404), headers: [['transfer-encoding', 'chunked']] } as ReturnType<
        typeof answered
      >),
    ],
    verdict: 'fail',
    reason: 'expected no Transfer-Encoding in an answer to HTTP/1.0, got chunked',
    advisory: false,
  },
  {
    when: 'a client of HTTP/1.1 gets one',
    trace: [
      met({}, { ...answered(404), headers: [['transfer-encoding', 'chunked']] } as ReturnType<
        typeof answered
      >),
    ],
    verdict: 'unproven',
    reason: 'no message of HTTP/1.0 was answered',
  },
]);
