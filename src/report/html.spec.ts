import { expect, test } from 'vitest';
import { htmlOf } from './html.ts';
import { elementsOf, parseMarkup, textIn, type MarkupElement } from './markup.fixture.ts';
import { HOSTILE, catalogueLine, reportWith, verdictOf } from './report.fixture.ts';
import type { Report } from './report.ts';

const pageOf = (report: Report) => parseMarkup(htmlOf(report), { void: ['meta', 'col'], raw: ['style'] });
const withClass = (page: MarkupElement, element: string, name: string) =>
  elementsOf(page, element).filter(({ attributes }) => attributes['class']?.split(' ').includes(name));
const textsOf = (elements: MarkupElement[]) =>
  elements.map((element) => textIn(element).replaceAll(/\s+/g, ' ').trim());

const FAIL = verdictOf({
  verdict: 'fail',
  reason: 'expected 201, got 200 OK',
  evidence: [5, 6],
});

test('the outcome and the counts stand on top', () => {
  const page = pageOf(reportWith({ verdicts: [FAIL, verdictOf()] }));
  expect(textsOf(elementsOf(page, 'header'))[0]).toContain(
    'Cordon failed exit 1 1 pass, 1 fail, 0 unproven, 0 not selected',
  );
  expect(textsOf(elementsOf(page, 'title'))).toEqual(['failed: service mock · Cordon']);
});

test('what needs attention comes first', () => {
  const page = pageOf(
    reportWith({
      verdicts: [
        verdictOf({ verdict: 'not-applicable' }),
        verdictOf(),
        verdictOf({ verdict: 'fail', advisory: true }),
        verdictOf({ verdict: 'unproven' }),
        verdictOf({ verdict: 'broken' }),
        FAIL,
      ],
      notSelected: [{ requirement: 'limits.hour', needs: ['quota', 'hour'] }],
    }),
  );
  expect(textsOf(withClass(page, 'tr', 'group'))).toEqual([
    'Failed 1',
    'Broken: the harness could not judge 1',
    'Unproven 1',
    'Advisory or waived: does not change the exit code 1',
    'Passed 1',
    'Not applicable 1',
    'Not selected 1',
  ]);
});

test('a fail shows statement, source, reason, trace lines and the command that plays it again', () => {
  const rows = elementsOf(pageOf(reportWith({ verdicts: [FAIL] })), 'tr');
  const [statement, source] = catalogueLine('status.created').slice(0, -1).split(' [');
  expect(textsOf(rows)[1]).toBe(
    `failstatus.created expected 201, got 200 OKRequires${statement}Source${source}` +
      'Trace lines5, 6Replaycordon check service mock --only status.created --seed 7',
  );
});

test('a pass is one line without details', () => {
  const rows = elementsOf(pageOf(reportWith()), 'tr');
  expect(textsOf(rows)[1]).toBe('passstatus.created every valid call was answered 201 (2 exchanges)');
});

test('a waived fail names the reason of its waiver', () => {
  const page = pageOf(reportWith({ verdicts: [{ ...FAIL, waived: 'known, issue 12' }] }));
  expect(textsOf(elementsOf(page, 'dd'))).toContain('waived: known, issue 12');
});

test('a section of an RFC is linked', () => {
  const page = pageOf(
    reportWith({ verdicts: [{ ...FAIL, requirement: 'status.whole', strength: 'standard' }] }),
  );
  expect(elementsOf(page, 'a')).toEqual([
    {
      name: 'a',
      attributes: { href: 'https://www.rfc-editor.org/rfc/rfc9110#section-8.6' },
      children: ['RFC 9110 §8.6'],
    },
  ]);
});

test('what was not selected is listed by what it needs', () => {
  const page = pageOf(
    reportWith({
      notSelected: [
        { requirement: 'limits.minute', needs: ['quota'] },
        { requirement: 'limits.retry-after', needs: ['quota'] },
        { requirement: 'limits.hour', needs: ['quota', 'hour'] },
      ],
    }),
  );
  expect(textsOf(elementsOf(page, 'tr')).slice(3)).toEqual([
    'needs quotalimits.minute, limits.retry-after',
    'needs quota, hourlimits.hour',
  ]);
});

test('notes and counterexamples are shown', () => {
  const page = pageOf(
    reportWith({
      notes: ['drift not checked'],
      counterexamples: [
        {
          requirements: ['validation.wrong-type'],
          breaks: { rule: 'type', path: '/Comment' },
          spec: { file: 'inert', replace: { '/Comment': null } },
          seed: 7,
          path: '3:0',
          shrinks: 2,
          reason: 'expected 400, got 201 Created',
        },
      ],
    }),
  );
  expect(textsOf(withClass(page, 'ul', 'notes'))).toEqual(['drift not checked']);
  expect(textsOf(withClass(page, 'div', 'example'))).toEqual([
    'validation.wrong-typeexpected 400, got 201 Createdbreaks type at /Comment, seed 7, path 3:0, 2 shrinks' +
      '{ "file": "inert", "replace": { "/Comment": null } }',
  ]);
});

test('a report of several runs has an overview that leads to each', () => {
  const runs = [reportWith(), reportWith({ target: 'emulator', verdicts: [FAIL] })];
  const page = pageOf(reportWith({ kind: 'gate', target: 'cordon.config.json', runs, exitCode: 1 }));
  const targets = elementsOf(page, 'a').map(({ attributes }) => attributes['href']);
  expect(targets).toEqual(['#run-1', '#run-2']);
  expect(elementsOf(page, 'section').flatMap(({ attributes }) => attributes['id'] ?? [])).toEqual([
    'run-1',
    'run-2',
  ]);
  expect(textsOf(elementsOf(page, 'h2'))).toEqual(['service mock', 'service emulator']);
});

test('a run without verdicts says so', () => {
  expect(textIn(pageOf(reportWith({ verdicts: [] })))).toContain('No requirement was judged.');
});

test('values from the wire stay text', () => {
  const page = pageOf(
    reportWith({
      target: HOSTILE,
      startedAt: HOSTILE,
      verdicts: [
        verdictOf({
          requirement: HOSTILE,
          verdict: 'fail',
          reason: HOSTILE,
          replay: HOSTILE,
          waived: HOSTILE,
        }),
      ],
      notSelected: [{ requirement: HOSTILE, needs: [HOSTILE as 'quota'] }],
      notes: [HOSTILE],
      counterexamples: [
        {
          requirements: [HOSTILE],
          breaks: { rule: HOSTILE, path: HOSTILE },
          spec: { comment: HOSTILE },
          seed: 1,
          path: HOSTILE,
          shrinks: 0,
          reason: HOSTILE,
        },
      ],
    }),
  );
  expect(elementsOf(page, 'script')).toEqual([]);
  expect(textIn(page).split("<script>alert('1')</script>").length - 1).toBe(16);
});

test('the page loads nothing', () => {
  const html = htmlOf(reportWith({ verdicts: [FAIL] }));
  expect(html).toContain(
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
  );
  expect(html).not.toMatch(/<(?:script|link|img|iframe)|\bsrc=|url\(|@import/);
});
