import { expect, test } from 'vitest';
import { loadFacts } from '../contract/load.ts';
import { resolveSources } from './sources.ts';

test('a fact is looked up in each document in whose profile the requirement exists', () => {
  const found = resolveSources({ source: ['fact:limits'], profiles: ['summary-2021', 'microsoft-2023'] });
  expect(found).toEqual([
    {
      kind: 'document',
      profile: 'summary-2021',
      file: loadFacts('summary-2021').document,
      lines: [52],
      facts: ['limits.minute.calls', 'limits.hour.calls', 'limits.hour.written'],
    },
    {
      kind: 'document',
      profile: 'microsoft-2023',
      file: loadFacts('microsoft-2023').document,
      lines: [45],
      facts: ['limits.minute.calls', 'limits.hour.calls'],
    },
  ]);
});

test('in current alone it is looked up in all documents', () => {
  const found = resolveSources({ source: ['fact:errors.status.401'], profiles: ['current'] });
  expect(found).toMatchObject([{ profile: 'summary-2021', lines: [45] }]);
});

test('a fact that is said twice has both lines', () => {
  const found = resolveSources({ source: ['fact:effect.quarantines'], profiles: ['summary-2021'] });
  expect(found).toMatchObject([{ lines: [5, 9, 95] }]);
});

test('pages and captures come with their revision, RFCs with their section', () => {
  const source = ['page:machineaction', 'capture:duplicate', 'rfc9110#15.5.2', 'cordon:byte-exact'];
  expect(resolveSources({ source, profiles: ['current'] })).toEqual([
    {
      kind: 'page',
      name: 'machineaction',
      date: '2025-03-01',
      origin: 'MicrosoftDocs/defender-docs, defender-endpoint/api/machineaction.md, commit 0596477b',
    },
    {
      kind: 'capture',
      name: 'duplicate',
      date: '2021-07-21',
      origin: 'MicrosoftDocs/microsoft-365-docs, issue 5702',
    },
    { kind: 'rfc', number: 9110, section: '15.5.2' },
    { kind: 'cordon', rule: 'byte-exact' },
  ]);
});

test('a page that is not listed is refused', () => {
  expect(() => resolveSources({ source: ['page:none'], profiles: ['current'] })).toThrow(
    'the source page:none is not known; pages and captures are listed in schemas/captures.json',
  );
});
