import { describe, expect, test } from 'vitest';
import { answering, bodyOf, headOf, isFinal } from '../../mocks/mutants/service/wire-text.ts';
import { inFrontOf, type Wire } from '../../mocks/mutants/service/wire.ts';
import { checkOwn, RAW_SCENARIOS } from '../own-run.ts';

const lengthIn = (answer: string) => Number(/\r\nContent-Length: (\d+)/i.exec(answer)?.[1] ?? 0);
const withStatus = (answer: string, status: string) =>
  answer.replace(/^(HTTP\/1\.1) \d{3} .*/, `$1 ${status}`);

/** What RFC 9112 leaves open, and our own port does otherwise. */
const WAYS: Readonly<Record<string, Wire>> = {
  'answers in chunks, with extensions and a trailer': answering((answer, asked) =>
    asked.includes(' HTTP/1.0') || asked.startsWith('HEAD ') || lengthIn(answer) === 0
      ? answer
      : `${headOf(answer).replace(/\r\nContent-Length: \d+/i, '\r\nTransfer-Encoding: chunked')}1;a=b\r\n${bodyOf(answer).slice(0, 1)}\r\n` +
        `${(lengthIn(answer) - 1).toString(16)}\r\n${bodyOf(answer).slice(1)}\r\n0\r\nX-Trailer: y\r\n\r\n`,
  ),
  'sends interim answers first': answering(
    (answer, asked) =>
      `${asked.includes(' HTTP/1.0') ? '' : 'HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n'}${answer}`,
  ),
  'gives no phrase, and names in lower case': answering((answer) =>
    answer.replace(/^(HTTP\/1\.1 \d{3}) .*/, '$1 ').replace(/\r\nContent-Length/i, '\r\ncontent-length'),
  ),
  'asks for a length of a chunked body': {
    request(piece, { memory }) {
      memory['chunked'] = /json\r\nTransfer-Encoding: chunked\r\n\r\n/.test(piece);
      return piece;
    },
    answer: (answer, _, { memory }) =>
      memory['chunked'] ? withStatus(answer, '411 Length Required') : answer,
  },
  'says that it does not know a transfer coding': answering((answer, asked) =>
    asked.includes('x-cordon') ? withStatus(answer, '501 Not Implemented') : answer,
  ),
  'takes large field lines': { request: (piece) => piece.replace(/\r\nX-Cordon: x+/, '') },
  'loses patience with a slow body': {
    request(piece, { memory }) {
      memory['slow'] ||= !/^[A-Z]+ /.test(piece) && piece.length < 100;
      return piece;
    },
    answer: (answer, asked, { memory }) =>
      memory['slow'] && isFinal(answer) && !asked.includes('Expect')
        ? withStatus(answer, '408 Request Timeout')
        : answer,
  },
  'refuses what expects 100-continue before its body is there': {
    request(piece, { memory }) {
      memory['expect'] ||= piece.includes('\r\nExpect: ');
      return memory['expect']
        ? piece.replace(/\r\nExpect: 100-continue/, '').replace(/Content-Length: \d+/, 'Content-Length: 0')
        : piece;
    },
    answer: (answer, _, { memory }) =>
      memory['expect'] ? withStatus(answer, '417 Expectation Failed') : answer,
  },
  'closes after every answer': {
    request: (piece) => piece.replace(/\r\nHost: 127/, '\r\nConnection: close\r\nHost: 127'),
  },
};

describe('a service that keeps RFC 9112 in its own way passes, with --strict too: one that', () => {
  test.concurrent.each(Object.entries(WAYS))('%s', async (_, wire) => {
    const report = await checkOwn({
      target: 'emulator',
      strict: true,
      scenarios: RAW_SCENARIOS,
      own: { front: inFrontOf(wire) },
    });
    const framing = report.verdicts.filter(({ requirement }) => requirement.startsWith('framing.'));
    expect(
      framing
        .filter(({ verdict }) => verdict !== 'pass')
        .map((one) => `${one.verdict} ${one.requirement}: ${one.reason}`),
    ).toEqual([]);
    expect(framing.length).toBeGreaterThan(20);
  });
});
