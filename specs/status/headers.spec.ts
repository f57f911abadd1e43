import {
  actionOf,
  answer,
  call,
  error,
  exchange,
  vectorsOf,
  type Got,
  type Vector,
} from '../support/vector.ts';
import type { HeaderList } from '../../src/trace/lines.ts';

const valid = call();
const row = (verdict: Vector['verdict'], when: string, got: NonNullable<Got>, reason: string): Vector => ({
  when,
  trace: [exchange(valid, got)],
  verdict,
  reason,
});
const having = (...headers: HeaderList) => answer(201, actionOf(valid), headers);
const DATE = 'Mon, 06 May 2024 07:08:09 GMT';
const lost: Vector = {
  when: 'the answer is lost',
  trace: [exchange(valid, { lost: 'reset' })],
  verdict: 'unproven',
  reason: 'no answer came',
};

vectorsOf('status.one-line', [
  row(
    'pass',
    'fields come once, lists in lines of their own',
    having(['Vary', 'a'], ['Vary', 'b'], ['Date', DATE]),
    'no answer has a header field twice that has one value (1 exchange)',
  ),
  row(
    'pass',
    'a comma stands in a quoted parameter',
    having(['Content-Type', 'application/json; note="a, \\"b, c"']),
    'no answer has a header field twice that has one value (1 exchange)',
  ),
  row(
    'fail',
    'two lines say what the content is',
    having(['Content-Type', 'application/json'], ['content-type', 'text/html']),
    'expected content-type once, got "application/json, text/html"',
  ),
  row(
    'fail',
    'two lines were joined on the way',
    having(['Date', `${DATE}, ${DATE}`]),
    `expected date once, got "${DATE}, ${DATE}"`,
  ),
  lost,
]);

vectorsOf('status.date', [
  row(
    'pass',
    'the Date is an IMF-fixdate',
    having(['Date', DATE]),
    'every answer has a Date in the form that may be sent (1 exchange)',
  ),
  row(
    'pass',
    'the Date is a leap second',
    having(['Date', 'Sat, 31 Dec 2016 23:59:60 GMT']),
    'every answer has a Date in the form that may be sent (1 exchange)',
  ),
  ...[
    'Tue, 06 May 2024 07:08:09 GMT',
    'Mon, 6 May 2024 07:08:09 GMT',
    'Mon, 06 May 2024 07:08:09 +0000',
    'Monday, 06-May-24 07:08:09 GMT',
    'Mon May  6 07:08:09 2024',
    '2024-05-06T07:08:09Z',
    'Fri, 30 Feb 2024 07:08:09 GMT',
  ].map((value) => ({
    ...row(
      'fail',
      `the Date is ${value}`,
      having(['Date', value]),
      `expected a Date such as Sun, 06 Nov 1994 08:49:37 GMT, got "${value}"`,
    ),
    advisory: false,
  })),
  {
    ...row('fail', 'there is none, which tells only', having(), 'expected a Date, got none on a 201'),
    advisory: true,
  },
  row('unproven', 'a 500 goes without', error(500, 'InternalServerError'), 'no answer came'),
  lost,
]);

vectorsOf('status.no-wait', [
  row('pass', 'a success has no Retry-After', having(), 'no success asks to wait (1 exchange)'),
  {
    ...row(
      'fail',
      'a success has one',
      having(['Retry-After', '1']),
      'expected no Retry-After on a success, got "1"',
    ),
    advisory: true,
  },
  row('unproven', 'a refusal has one', error(429, '429', [['Retry-After', '1']]), 'no call was accepted'),
]);

const NOT_KEPT = 'no success and no refusal of the moment invites a cache to keep it (1 exchange)';
const cached = (value: string) => having(['Cache-Control', value]);

vectorsOf('status.not-cacheable', [
  ...['no-store', 'private, max-age=60', 'public, no-cache', 'max-age=0'].map((value) =>
    row('pass', `it says ${value}`, cached(value), NOT_KEPT),
  ),
  row('pass', 'it says nothing', having(), NOT_KEPT),
  row('pass', 'it has expired', having(['Date', DATE], ['Expires', DATE]), NOT_KEPT),
  row('pass', 'it has expired at once, whatever the date', having(['Expires', '0']), NOT_KEPT),
  ...['public', 'PUBLIC, max-age=0', 'max-age=60', 'must-revalidate, s-maxage="5"'].map((value) =>
    row(
      'fail',
      `it says ${value}`,
      cached(value),
      `expected a 201 that no cache keeps, got Cache-Control: ${value}`,
    ),
  ),
  row(
    'fail',
    'it expires later',
    error(401, 'Unauthorized', [
      ['Date', DATE],
      ['Expires', 'Mon, 06 May 2024 08:08:09 GMT'],
    ]),
    'expected a 401 that no cache keeps, got Expires: Mon, 06 May 2024 08:08:09 GMT',
  ),
  row(
    'not-applicable',
    'a 404 is public',
    error(404, 'NotFound', [['Cache-Control', 'public']]),
    'nothing was answered 201, 401 or 429',
  ),
]);
