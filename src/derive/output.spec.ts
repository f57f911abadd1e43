import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { committed, derivedFiles, staleFiles, writeDerived } from './output.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'cordon-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true });
});

test('everything is written at first, and nothing the second time', () => {
  const facts = committed();
  expect(writeDerived(facts, dir)).toEqual(derivedFiles(facts).map(({ path }) => path));
  expect(staleFiles(facts, dir)).toEqual([]);
  expect(writeDerived(facts, dir)).toEqual([]);
  expect(readFileSync(join(dir, 'facts/summary-2021.json'), 'utf8')).toMatch(
    /^\{\n {2}"generatedBy": "cordon derive",\n[^]*\}\n$/,
  );
});

test('a file that was edited by hand is stale, and is written again', () => {
  writeDerived(committed(), dir);
  writeFileSync(join(dir, 'api/current/limits.json'), '{}');
  expect(staleFiles(committed(), dir)).toEqual(['api/current/limits.json']);
  expect(writeDerived(committed(), dir)).toEqual(['api/current/limits.json']);
});

test('the committed files are not stale', () => {
  expect(staleFiles(committed())).toEqual([]);
});
