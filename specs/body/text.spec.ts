import {
  actionOf,
  answer,
  bytes,
  call,
  error,
  exchange,
  vectorsOf,
  type Got,
  type Vector,
} from '../support/vector.ts';
import type { Body } from '../../src/trace/lines.ts';

const valid = call();
const json = JSON.stringify(actionOf(valid));
const row = (verdict: Vector['verdict'], when: string, body: Body, reason: string, sent = valid): Vector => ({
  when,
  trace: [exchange(sent, made(body))],
  verdict,
  reason,
});
const made = (body: Body): NonNullable<Got> => ({
  status: 201,
  headers: [['Content-Type', 'application/json']],
  body,
  end: 'complete',
});
const NONE = 'no call was answered with JSON';
const none: Vector[] = [
  row('unproven', 'a success is empty', '', NONE),
  {
    when: 'an error is a page',
    trace: [exchange(valid, answer(502, '{"a":1,"a":1}', [['Content-Type', 'text/html']]))],
    verdict: 'unproven',
    reason: NONE,
  },
];

vectorsOf('body.utf-8', [
  row(
    'pass',
    'an action is UTF-8',
    json,
    'every answer in JSON is UTF-8 without a byte order mark (1 exchange)',
  ),
  row(
    'fail',
    'a letter is Latin-1',
    bytes(0x22, 0xc5, 0x22),
    'expected JSON in UTF-8 on a 201, got 3 bytes that are not UTF-8',
  ),
  row(
    'fail',
    'it begins with a byte order mark',
    `\ufeff${json}`,
    'expected JSON in UTF-8 on a 201, from its first byte, got a byte order mark',
  ),
  row(
    'fail',
    'it is UTF-16',
    bytes(...Buffer.from(json, 'utf16le')),
    'expected JSON in UTF-8 on a 201, got more than one byte for an ASCII character',
  ),
  {
    when: 'an error is no UTF-8',
    trace: [exchange(valid, { ...made(bytes(0xff)), status: 400 })],
    verdict: 'fail',
    reason: 'expected JSON in UTF-8 on a 400, got 1 bytes that are not UTF-8',
    advisory: true,
    header: { target: 'tenant' },
  },
  ...none,
]);

vectorsOf('body.unique-names', [
  row('pass', 'names are there once', json, 'no object in an answer has a name twice (1 exchange)'),
  row(
    'fail',
    'a name is there twice',
    json.replace('{', '{"id":1,'),
    'expected each name once in an object, got /id twice',
  ),
  {
    when: 'a name is there twice within an error',
    trace: [exchange(valid, answer(400, '{"error":{"code":"a","code":"a","message":""}}'))],
    verdict: 'fail',
    reason: 'expected each name once in an object, got /error/code twice',
    advisory: true,
  },
  row('unproven', 'a success is not JSON', '{"a":1,"a":', NONE),
  ...none,
]);

const half = call({ body: '{"Comment":"\\ud83d","Sha1":"87662bc3d60e4200ceaf7aae249d1c343f4b83c9"}' });
const HALF = json.replace('"A client"', '"A \\ud83d"');
const WHOLE = 'no string in an answer has half of a surrogate pair (1 exchange)';

vectorsOf('body.whole-characters', [
  row('pass', 'characters are whole', json, WHOLE),
  row('pass', 'a character is escaped in two halves', json.replace('"A client"', '"\\ud83d\\udee1"'), WHOLE),
  row(
    'fail',
    'a character is cut',
    HALF,
    'expected whole characters, got half of a surrogate pair at /requestor',
  ),
  row('unproven', 'the caller sent half a character', HALF, NONE, half),
  {
    when: 'an error is whole',
    trace: [exchange(valid, error(400, 'BadRequest'))],
    verdict: 'pass',
    reason: WHOLE,
  },
  ...none,
]);
