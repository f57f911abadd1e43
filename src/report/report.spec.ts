import { expect, test } from 'vitest';
import type { Judged } from '../judge/judge.ts';
import { outcomeOf } from '../judge/outcome.ts';
import type { Verdict } from '../judge/types.ts';
import type { HeaderLine } from '../trace/lines.ts';
import { catalogueLine, reportWith, verdictOf } from './report.fixture.ts';
import { reportOf } from './report.ts';
import { summaryLine, textOf, totalsText } from './text.ts';

const HEADER: HeaderLine = {
  kind: 'header',
  trace: 1,
  run: 'a1',
  startedAt: '2025-01-24T10:11:12.000Z',
  recorder: 'client',
  target: 'mock',
  profile: 'current',
  means: ['token'],
  timeScale: 1,
  seed: 7,
  world: null,
  cordon: '0.1.0',
};
const PASS: Verdict = verdictOf();
const FAIL: Verdict = {
  ...PASS,
  requirement: 'status.media-type',
  verdict: 'fail',
  reason: 'got none',
  evidence: [5, 6],
};

function judged(more: Partial<Judged> = {}): Judged {
  return {
    header: HEADER,
    verdicts: [PASS],
    notSelected: [],
    interrupted: false,
    skipped: [],
    notes: [],
    ...more,
  };
}

test('a report takes profile, seed and start from the header of the trace', () => {
  const outcome = outcomeOf([PASS], { notSelected: 0, interrupted: false });
  expect(reportOf({ kind: 'service', target: 'mock', judged: judged(), outcome, durationMs: 12.6 })).toEqual({
    version: 1,
    kind: 'service',
    target: 'mock',
    profile: 'current',
    seed: 7,
    startedAt: '2025-01-24T10:11:12.000Z',
    durationMs: 13,
    verdicts: [PASS],
    notSelected: [],
    totals: {
      pass: 1,
      fail: 0,
      unproven: 0,
      'not-applicable': 0,
      broken: 0,
      advisory: 0,
      waived: 0,
      notSelected: 0,
    },
    exitCode: 0,
    notes: [],
  });
});

test('a report says what was waived, and notes what a reader has to know', () => {
  const waiver = {
    profile: 'current',
    target: 'mock',
    link: 'https://issues.test/1',
    until: '2025-12-31',
  } as const;
  const verdicts = [PASS, FAIL];
  const outcome = outcomeOf(verdicts, {
    notSelected: 0,
    interrupted: true,
    waivers: [
      { ...waiver, requirement: 'status.media-type', reason: 'known' },
      { ...waiver, requirement: 'status.created', reason: 'mended' },
    ],
  });
  const report = reportOf({
    kind: 'service',
    target: 'mock',
    judged: judged({
      verdicts,
      interrupted: true,
      skipped: [{ scenario: 'minute-limit', why: 'needs quota' }],
    }),
    outcome,
    durationMs: 0,
    notes: ['drift not checked'],
    waiverReasons: new Map([['status.media-type', 'known']]),
    counterexamples: [],
  });
  expect(report.verdicts.map(({ waived }) => waived)).toEqual([undefined, 'known']);
  expect(report.exitCode).toBe(1);
  expect(report.notes).toEqual([
    'the trace has no regular end: what came after is not judged',
    'the scenario minute-limit was not played: needs quota',
    'the waiver of status.created is stale, it passed: remove it',
    'drift not checked',
  ]);
  expect(report).not.toHaveProperty('counterexamples');
});

