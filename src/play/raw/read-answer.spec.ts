import { describe, expect, test } from 'vitest';
import { readAnswer } from './read-answer.ts';

const read = (text: string, o: { method?: string; ended?: boolean } = {}) =>
  readAnswer(Buffer.from(text, 'latin1'), { method: o.method ?? 'POST', ended: o.ended ?? false });

/** What matters of an answer that was read, its body as text. */
function answerIn(text: string, o: { method?: string; ended?: boolean } = {}) {
  const reading = read(text, o);
  if (reading.is !== 'answer') return reading;
  const { status, version, body, interim, faults, used, end } = reading.answer;
  return { status, version, body: Buffer.from(body).toString('latin1'), interim, faults, used, end };
}

const head = (lines = '') => `HTTP/1.1 404 Not Found\r\n${lines}`;
const whole = { status: 404, version: '1.1', interim: [], faults: [], end: 'complete' };

describe('an answer that keeps RFC 9112', () => {
  test.each<[string, string, { method?: string; ended?: boolean }, object]>([
    [
      'ends where Content-Length says',
      `${head()}Content-Length: 2\r\n\r\n{}xx`,
      {},
      { body: '{}', used: 47 },
    ],
    ['takes one length twice', `${head()}Content-Length: 2, 2\r\n\r\n{}`, {}, { body: '{}' }],
    [
      'is put together from chunks, their extensions and trailers left out',
      `${head()}Transfer-Encoding: chunked\r\n\r\n1;a="b"\r\n{\r\n01\r\n}\r\n0\r\nX: y\r\n\r\n`,
      {},
      { body: '{}' },
    ],
    ['ends with the connection where it has no length', `${head()}\r\n{}`, { ended: true }, { body: '{}' }],
    [
      'has no body where it answers HEAD',
      `${head()}Content-Length: 9\r\n\r\n`,
      { method: 'HEAD' },
      { body: '' },
    ],
    ['has no body where it is 204', 'HTTP/1.1 204 No Content\r\n\r\n', {}, { body: '', status: 204 }],
    [
      'comes after interim answers',
      `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${head()}Content-Length: 0\r\n\r\n`,
      {},
      { body: '', interim: [100, 103] },
    ],
    ['may have no phrase', 'HTTP/1.0 404 \r\nContent-Length: 0\r\n\r\n', {}, { version: '1.0' }],
  ])('%s', (_, text, o, expected) => {
    expect(answerIn(text, o)).toMatchObject({ ...whole, ...expected });
  });

  test.each([
    ['nothing has come', ''],
    ['a part of its first line has', 'HTT'],
    ['its head has not ended', head('Content-Length: 2\r\n')],
    ['its body has not', head('Content-Length: 2\r\n\r\n{')],
    ['its last chunk has not', head('Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n')],
    ['its length is the end of the connection', head('\r\n{}')],
  ])('is waited for while %s', (_, text) => {
    expect(read(text).is).toBe('more');
  });
});

describe('what is wrong in the bytes', () => {
  test.each<[string, string, string[]]>([
    [
      'a bare LF',
      'HTTP/1.1 404 N\nContent-Length: 0\n\n',
      ['status line: it ends in LF without CR', 'field line: a line ends in LF without CR'],
    ],
    ['a missing space', 'HTTP/1.1 404\r\nContent-Length: 0\r\n\r\n', ['status line: "HTTP/1.1 404"']],
    [
      'white space before a colon',
      head('Content-Length : 0\r\nContent-Length: 0\r\n\r\n'),
      ['field line: "Content-Length : …"'],
    ],
    ['a folded line', head('A: b\r\n c\r\nContent-Length: 0\r\n\r\n'), ['field line: " c"']],
    ['no colon', head('nonsense\r\nContent-Length: 0\r\n\r\n'), ['field line: "nonsense"']],
    ['a NUL', head('A: b\0\r\nContent-Length: 0\r\n\r\n'), ['field line: "A: …"']],
    [
      'two lengths',
      head('Content-Length: 1\r\nContent-Length: 2\r\n\r\nx'),
      ['length: Content-Length is "1" and "2"'],
    ],
    [
      'a length and a coding',
      head('Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'),
      ['length: Content-Length beside Transfer-Encoding'],
    ],
    [
      'a length with 204',
      'HTTP/1.1 204 No\r\nContent-Length: 0\r\n\r\n',
      ['length: Content-Length in an answer with status 204'],
    ],
    [
      'a coding with 100',
      `HTTP/1.1 100 C\r\nTransfer-Encoding: chunked\r\n\r\n${head('Content-Length: 0\r\n\r\n')}`,
      ['length: Transfer-Encoding in an answer with status 100'],
    ],
    [
      'a chunk that is too long',
      head('Transfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n'),
      ['chunk: its 1 bytes are not followed by an end of line'],
    ],
    [
      'a size that is no number',
      head('Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n'),
      ['chunk: its first line is "0x2"'],
    ],
  ])('is named: %s', (_, text, faults) => {
    expect(answerIn(text)).toMatchObject({ status: expect.any(Number) as number, faults });
  });

  test('is a length that is no number, at the end of the connection', () => {
    expect(answerIn(head('Content-Length: 2x\r\n\r\n{}'), { ended: true })).toMatchObject({
      body: '{}',
      faults: ['length: Content-Length is "2x"'],
    });
  });

  test.each([
    ['Content-Length: 5\r\n\r\n{}', 'length: Content-Length is 5, and 2 bytes came'],
    ['Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n', 'chunk: the connection ended before the last chunk'],
  ])('is an end that comes too early: %j', (rest, fault) => {
    expect(answerIn(head(rest), { ended: true })).toMatchObject({ end: 'cut', body: '{}', faults: [fault] });
  });

  test.each([
    ['another protocol', 'SSH-2.0-OpenSSH\r\n', 'status line: "SSH-2.0-OpenSSH"'],
    ['no version', 'HTTP/x 200 OK\r\n', 'status line: "HTTP/x 200 OK"'],
    ['half a head', 'HTTP/1.1 200 OK\r\nA: b', 'status line: the connection ended before the head did'],
  ])('is all of it where it is %s', (_, text, fault) => {
    expect(read(text, { ended: true })).toEqual({ is: 'garbage', faults: [fault] });
  });

  test('never shows more of a line than its beginning: it may hold a part of a secret', () => {
    const secret = 'x'.repeat(60);
    const text = head(`${secret}\r\nA : ${secret}\r\nTransfer-Encoding: chunked\r\n\r\n${secret}\r\n`);
    expect(JSON.stringify(answerIn(text, { ended: true }))).not.toContain('x'.repeat(20));
  });
});
