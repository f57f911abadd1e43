import { created, call, error, exchange, vectorsOf, type Exchanged } from '../support/vector.ts';
import type { HeaderList } from '../../src/trace/lines.ts';

const sent = call();
const ok = (atMs: number): Exchanged => exchange(sent, created(), { atMs, tookMs: 1 });
const refused = (atMs: number, wait: string | undefined = '60', more: HeaderList = []): Exchanged =>
  exchange(sent, error(429, '429', [...(wait === undefined ? [] : ([['Retry-After', wait]] as HeaderList)), ...more]), {
    atMs,
    tookMs: 1,
  });
/** `count` accepted calls from `fromMs` on, `everyMs` apart. */
const many = (count: number, fromMs = 0, everyMs = 10): Exchanged[] =>
  Array.from({ length: count }, (_, i) => ok(fromMs + i * everyMs));

const one = [ok(0)];

vectorsOf('limits.not-early', [
  { when: 'the 101st call of a minute is refused', trace: [...many(100), refused(1000)], verdict: 'pass', reason: '?' },
  {
    when: 'the 100th call of a minute is refused',
    trace: [...many(99), refused(990)],
    verdict: 'fail',
    reason: '?',
    evidence: [202],
  },
  {
    when: 'the 100th call is refused where others may call too',
    trace: [...many(99), refused(990)],
    verdict: 'unproven',
    reason: '?',
    header: { means: ['token', 'world', 'actions', 'quota', 'exclusive'], target: 'lab' },
  },
  { when: 'nothing is refused', trace: one, verdict: 'not-applicable', reason: '?' },
]);

vectorsOf('limits.minute', [
  { when: 'the 101st call after a silence is refused', trace: [...many(100), refused(1000)], verdict: 'pass', reason: '?' },
  { when: '201 calls are accepted in a minute', trace: many(201), verdict: 'fail', reason: '?' },
  {
    when: '101 calls are accepted at two places of the minute',
    trace: [...many(101), refused(1010), refused(9000), ...many(101, 200_000), refused(201_010), refused(209_000)],
    verdict: 'fail',
    reason: '?',
  },
  {
    when: '101 calls are accepted once',
    trace: [...many(101), refused(1010), refused(9000)],
    verdict: 'unproven',
    reason: '?',
  },
  { when: 'a probe stopped short of the limit', trace: one, verdict: 'unproven', reason: '?', scenario: 'minute-limit' },
  { when: 'no probe was played', trace: one, verdict: 'not-applicable', reason: '?' },
]);

vectorsOf('limits.hour', [
  { when: 'the 1,501st call after a silence is refused', trace: [...many(1500, 0, 650), refused(975_000, '2625')], verdict: 'pass', reason: '?' },
  { when: '3,001 calls are accepted in an hour', trace: many(3001, 0, 650), verdict: 'fail', reason: '?' },
  { when: 'a probe stopped short of the limit', trace: one, verdict: 'unproven', reason: '?', scenario: 'hour-limit' },
  { when: 'no probe was played', trace: one, verdict: 'not-applicable', reason: '?' },
]);

vectorsOf('limits.retry-after', [
  { when: 'a 429 says how long to wait', trace: [refused(0)], verdict: 'pass', reason: '?' },
  { when: 'one of two does not', trace: [refused(0), refused(10, undefined)], verdict: 'fail', reason: '?' },
  { when: 'nothing is refused', trace: one, verdict: 'not-applicable', reason: '?' },
]);

const dated: HeaderList = [['Date', 'Mon, 06 May 2024 07:00:00 GMT']];

vectorsOf('limits.retry-after-form', [
  { when: 'the wait is in seconds', trace: [refused(0)], verdict: 'pass', reason: '?' },
  { when: 'the wait is a date', trace: [refused(0, 'Mon, 06 May 2024 07:01:00 GMT', dated)], verdict: 'pass', reason: '?' },
  { when: 'the wait has a fraction', trace: [refused(0, '59.5')], verdict: 'fail', reason: '?', advisory: false },
  { when: 'the date is in local time', trace: [refused(0, 'Mon, 06 May 2024 09:01:00 +0200', dated)], verdict: 'fail', reason: '?' },
  { when: 'nothing is refused', trace: one, verdict: 'not-applicable', reason: '?' },
]);

vectorsOf('limits.retry-after-kept', [
  { when: 'a call that waited is accepted', trace: [...many(100), refused(1000, '59'), ok(60_200)], verdict: 'pass', reason: '?' },
  {
    when: 'a call that waited is refused again',
    trace: [...many(100), refused(1000, '10'), refused(11_200, '49')],
    verdict: 'fail',
    reason: '?',
    evidence: [204, 206],
  },
  { when: 'no call waited', trace: [...many(100), refused(1000)], verdict: 'unproven', reason: '?' },
  { when: 'nothing is refused', trace: one, verdict: 'not-applicable', reason: '?' },
]);

vectorsOf('limits.retry-after-bounded', [
  { when: 'the wait is within the window', trace: [...many(100), refused(1000)], verdict: 'pass', reason: '?' },
  { when: 'the wait is in milliseconds', trace: [...many(100), refused(1000, '60000')], verdict: 'fail', reason: '?' },
  {
    when: 'the wait is a date, and the answer has none of its own',
    trace: [refused(0, 'Mon, 06 May 2024 07:01:00 GMT')],
    verdict: 'unproven',
    reason: '?',
  },
  { when: 'nothing is refused', trace: one, verdict: 'not-applicable', reason: '?' },
]);

vectorsOf('limits.retry-after-tight', [
  { when: 'calls before the wait is over are refused', trace: [...many(100), refused(1000), refused(5000, '56')], verdict: 'pass', reason: '?' },
  { when: 'a call is accepted half a minute early', trace: [...many(100), refused(1000), ok(31_000)], verdict: 'fail', reason: '?', advisory: true },
  {
    when: 'the wait is a date, and the answer has none of its own',
    trace: [refused(0, 'Mon, 06 May 2024 07:01:00 GMT')],
    verdict: 'unproven',
    reason: '?',
  },
  { when: 'no call was sent before the wait was over', trace: [...many(100), refused(1000)], verdict: 'not-applicable', reason: '?' },
]);
