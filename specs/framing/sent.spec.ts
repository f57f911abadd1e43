import { describe, expect, test } from 'vitest';
import type { RawMessage } from '../../src/play/scenario.ts';
import type { RequestLine } from '../../src/trace/lines.ts';
import { lines, written } from './raw-vector.ts';
import { writtenIn } from './sent.ts';

const CHUNKED = {
  head: lines({ without: ['Content-Length'], more: ['Transfer-Encoding: chunked'] }),
  body: '{chunks}',
};

describe('what is odd in a message', () => {
  const oddities = (message: RawMessage) => {
    const sent = written(message);
    return [
      ...(writtenIn({ kind: 'request', t: 0, s: 1, x: 1, ...sent, conn: 1 } as RequestLine)?.oddities ?? []),
    ];
  };

  test.each<[string, RawMessage, string[]]>([
    ['nothing', {}, []],
    [
      'nothing where the same length stands twice',
      { head: lines({ more: ['Content-Length: {length}'] }) },
      [],
    ],
    [
      'too short a body',
      { head: lines({ without: ['Content-Length'], more: ['Content-Length: 900'] }) },
      ['short'],
    ],
    [
      'too long a body',
      { head: lines({ without: ['Content-Length'], more: ['Content-Length: 9'] }) },
      ['long'],
    ],
    ['a body without a length', { head: lines({ without: ['Content-Length'] }) }, ['long']],
    ['chunks that do not end', { ...CHUNKED, body: '2\r\n{}\r\n' }, ['chunked', 'short']],
    ['something behind the last chunk', { ...CHUNKED, body: '0\r\n\r\nx' }, ['chunked', 'long']],
    ['a request line of two words', { head: ['POST {path}', 'Host: {host}'], body: '' }, ['malformed']],
    ['a folded line', { head: [...lines(), ' folded'] }, ['malformed']],
    ['an older version', { head: lines({ first: 'POST {path} HTTP/1.0' }) }, ['old-version']],
    [
      'all of it',
      { head: ['GET http://h/ HTTP/1.1', 'Expect: 100-continue', 'Connection: close'], body: '' },
      ['absolute-form', 'host-missing', 'expect', 'close'],
    ],
  ])('%s', (_, message, expected) => {
    expect(oddities(message)).toEqual(expected);
  });

  test.each(['h', 'h:80', '127.0.0.1:80', '[::1]:80', '', 'a-b.c_d~%41'])(
    'a Host that may be: %j',
    (host) => {
      expect(oddities({ head: lines({ without: ['Host'], more: [`Host: ${host}`] }) })).toEqual([]);
    },
  );
  test.each(['a b', 'h/x', 'u@h', 'h:x', '[::1', 'h,h', '<h>'])('a Host that may not: %j', (host) => {
    // A comma is a sub-delimiter and may stand in a name (RFC 3986 §3.2.2).
    const expected = host === 'h,h' ? [] : ['host-invalid'];
    expect(oddities({ head: lines({ without: ['Host'], more: [`Host: ${host}`] }) })).toEqual(expected);
  });
});