test('the text of a report shows in full what needs attention, counts the rest, and ends with the summary', () => {
  const report = reportWith({
    target: 'http://127.0.0.1:8080',
    verdicts: [
      verdictOf(),
      verdictOf({
        requirement: 'status.media-type',
        verdict: 'fail',
        reason: 'expected application/json, got none',
        evidence: [5, 6],
      }),
      verdictOf({
        requirement: 'status.whole',
        verdict: 'fail',
        strength: 'standard',
        advisory: true,
        reason: 'cut',
        evidence: [8],
      }),
      verdictOf({
        requirement: 'body.json',
        verdict: 'unproven',
        reason: 'no valid call was answered',
        evidence: [],
        waived: 'known',
      }),
      verdictOf({
        requirement: 'body.id',
        verdict: 'broken',
        reason: 'the check ended with an error',
        evidence: [],
      }),
      verdictOf({
        requirement: 'limits.not-early',
        verdict: 'not-applicable',
        reason: 'no 429',
        evidence: [],
      }),
    ],
    notSelected: [
      { requirement: 'limits.minute', needs: ['quota'] },
      { requirement: 'limits.hour', needs: ['quota', 'hour'] },
      { requirement: 'limits.retry-after', needs: ['quota'] },
    ],
    notes: ['drift not checked'],
    counterexamples: [
      {
        requirements: ['validation.wrong-type'],
        breaks: { rule: 'type', path: '' },
        spec: { rawBody: '[]' },
        seed: 7,
        path: '3:0',
        shrinks: 2,
        reason: 'expected 400, got 201 Created',
      },
    ],
  });
  expect(textOf(report))
    .toBe(`service http://127.0.0.1:8080, profile current, seed 7, 1.2 s: 1 pass, 2 fail (1 advisory, 1 waived), 1 unproven, 1 not applicable, 1 broken, 3 not selected
  FAIL     status.media-type: expected application/json, got none
           ${catalogueLine('status.media-type')}
           trace lines 5, 6
           replay: cordon check service mock --only status.created --seed 7
  FAIL     status.whole (advisory): cut
           ${catalogueLine('status.whole')}
           trace lines 8
           replay: cordon check service mock --only status.created --seed 7
  UNPROVEN body.json (waived: known): no valid call was answered
           ${catalogueLine('body.json')}
           replay: cordon check service mock --only status.created --seed 7
  BROKEN   body.id: the check ended with an error
           ${catalogueLine('body.id')}
           replay: cordon check service mock --only status.created --seed 7
  counterexample for validation.wrong-type: breaks type at the root, seed 7, path 3:0, 2 shrinks
           {"rawBody":"[]"}
  6 of 9 checked; quota would add 2; quota, hour would add 1
  note: drift not checked

1 pass, 2 fail (1 advisory, 1 waived), 1 unproven, 1 not applicable, 1 broken, 3 not selected → failed, exit 1`);
});

test('on demand the text shows passes as well', () => {
  const lines = textOf(reportWith(), { all: true }).split('\n');
  expect(lines).toEqual([
    'service mock, profile current, seed 7, 1.2 s: 1 pass, 0 fail, 0 unproven, 0 not selected',
    '  pass     status.created: every valid call was answered 201 (2 exchanges)',
    '',
    '1 pass, 0 fail, 0 unproven, 0 not selected → passed, exit 0',
  ]);
});

test('the text of several runs has a part for each, then the notes of all', () => {
  const runs = [
    reportWith({ notes: ['of the mock'] }),
    reportWith({ target: 'emulator', profile: 'microsoft-2023' }),
  ];
  const report = reportWith({
    kind: 'gate',
    target: 'cordon.config.json',
    runs,
    notes: ['drift not checked'],
    exitCode: 3,
  });
  expect(textOf(report))
    .toBe(`service mock, profile current, seed 7, 1.2 s: 1 pass, 0 fail, 0 unproven, 0 not selected
  note: of the mock
service emulator, profile microsoft-2023, seed 7, 1.2 s: 1 pass, 0 fail, 0 unproven, 0 not selected
note: drift not checked

1 pass, 0 fail, 0 unproven, 0 not selected → incomplete, exit 3`);
});

test('totals leave out what is zero and not expected', () => {
  const none = {
    pass: 0,
    fail: 0,
    unproven: 0,
    'not-applicable': 0,
    broken: 0,
    advisory: 0,
    waived: 0,
    notSelected: 0,
  };
  expect(totalsText(none)).toBe('0 pass, 0 fail, 0 unproven, 0 not selected');
  expect(totalsText({ ...none, pass: 20, fail: 1, advisory: 1, 'not-applicable': 3, notSelected: 9 })).toBe(
    '20 pass, 1 fail (1 advisory), 0 unproven, 3 not applicable, 9 not selected',
  );
  expect(totalsText({ ...none, fail: 1, waived: 1, broken: 2 })).toBe(
    '0 pass, 1 fail (1 waived), 0 unproven, 2 broken, 0 not selected',
  );
});

test.each([
  [0, 'passed'],
  [1, 'failed'],
  [2, 'bad usage'],
  [3, 'incomplete'],
  [4, 'broken'],
] as const)('exit code %i is called %s', (exitCode, word) => {
  expect(summaryLine(reportWith({ exitCode }))).toBe(
    `1 pass, 0 fail, 0 unproven, 0 not selected → ${word}, exit ${exitCode}`,
  );
});
