import { describe, expect, test } from 'vitest';
import { checkWaivers, outcomeOf, type Waiver } from './outcome.ts';
import type { Verdict, VerdictWord } from './types.ts';

const verdict = (word: VerdictWord, more: Partial<Verdict> = {}): Verdict => ({
  requirement: `a.${word}`,
  verdict: word,
  strength: 'documented',
  advisory: false,
  reason: 'because',
  evidence: [],
  replay: '',
  ...more,
});
const waiver = (more: Partial<Waiver> = {}): Waiver => ({
  requirement: 'a.fail',
  profile: 'current',
  target: 'mock',
  reason: 'known',
  link: 'https://example.test/1',
  until: '2030-01-01',
  ...more,
});
const exit = (
  verdicts: Verdict[],
  o: { notSelected?: number; interrupted?: boolean; waivers?: Waiver[] } = {},
) => outcomeOf(verdicts, { notSelected: 0, interrupted: false, ...o }).exitCode;

describe('the exit code', () => {
  test.each<[string, Verdict[], Parameters<typeof exit>[1], number]>([
    ['all passed', [verdict('pass')], {}, 0],
    ['not-applicable beside a pass is neutral', [verdict('pass'), verdict('not-applicable')], {}, 0],
    ['all not applicable decides nothing', [verdict('not-applicable')], {}, 3],
    ['nothing at all decides nothing', [], {}, 3],
    ['a fail', [verdict('pass'), verdict('fail')], {}, 1],
    [
      'an advisory fail tells but does not fail',
      [verdict('pass'), verdict('fail', { advisory: true })],
      {},
      0,
    ],
    ['a waived fail', [verdict('pass'), verdict('fail')], { waivers: [waiver()] }, 0],
    [
      'a waiver covers a fail, not an unproven',
      [verdict('unproven', { requirement: 'a.fail' }), verdict('pass')],
      { waivers: [waiver()] },
      3,
    ],
    [
      'a waiver can cover unproven',
      [verdict('unproven'), verdict('pass')],
      { waivers: [waiver({ requirement: 'a.unproven', covers: 'unproven' })] },
      0,
    ],
    ['a stale waiver', [verdict('pass')], { waivers: [waiver({ requirement: 'a.pass' })] }, 1],
    ['unproven', [verdict('pass'), verdict('unproven')], {}, 3],
    ['an advisory unproven', [verdict('pass'), verdict('unproven', { advisory: true })], {}, 0],
    ['broken', [verdict('pass'), verdict('broken')], {}, 4],
    ['a fail speaks before broken', [verdict('fail'), verdict('broken')], {}, 1],
    ['broken speaks before unproven', [verdict('broken'), verdict('unproven')], {}, 4],
    ['interrupted', [verdict('pass')], { interrupted: true }, 3],
    ['a fail stands although interrupted', [verdict('fail')], { interrupted: true }, 1],
  ])('%s', (_, verdicts, o, code) => {
    expect(exit(verdicts, o)).toBe(code);
  });

  test('totals count every word, and a waiver changes no verdict', () => {
    const outcome = outcomeOf(
      [verdict('fail'), verdict('fail', { advisory: true, requirement: 'a.other' })],
      {
        notSelected: 5,
        interrupted: false,
        waivers: [waiver()],
      },
    );
    expect(outcome.totals).toEqual({
      pass: 0,
      fail: 2,
      unproven: 0,
      'not-applicable': 0,
      broken: 0,
      advisory: 1,
      waived: 1,
      notSelected: 5,
    });
  });
});

describe('waivers', () => {
  const known = new Set(['a.fail']);
  test('hold through their last day', () => {
    expect(() => checkWaivers([waiver({ until: '2026-11-22' })], known, '2026-11-22')).not.toThrow();
  });
  test('that ran out are refused with what to do', () => {
    expect(() => checkWaivers([waiver({ until: '2026-11-21' })], known, '2026-11-22')).toThrow(
      'the waiver of a.fail ran out on 2026-11-21: remove it, or renew it with a new date and reason',
    );
  });
  test('of an unknown requirement are refused', () => {
    expect(() => checkWaivers([waiver({ requirement: 'a.nothing' })], known, '2026-11-22')).toThrow(
      'a waiver names the requirement a.nothing, which does not exist; see: cordon list requirements',
    );
  });
});
