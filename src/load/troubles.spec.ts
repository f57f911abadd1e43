import { describe, expect, test } from 'vitest';
import { errorsIn } from './run-k6.ts';
import type { ReadSummary } from './summary.ts';
import { exitCodeWith, troublesOf } from './troubles.ts';
import type { Counts } from './wire-counts.ts';

const counts: Counts = { sent: 151, created: 150, throttled: 1, lost: 0, other: 0 };
const summary = (more: Partial<Counts> = {}, state = {}): ReadSummary => ({
  ok: true,
  summary: { counts: { ...counts, ...more }, finished: true, broken: false, ...state },
});
const ended = { code: 0, signal: null, errors: [] };
const crossed = "thresholds on metrics 'cordon_broken' have been crossed";

describe('a load run', () => {
  test('whose counts equal the trace is without trouble', () => {
    expect(troublesOf({ ended, read: summary(), wire: counts })).toEqual([]);
  });

  test.each<[string, Partial<Counts>, string]>([
    ['sent', { sent: 152 }, 'k6 counts 152 attempts, the trace has 151'],
    ['created', { created: 149 }, 'k6 counts 149 answers 201, the trace has 150'],
    ['throttled', { throttled: 0 }, 'k6 counts 0 answers 429, the trace has 1'],
    ['lost', { lost: 1 }, 'k6 counts 1 lost exchanges, the trace has 0'],
    ['other', { other: 2 }, 'k6 counts 2 other answers, the trace has 0'],
  ])('with another count of %s is broken', (_, more, trouble) => {
    expect(troublesOf({ ended, read: summary(more), wire: counts })).toEqual([trouble]);
  });

  test.each<[string, Parameters<typeof troublesOf>[0], string[]]>([
    [
      'k6 was killed',
      {
        ended: { ...ended, code: null, signal: 'SIGKILL' },
        read: { ok: false, why: 'k6 wrote no summary' },
        wire: counts,
      },
      ['k6 was ended by SIGKILL', 'k6 wrote no summary'],
    ],
    [
      'k6 took too long',
      { ended: { ...ended, code: 105, stopped: 'timeout' }, read: summary(), wire: counts },
      ['k6 did not end in time and was ended'],
    ],
    [
      'k6 ended with a code of its own',
      { ended: { ...ended, code: 109, errors: ['panic: oops'] }, read: summary(), wire: counts },
      ['k6 ended with exit code 109: panic: oops'],
    ],
    [
      'k6 wrote no summary although all went well',
      { ended, read: { ok: false, why: 'k6 wrote no summary' }, wire: counts },
      ['k6 wrote no summary'],
    ],
    [
      'an iteration threw',
      { ended: { ...ended, errors: ['TypeError: x'] }, read: summary(), wire: counts },
      ['k6 logged an error: TypeError: x'],
    ],
    [
      'the policy broke',
      {
        ended: { ...ended, code: 99, errors: ['cordon: next returned 300', crossed] },
        read: summary({}, { broken: true }),
        wire: counts,
      },
      ['next returned 300'],
    ],
    [
      'the policy hung',
      {
        ended: { ...ended, code: 99, errors: [crossed] },
        read: summary({}, { finished: false }),
        wire: counts,
      },
      ['the policy did not come to an end'],
    ],
    [
      'nothing was sent',
      {
        ended: { ...ended, code: 99, errors: [crossed] },
        read: summary({ sent: 0, created: 0, throttled: 0 }),
        wire: { ...counts, sent: 0, created: 0, throttled: 0 },
      },
      ['the policy sent nothing'],
    ],
    [
      'a threshold was crossed that nothing else explains',
      { ended: { ...ended, code: 99, errors: [crossed] }, read: summary(), wire: counts },
      ['k6 ended with exit code 99'],
    ],
  ])('is broken when %s', (_, o, troubles) => {
    expect(troublesOf(o)).toEqual(troubles);
  });

  test('that was interrupted is not broken: it is incomplete', () => {
    const interrupted = { ...ended, code: 105, stopped: 'interrupted' as const };
    expect(
      troublesOf({ ended: interrupted, read: { ok: false, why: 'k6 wrote no summary' }, wire: counts }),
    ).toEqual([]);
  });

  test('that is broken ends with 4, unless a fail that counts stands', () => {
    expect(([0, 1, 3, 4] as const).map((code) => exitCodeWith(['k6 was ended by SIGKILL'], code))).toEqual([
      4, 1, 4, 4,
    ]);
    expect(([0, 1, 3, 4] as const).map((code) => exitCodeWith([], code))).toEqual([0, 1, 3, 4]);
  });
});

test('errors of k6 are told by the level of its log lines', () => {
  const log = [
    '{"level":"info","msg":"one","source":"console"}',
    '{"level":"error","msg":" two\\n","source":"stacktrace"}',
    'not JSON, and cut',
    '{"level":"warning","msg":"three"}',
    '{"level":"fatal","msg":"four"}',
    '{"level":"error"}',
    '',
  ].join('\n');
  expect(errorsIn(log)).toEqual(['two', 'four']);
});
