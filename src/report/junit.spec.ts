import { expect, test } from 'vitest';
import { junitOf } from './junit.ts';
import { elementsOf, parseMarkup, textIn } from './markup.fixture.ts';
import { HOSTILE, catalogueLine, reportWith, verdictOf } from './report.fixture.ts';

const casesOf = (xml: string) => elementsOf(parseMarkup(xml), 'testcase');

test('a report is a suite with a case for each verdict', () => {
  const report = reportWith({
    verdicts: [
      verdictOf(),
      verdictOf({
        requirement: 'status.media-type',
        verdict: 'fail',
        reason: 'expected application/json, got none',
        evidence: [5, 6],
      }),
    ],
    notSelected: [{ requirement: 'limits.hour', needs: ['quota', 'hour'] }],
    notes: ['drift not checked'],
  });
  expect(junitOf(report)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="cordon" tests="3" failures="1" errors="0" skipped="1" time="1.234">
  <testsuite name="service mock, profile current" tests="3" failures="1" errors="0" skipped="1" time="1.234" timestamp="2025-01-24T10:11:12.000Z">
    <properties>
      <property name="profile" value="current"/>
      <property name="seed" value="7"/>
      <property name="exitCode" value="1"/>
    </properties>
    <testcase classname="status" name="status.created" time="0"/>
    <testcase classname="status" name="status.media-type" time="0"><failure message="expected application/json, got none" type="fail">${catalogueLine('status.media-type')}
trace lines 5, 6
replay: cordon check service mock --only status.created --seed 7</failure></testcase>
    <testcase classname="limits" name="limits.hour" time="0"><skipped message="not selected, the run lacks quota, hour"/></testcase>
    <system-out>note: drift not checked</system-out>
  </testsuite>
</testsuites>
`);
});

test.each([
  ['pass', {}, undefined],
  ['fail', {}, 'failure fail'],
  ['unproven', {}, 'failure unproven'],
  ['broken', {}, 'error broken'],
  ['broken', { advisory: true }, 'error broken'],
  ['not-applicable', {}, 'skipped undefined'],
  ['fail', { advisory: true }, 'system-out undefined'],
  ['unproven', { advisory: true }, 'system-out undefined'],
  ['fail', { waived: 'known' }, 'system-out undefined'],
] as const)('the verdict %s %o is written as %s', (verdict, more, expected) => {
  const xml = junitOf(reportWith({ verdicts: [verdictOf({ verdict, ...more })], exitCode: 0 }));
  const [one] = casesOf(xml);
  const child = one?.children.find((item) => typeof item !== 'string');
  expect(child && `${child.name} ${child.attributes['type']}`).toBe(expected);
});

test('a tolerated fail passes and says why', () => {
  const verdicts = [
    verdictOf({ verdict: 'fail', reason: 'got 200', waived: 'known, issue 12', evidence: [] }),
  ];
  const [one] = casesOf(junitOf(reportWith({ verdicts, exitCode: 0 })));
  expect(one && textIn(one)).toBe(
    `fail (waived: known, issue 12): got 200\n${catalogueLine('status.created')}\nreplay: cordon check service mock --only status.created --seed 7`,
  );
});

test('a run that ends badly without a bad verdict gets a case of its own', () => {
  const report = reportWith({
    exitCode: 1,
    notes: ['the waiver of status.created is stale, it passed: remove it'],
  });
  const cases = casesOf(junitOf(report));
  expect(cases.map(({ attributes }) => attributes['name'])).toEqual(['status.created', 'run.outcome']);
  const [failure] = elementsOf(cases[1] ?? parseMarkup('<none/>'), 'failure');
  expect(failure).toEqual({
    name: 'failure',
    attributes: { message: '1 pass, 0 fail, 0 unproven, 0 not selected → failed, exit 1', type: 'exit 1' },
    children: ['the waiver of status.created is stale, it passed: remove it'],
  });
});

test('a run without verdicts is not green', () => {
  const suites = parseMarkup(junitOf(reportWith({ verdicts: [] })));
  expect(suites.attributes).toMatchObject({ tests: '1', failures: '1' });
});

test('a report of several runs has a suite for each, and one for an exit code that none of them shows', () => {
  const runs = [reportWith(), reportWith({ target: 'emulator', profile: 'microsoft-2023' })];
  const names = (xml: string) =>
    elementsOf(parseMarkup(xml), 'testsuite').map(({ attributes }) => attributes['name']);
  const both = ['service mock, profile current', 'service emulator, profile microsoft-2023'];
  const gate = reportWith({ kind: 'gate', target: 'cordon.config.json', runs });
  expect(names(junitOf({ ...gate, exitCode: 0 }))).toEqual(both);
  expect(names(junitOf({ ...gate, exitCode: 3 }))).toEqual([
    ...both,
    'gate cordon.config.json, profile current',
  ]);
});

test('values from the wire cannot break the document, and nothing of them that XML can hold is lost', () => {
  const report = reportWith({
    target: HOSTILE,
    verdicts: [verdictOf({ requirement: HOSTILE, verdict: 'fail', reason: HOSTILE, replay: HOSTILE })],
    notes: [HOSTILE],
  });
  const [suite] = elementsOf(parseMarkup(junitOf(report)), 'testsuite');
  const shown = `]]> <script>alert('1')</script> "&amp; --> \ufffd\ufffd\ufffd \ufffd 🛡 \ufffd\r\n\tend`;
  expect(suite?.attributes['name']).toBe(`service ${shown}, profile current`);
  expect(suite && elementsOf(suite, 'failure')[0]?.attributes['message']).toBe(shown);
  expect(suite && textIn(elementsOf(suite, 'failure')[0] ?? suite)).toContain(`replay: ${shown}`);
  expect(suite && elementsOf(suite, 'system-out').map(textIn)).toEqual([`note: ${shown}`]);
});
