import { gzipSync } from 'node:zlib';
import {
  actionOf,
  answer,
  bytes,
  call,
  exchange,
  vectorsOf,
  type Got,
  type Vector,
} from '../support/vector.ts';

const valid = call();
const row = (verdict: Vector['verdict'], when: string, got: NonNullable<Got>, reason: string): Vector => ({
  when,
  trace: [exchange(valid, got)],
  verdict,
  reason,
});
const plain = answer(201, actionOf(valid));
const coded = (body: Uint8Array, coding: string): NonNullable<Got> => ({
  status: 201,
  headers: [
    ['Content-Type', 'application/json'],
    ['Content-Encoding', coding],
  ],
  body: bytes(...body),
  end: 'complete',
});
const json = Buffer.from(JSON.stringify(actionOf(valid)));

vectorsOf('status.coding', [
  row(
    'pass',
    'a body is gzip as it says',
    coded(gzipSync(json), 'GZIP'),
    'every body is in the coding that its answer names (1 exchange)',
  ),
  row(
    'fail',
    'a body says gzip and is plain',
    coded(json, 'gzip'),
    'expected a body in the coding gzip, got bytes that are not in it',
  ),
  row('not-applicable', 'no coding is named', plain, 'no answer names a content coding'),
  row(
    'not-applicable',
    'the coding is not known here',
    coded(json, 'dcb'),
    'no answer names a content coding',
  ),
]);

const typed = (type: string) => answer(201, actionOf(valid), [['Content-Type', type]]);
const RIGHT_CHARSET = 'every charset beside application/json names the one that the text is in (1 exchange)';
const NO_CHARSET = 'no answer names a charset beside application/json';

vectorsOf('status.charset', [
  ...['charset=utf-8', 'charset="UTF-8"', 'odata=full;Charset=Utf-8', 'charset=us-ascii'].map((parameter) =>
    row('pass', `the text is what ${parameter} says`, typed(`application/json; ${parameter}`), RIGHT_CHARSET),
  ),
  row(
    'fail',
    'the text is UTF-8 and says otherwise',
    typed('application/json; charset=utf-16'),
    'expected charset=utf-8, or none, got charset=utf-16',
  ),
  row(
    'fail',
    'the charset has no known name',
    typed('application/json; charset=utf8mb4'),
    'expected charset=utf-8, or none, got charset=utf8mb4',
  ),
  {
    when: 'letters beyond ASCII say that they are Latin-1',
    trace: [
      exchange(call({ comment: 'Å' }), (sent) =>
        answer(201, actionOf(sent), [['Content-Type', 'application/json;charset=iso-8859-1']]),
      ),
    ],
    verdict: 'fail',
    reason: 'expected charset=utf-8, or none, got charset=iso-8859-1',
    advisory: true,
  },
  row('not-applicable', 'no charset is named', plain, NO_CHARSET),
  row(
    'not-applicable',
    'a page names one',
    answer(502, '<html>', [['Content-Type', 'text/html; charset=iso-8859-1']]),
    NO_CHARSET,
  ),
]);
