import { created, call, error, exchange, vectorsOf, type Exchanged } from '../support/vector.ts';
import type { HeaderList } from '../../src/trace/lines.ts';

const sent = call();
const ok = (atMs: number): Exchanged => exchange(sent, created(), { atMs, tookMs: 1 });
const refused = (atMs: number, wait: string | null = '60', more: HeaderList = []): Exchanged =>
  exchange(
    sent,
    error(429, '429', [...(wait === null ? [] : ([['Retry-After', wait]] as HeaderList)), ...more]),
    {
      atMs,
      tookMs: 1,
    },
  );
/** `count` accepted calls from `fromMs` on, `everyMs` apart. */
const many = (count: number, fromMs = 0, everyMs = 10): Exchanged[] =>
  Array.from({ length: count }, (_, i) => ok(fromMs + i * everyMs));

const one = [ok(0)];

vectorsOf('limits.not-early', [
  {
    when: 'the 101st call of a minute is refused',
    trace: [...many(100), refused(1000)],
    verdict: 'pass',
    reason: 'the only 429 has enough calls before it to explain it',
  },
  {
    when: 'the 100th call of a minute is refused',
    trace: [...many(99), refused(990)],
    verdict: 'fail',
    reason:
      '429 on the 100th call: only 99 calls lie in the 120 s before it, and the limit is 100 in 60 s, and 99 in 7,200 s with 1,500 in 3,600 s',
    evidence: [202],
  },
  {
    when: 'the 100th call is refused by a service that may just be busy',
    trace: [...many(99), refused(990)],
    verdict: 'unproven',
    reason:
      '429 on the 100th call: only 99 calls lie in the 120 s before it, and the limit is 100 in 60 s, and 99 in 7,200 s with 1,500 in 3,600 s; a busy service may answer 429 too, so a second probe after a silence must show it as well',
    header: { means: ['token', 'world', 'actions', 'quota', 'exclusive'], target: 'lab' },
  },
  {
    when: 'nothing is refused',
    trace: one,
    verdict: 'not-applicable',
    reason: 'no call was answered 429 by a limit',
  },
]);

/** An upload that stopped half way, byte by byte, and was never answered. */
const stopped: Exchanged = {
  sent: { ...sent, raw: { head: 'POST / HTTP/1.1\r\n\r\n', sent: 'stopped' } },
  got: { lost: 'cut' },
  atMs: 0,
  tookMs: 5,
};
const AFTER_MS = 200_000;

vectorsOf('limits.minute', [
  {
    when: 'an upload that stopped half way lies before the silence',
    trace: [stopped, ...many(100, AFTER_MS), refused(AFTER_MS + 1000)],
    verdict: 'pass',
    reason:
      'after a silence a call was refused when 100 in 0.991 s had been accepted, and the limit is 100 in 60 s',
  },
  {
    when: 'a call that was never answered lies before it, and may have been decided since',
    trace: [{ ...stopped, sent }, ...many(100, AFTER_MS), refused(AFTER_MS + 1000)],
    verdict: 'not-applicable',
    reason: 'no group of calls after a silence tells, and the limit of 100 in 60 s did not refuse a call',
  },
  {
    when: 'the 101st call after a silence is refused',
    trace: [...many(100), refused(1000)],
    verdict: 'pass',
    reason:
      'after a silence a call was refused when 100 in 0.991 s had been accepted, and the limit is 100 in 60 s',
  },
  {
    when: '201 calls are accepted in a minute',
    trace: many(201),
    verdict: 'fail',
    reason:
      '201 calls were answered 201 within 2.001 s, and a limit of 100 in 60 s allows at most 200 wherever its window begins',
  },
  {
    when: '101 calls are accepted at two places of the minute',
    trace: [
      ...many(101),
      refused(1010),
      refused(9000),
      ...many(101, 200_000),
      refused(201_010),
      refused(209_000),
    ],
    verdict: 'fail',
    reason:
      'two groups after a silence, at different places of the window, had 101 in 1.001 s and 101 in 1.001 s accepted, and the limit is 100 in 60 s',
  },
  {
    when: '101 calls are accepted once',
    trace: [...many(101), refused(1010), refused(9000)],
    verdict: 'unproven',
    reason:
      '101 in 1.001 s were accepted after a silence, and the limit is 100 in 60 s; a window that began in between explains it, unless a group elsewhere in the window shows it too',
  },
  {
    when: 'a probe stopped short of the limit',
    trace: one,
    verdict: 'unproven',
    reason: 'no group of calls after a silence tells, and the limit of 100 in 60 s did not refuse a call',
    scenario: 'minute-limit',
  },
  {
    when: 'no probe was played',
    trace: one,
    verdict: 'not-applicable',
    reason: 'no group of calls after a silence tells, and the limit of 100 in 60 s did not refuse a call',
  },
]);

