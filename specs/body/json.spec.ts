import { expect } from 'vitest';
import {
  actionOf,
  answer,
  bytes,
  call,
  created,
  error,
  exchange,
  vectorsOf,
  type Vector,
} from '../support/vector.ts';

const valid = call();
const refused: Vector = {
  when: 'no call succeeds',
  trace: [exchange(valid, error(400, 'BadRequest'))],
  verdict: 'unproven',
  reason: 'no call was accepted',
};
const right = (reason: string): Vector => ({
  when: 'the action is as documented',
  trace: [exchange(valid, created())],
  verdict: 'pass',
  reason,
});
vectorsOf('body.json', [
  right('every success carries one JSON object (1 exchange)'),
  {
    when: 'a success carries a list of one action',
    trace: [exchange(valid, answer(201, [actionOf(valid)]))],
    verdict: 'fail',
    reason:
      'expected one JSON object, got [{"id":"5382f7ea-7557-4ab7-9782-d50480024a4e","type":"StopAndQuarantineFile","requestor":"A client","requestorComment…',
  },
  {
    when: 'a success carries nothing',
    trace: [exchange(valid, answer(201, ''))],
    verdict: 'fail',
    reason: 'expected one JSON object, got no bytes at all',
  },
  {
    when: 'a success carries null',
    trace: [exchange(valid, answer(201, 'null'))],
    verdict: 'fail',
    reason: 'expected one JSON object, got null',
  },
  {
    when: 'a success is in a content coding that is not known here',
    trace: [exchange(valid, answer(201, '~', [['Content-Encoding', 'gzip, dcz']]))],
    verdict: 'unproven',
    reason:
      '1 of 1 exchanges could not decide it, the first because its content coding dcz is not known here',
  },
  {
    when: 'the caller asked for XML and got it',
    trace: [
      exchange(
        { ...valid, headers: [...valid.headers, ['Accept', 'application/xml']] },
        answer(201, '<action/>'),
      ),
    ],
    verdict: 'unproven',
    reason: 'no call was accepted',
  },
  {
    when: 'a success begins with a byte order mark, which another requirement judges',
    trace: [exchange(valid, answer(201, `\ufeff${JSON.stringify(actionOf(valid))}`))],
    verdict: 'pass',
    reason: 'every success carries one JSON object (1 exchange)',
  },
  ...['{"a":1}{"b":2}', '{"a":1,}', "{'a':1}", '{"a":01}', '{"a":NaN}', '{"a":1} // done', ")]}',\n{}"].map(
    (body): Vector => ({
      when: `a success is ${body}`,
      trace: [exchange(valid, answer(201, body))],
      verdict: 'fail',
      reason: expect.stringMatching(/^expected one JSON object, got [^]*JSON/) as string,
    }),
  ),
  {
    when: 'a success carries bytes that are not UTF-8',
    trace: [exchange(valid, { status: 201, headers: [], body: bytes(0x7b, 0xff, 0x7d), end: 'complete' })],
    verdict: 'fail',
    reason: 'expected one JSON object, got 3 bytes that are not UTF-8',
  },
  refused,
]);
