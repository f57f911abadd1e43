import { expect, test } from 'vitest';
import type { Fact, Facts } from '../contract/facts.ts';
import { contractDiff, describeChange } from './diff.ts';

const facts = (document: string, said: Fact[]): Facts => ({
  generatedBy: 'cordon derive',
  profile: 'microsoft-2023',
  document,
  sha256: '',
  lines: 9,
  facts: said,
  unused: [],
});
const before = facts('old.txt', [
  { id: 'limits.minute.calls', value: 100, line: 4 },
  { id: 'limits.hour.calls', value: 1500, line: 5 },
  { id: 'response.status', value: 201, line: 6 },
]);

test('the same facts are no change', () => {
  expect(contractDiff([before], [before])).toEqual({ changes: [], moved: 0 });
});

test('a fact that says the same on another line is counted, not listed', () => {
  const now = facts(
    'new.txt',
    before.facts.map((fact) => ({ ...fact, line: fact.line + 1 })),
  );
  expect(contractDiff([before], [now])).toEqual({ changes: [], moved: 3 });
});

test('removed, changed and added facts are listed with document and line', () => {
  const now = facts('new.txt', [
    { id: 'limits.minute.calls', value: 50, line: 4 },
    { id: 'response.status', value: 201, line: 6 },
    { id: 'operation.id', value: 'x', line: 7 },
  ]);
  const { changes } = contractDiff([before], [now]);
  expect(changes.map(describeChange)).toEqual([
    'microsoft-2023: limits.hour.calls is gone, was 1500 (old.txt:5)',
    'microsoft-2023: limits.minute.calls was 100, is 50 (new.txt:4)',
    'microsoft-2023: operation.id is new, "x" (new.txt:7)',
  ]);
});

test('a document that is gone takes all its facts with it', () => {
  expect(contractDiff([before], []).changes.map((change) => change.new)).toEqual([null, null, null]);
});