vectorsOf('limits.hour', [
  {
    when: 'the 1,501st call after a silence is refused',
    trace: [...many(1500, 0, 650), refused(975_000, '2625')],
    verdict: 'pass',
    reason:
      'after a silence a call was refused when 1,500 in 974.351 s had been accepted, and the limit is 1,500 in 3,600 s',
  },
  {
    when: '3,001 calls are accepted in an hour',
    trace: many(3001, 0, 650),
    verdict: 'fail',
    reason:
      '3,001 calls were answered 201 within 1,950.001 s, and a limit of 1,500 in 3,600 s allows at most 3,000 wherever its window begins',
  },
  {
    when: 'a probe stopped short of the limit',
    trace: one,
    verdict: 'unproven',
    reason:
      'no group of calls after a silence tells, and the limit of 1,500 in 3,600 s did not refuse a call',
    scenario: 'hour-limit',
  },
  {
    when: 'no probe was played',
    trace: one,
    verdict: 'not-applicable',
    reason:
      'no group of calls after a silence tells, and the limit of 1,500 in 3,600 s did not refuse a call',
  },
]);

/** Three calls with a query, 10 ms apart. */
const queried = (fromMs: number, got: 'accepted' | 'refused' | 'not found'): Exchanged[] =>
  [0, 10, 20].map((later) => ({
    ...(got === 'accepted'
      ? ok(fromMs + later)
      : got === 'refused'
        ? refused(fromMs + later)
        : exchange(sent, error(404, 'NotFound'), { atMs: fromMs + later, tookMs: 1 })),
    sent: { ...sent, path: `${sent.path}?x=1` },
  }));

vectorsOf('limits.key', [
  {
    when: 'calls with a query are refused like the others',
    trace: [...many(100), refused(1000), ...queried(1010, 'refused'), refused(1040)],
    verdict: 'pass',
    reason: 'while a limit held, calls that differ in one thing were refused like the others',
  },
  {
    when: 'calls with a query are accepted between two refusals',
    trace: [...many(100), refused(1000), ...queried(1010, 'accepted'), refused(1040)],
    verdict: 'fail',
    reason:
      '3 calls with a query were accepted in the 0.041 s between two refusals of other calls of the application, and no limiter lets in more than 1 there',
    evidence: [204, 206, 208, 210, 212],
  },
  {
    when: 'only one of them is, as a bucket may have refilled',
    trace: [...many(100), refused(1000), ...queried(1010, 'accepted').slice(0, 1), refused(1040)],
    verdict: 'not-applicable',
    reason: 'no calls that differ in one thing lay between refusals that show that the limit held',
  },
  {
    when: 'a probe found nothing of the kind',
    trace: [...many(100), refused(1000), ...queried(1010, 'not found'), refused(1040)],
    verdict: 'unproven',
    reason: 'no calls that differ in one thing lay between refusals that show that the limit held',
    scenario: 'minute-limit',
  },
]);

vectorsOf('limits.retry-after', [
  {
    when: 'a 429 says how long to wait',
    trace: [refused(0)],
    verdict: 'pass',
    reason: '1 429 with Retry-After',
  },
  {
    when: 'one of two does not',
    trace: [refused(0), refused(10, null)],
    verdict: 'fail',
    reason: 'expected Retry-After on every 429, got 1 of 2 without',
  },
  { when: 'nothing is refused', trace: one, verdict: 'not-applicable', reason: 'nothing was answered 429' },
]);

const dated: HeaderList = [['Date', 'Mon, 06 May 2024 07:00:00 GMT']];

