import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Traceability } from '../catalogue/traceability.ts';
import { DOCUMENT_PROFILES } from '../contract/facts.ts';
import { loadFacts } from '../contract/load.ts';
import { REQUIREMENTS } from '../judge/registry.ts';
import { listing } from './listing.ts';

const { data, lines } = await listing('requirements');
const { requirements, lines: documentLines, totals } = data as Traceability;
const named = (id: string) => requirements.find((row) => row.id === id);

describe('cordon list requirements', () => {
  test('follows a requirement from its lines over its check to its mutants', () => {
    expect(named('limits.minute')).toMatchObject({
      topic: 'limits',
      strength: 'documented',
      check: 'specs/limits/checks.ts',
      sources: [
        { kind: 'document', profile: 'microsoft-2021-sv', lines: [43] },
        { kind: 'document', profile: 'summary-2021', lines: [52] },
        { kind: 'document', profile: 'microsoft-2023', lines: [45] },
      ],
      mutants: { client: [], policy: [] },
    });
    expect(named('limits.minute')?.mutants.service.length).toBeGreaterThan(0);
    expect(named('client.retry-after')?.mutants.policy.length).toBeGreaterThan(0);
  });

  test('shows an excluded requirement with its reason and without a check', () => {
    const row = named('preconditions.antivirus-mode');
    expect(row).toMatchObject({ check: null, mutants: { service: [], client: [], policy: [] } });
    expect(row?.excluded).toBe('The mode on a device is not on the wire.');
  });

  test('names for each check a file that is there', () => {
    const files = new Set(requirements.flatMap(({ check }) => check ?? []));
    const missing = [...files].filter(
      (file) => !existsSync(fileURLToPath(new URL(`../../${file}`, import.meta.url))),
    );
    expect(missing).toEqual([]);
  });

  test('follows every line of the documents to its requirements, or says why there are none', () => {
    expect(documentLines).toHaveLength(
      DOCUMENT_PROFILES.reduce((sum, profile) => sum + loadFacts(profile).lines, 0),
    );
    expect(documentLines.find(({ profile, line }) => profile === 'microsoft-2023' && line === 54)).toEqual({
      profile: 'microsoft-2023',
      document: loadFacts('microsoft-2023').document,
      line: 54,
      facts: [{ id: 'precondition.antivirus.mode', requirements: ['preconditions.antivirus-mode'] }],
    });
    for (const { facts, why } of documentLines) expect(facts.length > 0).toBe(why === undefined);
  });

  test('ends with the totals by topic and strength', () => {
    const { checked, excluded } = totals.at(-1)?.sum ?? { checked: 0, excluded: 0 };
    expect(checked + excluded).toBe(REQUIREMENTS.length);
    expect(lines.at(-1)).toBe(
      `${REQUIREMENTS.length} requirements: ${checked} checked + ${excluded} excluded with a reason`,
    );
    expect(lines.find((line) => line.startsWith('all '))).toContain(`${checked} + ${excluded}`);
  });
});

test('cordon list mutants names each once, tells equivalents from killed ones, and adds up', async () => {
  const { data, lines } = await listing('mutants');
  const all = data as { id: string; party: string; kills: string[]; equivalent?: string }[];
  const ids = all.map(({ id, party }) => `${party} ${id}`);
  expect(new Set(ids).size).toBe(ids.length);
  const equivalents = all.filter(({ equivalent }) => equivalent !== undefined);
  expect(equivalents.length).toBeGreaterThan(0);
  expect(equivalents.filter(({ kills, equivalent }) => kills.length > 0 || equivalent === '')).toEqual([]);
  const counts = lines.slice(-5).map((line) => Number.parseInt(line, 10));
  const neither = all.filter(({ kills, equivalent }) => kills.length === 0 && equivalent === undefined);
  // A client that never ends leaves everything open.
  expect(neither.every(({ party }) => party === 'client')).toBe(true);
  expect(counts.slice(0, 4).reduce((sum, count) => sum + count, neither.length)).toBe(counts[4]);
  expect(counts[4]).toBe(all.length);
});
