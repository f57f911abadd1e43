import { describe, expect, test } from 'vitest';
import { loadContract } from '../contract/load.ts';
import type { RequestLine } from '../trace/lines.ts';
import { indexWorld, machineOf, mediaTypeOf, readRequest } from './reading.ts';

const MACHINE = '1'.repeat(40);
const FILE = 'a'.repeat(40);
const contract = loadContract('current');
const world = indexWorld({ machines: [{ id: MACHINE, files: [FILE] }] });

const request = (body: unknown, more: Partial<RequestLine> = {}): RequestLine => ({
  kind: 'request',
  t: 0,
  s: 1,
  x: 1,
  conn: 1,
  method: 'POST',
  path: `/api/machines/${MACHINE}/StopAndQuarantineFile`,
  headers: [['Content-Type', 'application/json']],
  body: typeof body === 'string' ? body : JSON.stringify(body),
  token: { use: 'valid' },
  ...more,
});
const defects = (body: unknown, more: Partial<RequestLine> = {}, where = world) =>
  [...readRequest(request(body, more), contract, where).defects].toSorted();
const good = { Comment: 'why', Sha1: FILE };
const TYPE: [string, string] = ['Content-Type', 'application/json'];
const PATH = `/api/machines/${MACHINE}/StopAndQuarantineFile`;
const latin1 = (text: string) => ({ base64: Buffer.from(text, 'latin1').toString('base64') });
const inUtf16 = (text: string) => ({ base64: Buffer.from(`\uFEFF${text}`, 'utf16le').toString('base64') });

describe('what is wrong with a call is read from its bytes', () => {
  test.each<[string, string[], unknown, Partial<RequestLine>?]>([
    ['nothing', [], good],
    ['the hash in upper case is the same hash', [], { ...good, Sha1: FILE.toUpperCase() }],
    ['a further property', ['extra-property'], { ...good, More: 1 }],
    ['no Comment', ['comment-missing'], { Sha1: FILE }],
    [
      'Comment in the wrong letter case',
      ['comment-missing', 'extra-property'],
      { comment: 'why', Sha1: FILE },
    ],
    ['no hash', ['hash-missing'], { Comment: 'why' }],
    ['null', ['wrong-type'], { ...good, Comment: null }],
    ['a number for the comment', ['scalar-type'], { ...good, Comment: 5 }],
    ['a number for the hash', ['wrong-type'], { ...good, Sha1: 5 }],
    ['39 digits', ['file-unknown', 'hash-malformed'], { ...good, Sha1: FILE.slice(1) }],
    ['an empty comment', ['blank'], { ...good, Comment: '' }],
    ['a hash that no file has', ['file-unknown'], { ...good, Sha1: 'b'.repeat(40) }],
    ['no JSON', ['not-json'], '{'],
    ['an array', ['not-json'], []],
    ['no token', ['no-token'], good, { token: { use: 'none' } }],
    ['an expired token', ['bad-token'], good, { token: { use: 'expired' } }],
    ['no permission', ['no-role'], good, { token: { use: 'no-role' } }],
    ['another method', ['method'], good, { method: 'PUT' }],
    ['text/plain', ['media-type'], good, { headers: [['Content-Type', 'text/plain']] }],
    ['no media type', ['media-type'], good, { headers: [] }],
    ['a charset is no defect', [], good, { headers: [['content-type', 'application/json; charset=UTF-8']] }],
    [
      'capitals in the media type',
      ['odd-media-type'],
      good,
      { headers: [['Content-Type', 'APPLICATION/JSON']] },
    ],
    ['a name twice', ['odd-body'], `{"Comment":"a","C\\u006fmment":"b","Sha1":"${FILE}"}`],
    [
      'a name twice in another object',
      ['extra-property'],
      `{"Comment":"a","x":{"Comment":"b"},"Sha1":"${FILE}"}`,
    ],
    [
      'great depth',
      ['extra-property', 'odd-body'],
      { ...good, More: Array.from({ length: 20 }).reduce((inner) => [inner], 1) },
    ],
    ['great length', ['odd-body'], { ...good, Comment: 'x'.repeat(70_000) }],
    ['a byte order mark', ['odd-body'], `\uFEFF${JSON.stringify(good)}`],
    ['UTF-16', ['odd-body'], null, { body: inUtf16(JSON.stringify(good)) }],
    ['bytes that are not UTF-8', ['lax-json'], null, { body: latin1(`{"Comment":"\xff","Sha1":"${FILE}"}`) }],
    ['bytes that are nothing at all', ['not-json'], null, { body: latin1('\xff\x80') }],
    ['a comma too many', ['lax-json'], `{"Comment":"a","Sha1":"${FILE}",}`],
    ['two objects', ['lax-json'], '{}{}'],
    ['an object that breaks off', ['not-json'], `{"Comment":"a","Sha1":"${FILE}"`],
    [
      'two tokens',
      ['two-tokens'],
      good,
      { headers: [TYPE, ['Authorization', 'Bearer a'], ['authorization', 'Bearer b']] },
    ],
    ['a forged token', ['bad-token'], good, { token: { use: 'forged' } }],
    ['XML alone is accepted', ['accept'], good, { headers: [TYPE, ['Accept', 'application/xml']] }],
    [
      'JSON is accepted least',
      [],
      good,
      { headers: [TYPE, ['Accept', 'text/html, application/json;q=0.1']] },
    ],
    ['nothing is accepted', ['accept'], good, { headers: [TYPE, ['Accept', '*/*;q=0']] }],
    [
      'JSON alone is not accepted',
      ['accept'],
      good,
      { headers: [TYPE, ['Accept', '*/*, application/json;q=0']] },
    ],
    ['another charset is accepted', ['accept'], good, { headers: [TYPE, ['Accept-Charset', 'utf-16']] }],
    [
      'another method in a header',
      ['override'],
      good,
      { headers: [TYPE, ['X-HTTP-Method-Override', 'GET']] },
    ],
    ['another method in the query', ['override'], good, { path: `${PATH}?_method=GET` }],
    [
      'a machine that a gateway may refuse',
      ['machine-unknown', 'odd-path'],
      good,
      { path: PATH.replace(MACHINE, '%00') },
    ],
    [
      'an unknown machine',
      ['machine-unknown'],
      good,
      { path: `/api/machines/${'2'.repeat(40)}/StopAndQuarantineFile` },
    ],
  ])('%s', (_, expected, body, more) => {
    expect(defects(body, more)).toEqual(expected);
  });

  test('without a world nothing is known of machines and files', () => {
    expect(defects(good, {}, indexWorld(null))).toEqual(['world-unknown']);
  });
});

describe('the path of the operation', () => {
  const template = contract.path;
  test.each([
    [`/api/machines/abc/StopAndQuarantineFile`, 'abc'],
    [`/api/machines/abc/stopandquarantinefile?x=1`, 'abc'],
    [`/api/v1.0/machines/abc/StopAndQuarantineFile`, 'abc'],
    [`/api/machines/a%20b/StopAndQuarantineFile`, 'a b'],
    [`/api/machines/abc/isolate`, undefined],
    [`/api/machines//StopAndQuarantineFile`, undefined],
    [`/api/machines/a/b/StopAndQuarantineFile`, undefined],
  ])('%s → %s', (path, machine) => {
    expect(machineOf(path, template)).toBe(machine);
  });
});

test('two Content-Type lines are no media type', () => {
  expect(
    mediaTypeOf([
      ['Content-Type', 'application/json'],
      ['content-type', 'text/plain'],
    ]),
  ).toBeUndefined();
});