vectorsOf('limits.retry-after-form', [
  {
    when: 'the wait is in seconds',
    trace: [refused(0)],
    verdict: 'pass',
    reason: '1 Retry-After in a legal form',
  },
  {
    when: 'the wait is a date',
    trace: [refused(0, 'Mon, 06 May 2024 07:01:00 GMT', dated)],
    verdict: 'pass',
    reason: '1 Retry-After in a legal form',
  },
  {
    when: 'the wait has a fraction',
    trace: [refused(0, '59.5')],
    verdict: 'fail',
    reason:
      'expected a number of seconds or an HTTP date, got Retry-After: 59.5 (a fraction in "59.5": only whole seconds are allowed)',
    advisory: false,
  },
  {
    when: 'the date is in local time',
    trace: [refused(0, 'Mon, 06 May 2024 09:01:00 +0200', dated)],
    verdict: 'fail',
    reason:
      'expected a number of seconds or an HTTP date, got Retry-After: Mon, 06 May 2024 09:01:00 +0200 ("Mon, 06 May 2024 09:01:00 +0200" is neither whole seconds nor an HTTP-date in GMT)',
  },
  {
    when: 'nothing is refused',
    trace: one,
    verdict: 'not-applicable',
    reason: 'nothing was answered 429 with Retry-After',
  },
]);

vectorsOf('limits.retry-after-kept', [
  {
    when: 'a call that waited is accepted',
    trace: [...many(100), refused(1000, '59'), ok(60_200)],
    verdict: 'pass',
    reason: 'calls that waited for Retry-After were not refused again',
  },
  {
    when: 'a call that waited is refused again',
    trace: [...many(100), refused(1000, '10'), refused(11_200, '49')],
    verdict: 'fail',
    reason:
      'a call sent 10.199 s after a 429 with Retry-After 10 s was refused again, although no other call lay between',
    evidence: [204, 206],
  },
  {
    when: 'no call waited',
    trace: [...many(100), refused(1000)],
    verdict: 'unproven',
    reason: 'no lone call was sent after the Retry-After of a 429 had passed',
  },
  {
    when: 'nothing is refused',
    trace: one,
    verdict: 'not-applicable',
    reason: 'no call was answered 429 by a limit',
  },
]);

vectorsOf('limits.retry-after-bounded', [
  {
    when: 'the wait is within the window',
    trace: [...many(100), refused(1000)],
    verdict: 'pass',
    reason: 'the longest of 1 Retry-After value is 60 s',
  },
  {
    when: 'the wait is in milliseconds',
    trace: [...many(100), refused(1000, '60000')],
    verdict: 'fail',
    reason: 'Retry-After 60,000 s where at most 121 s can be needed: the limit reached is of 60 s',
  },
  {
    when: 'the wait is a date, and the answer has none of its own',
    trace: [refused(0, 'Mon, 06 May 2024 07:01:00 GMT')],
    verdict: 'unproven',
    reason: 'Retry-After is a date, and without a Date header it cannot be read as a delay',
  },
  {
    when: 'nothing is refused',
    trace: one,
    verdict: 'not-applicable',
    reason: 'no call was answered 429 by a limit',
  },
]);

vectorsOf('limits.retry-after-tight', [
  {
    when: 'calls before the wait is over are refused',
    trace: [...many(100), refused(1000), refused(5000, '56')],
    verdict: 'pass',
    reason: 'no call was accepted before a Retry-After had passed',
  },
  {
    when: 'a call is accepted half a minute early',
    trace: [...many(100), refused(1000), ok(31_000)],
    verdict: 'fail',
    reason: 'a call was accepted 29.999 s before a Retry-After of 60 s had passed',
    advisory: true,
  },
  {
    when: 'the wait is a date, and the answer has none of its own',
    trace: [refused(0, 'Mon, 06 May 2024 07:01:00 GMT')],
    verdict: 'unproven',
    reason: 'Retry-After is a date, and without a Date header it cannot be read as a delay',
  },
  {
    when: 'no call was sent before the wait was over',
    trace: [...many(100), refused(1000)],
    verdict: 'not-applicable',
    reason: 'no call was sent before a Retry-After had passed',
  },
]);
