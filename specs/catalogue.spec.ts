import { describe, expect, test } from 'vitest';
import { documentLines, linesWithoutRequirement } from '../src/catalogue/document-lines.ts';
import { factsNamed, resolveSources } from '../src/catalogue/sources.ts';
import { topicOf } from '../src/catalogue/totals.ts';
import { PROFILES } from '../src/contract/contract.ts';
import { DOCUMENT_PROFILES } from '../src/contract/facts.ts';
import { loadCaptures, loadFacts, loadLedger } from '../src/contract/load.ts';
import { whyNotNormative } from '../src/contract/normative.ts';
import { CHECKS, REQUIREMENTS } from '../src/judge/registry.ts';

const EXCLUDED = REQUIREMENTS.filter(({ excluded }) => excluded !== undefined);

describe('the catalogue of requirements', () => {
  test('every id is there once', () => {
    const ids = REQUIREMENTS.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  test('every requirement is checked or excluded with a reason, and every check has its requirement', () => {
    const checked = REQUIREMENTS.filter(({ excluded }) => excluded === undefined).map(({ id }) => id);
    expect([...CHECKS.keys()].toSorted()).toEqual(checked.toSorted());
  });

  test('what is excluded asks for no means, and a requirement that its reason names instead is checked', () => {
    expect(EXCLUDED.filter(({ needs }) => needs.length > 0)).toEqual([]);
    const topics = new Set(REQUIREMENTS.map(topicOf));
    const named = EXCLUDED.flatMap(({ id, excluded = '' }) =>
      [...excluded.matchAll(/\b([a-z]+)\.[a-z0-9-]*[a-z0-9]/g)]
        .filter(([, topic = '']) => topics.has(topic))
        .map(([other]) => ({ id, other })),
    );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter(({ other }) => !CHECKS.has(other))).toEqual([]);
  });

  test('a requirement that exists in a document profile rests on a line of that document', () => {
    const without = REQUIREMENTS.flatMap((row) =>
      DOCUMENT_PROFILES.filter((profile) => row.profiles.includes(profile))
        .filter((profile) => factsNamed(row, profile).length === 0)
        .map((profile) => `${row.id} in ${profile}`),
    );
    expect(without).toEqual([]);
  });

  test('every fact, page and capture that is named as a source exists', () => {
    const facts = DOCUMENT_PROFILES.flatMap((profile) => loadFacts(profile).facts.map(({ id }) => id));
    const unknown = REQUIREMENTS.flatMap(({ id, source }) =>
      source
        .filter((one) => one.startsWith('fact:'))
        .filter((one) => !facts.some((fact) => fact === one.slice(5) || fact.startsWith(`${one.slice(5)}.`)))
        .map((one) => `${id}: ${one}`),
    );
    expect(unknown).toEqual([]);
    for (const row of REQUIREMENTS) expect(resolveSources(row).length, row.id).toBeGreaterThan(0);
  });

  test('every profile has requirements for a service and for a client', () => {
    for (const profile of PROFILES)
      for (const party of ['service', 'client'])
        expect(
          REQUIREMENTS.some((row) => row.binds === party && row.profiles.includes(profile)),
          `${party} in ${profile}`,
        ).toBe(true);
  });

  test('an RFC is a standard, a page or a document is not', () => {
    for (const { id, strength, source } of REQUIREMENTS)
      if (source.every((one) => one.startsWith('rfc'))) expect(strength, id).not.toBe('documented');
  });
});

describe('nothing that a source asks is without a requirement', () => {
  test.each(DOCUMENT_PROFILES)('no line of %s', (profile) => {
    const facts = loadFacts(profile);
    const own = REQUIREMENTS.filter((row) => row.profiles.includes(profile));
    const without = linesWithoutRequirement(documentLines(facts, own));
    expect(without.map(({ line, fact }) => `${line.document}:${line.line} ${fact}`)).toEqual([]);
  });

  test.each(DOCUMENT_PROFILES)('no sentence of %s that was not understood', (profile) => {
    expect(loadFacts(profile).facts.filter(({ id }) => id.includes('.unread.'))).toEqual([]);
  });

  test('no page, and no capture, but those that only the ledger needs', () => {
    const { captures, pages } = loadCaptures();
    const named = new Set([
      ...REQUIREMENTS.flatMap(({ source }) => source),
      ...loadLedger().flatMap(({ captures: evidence = [] }) => evidence),
    ]);
    const all = [
      ...Object.keys(pages).map((name) => `page:${name}`),
      ...Object.keys(captures).map((name) => `capture:${name}`),
    ];
    expect(all.filter((one) => !named.has(one))).toEqual([]);
  });

  test('no section of an RFC that binds an origin server or an OAuth resource server', () => {
    const named = new Set(REQUIREMENTS.flatMap(({ source }) => source));
    const missing = Object.entries(SECTIONS).flatMap(([rfc, sections]) =>
      sections
        .split(' ')
        .map((section) => `${rfc}#${section}`)
        .filter((one) => !named.has(one)),
    );
    expect(missing).toEqual([]);
  });
});

describe('a fact that is the source of no requirement', () => {
  test('is of a kind that asks nothing', () => {
    expect(whyNotNormative({ id: 'meta.ms.date' })).toBe('the age and origin of the page');
    expect(whyNotNormative({ id: 'response.body.id.example' })).toBe(
      'the value in an example; its type is a fact of its own',
    );
    for (const id of ['response.body.id.type', 'limits.minute.calls', 'precondition.antivirus.mode'])
      expect(whyNotNormative({ id }), id).toBeUndefined();
  });
});

/** Sections with a MUST, MUST NOT, SHOULD or SHOULD NOT for a server; what binds clients and registries alone is left out. */
const SECTIONS = {
  rfc6585: '3 4 5 6',
  rfc6750: '2.1 2.3 3 3.1 5.2 5.3',
  rfc8259: '4 8.1 9',
  rfc9110: [
    '2.2 2.3 4.2.4 5.1 5.3 5.4 5.5 5.6.1.1 5.6.3 5.6.4 5.6.7 6.2 6.5.1 6.6.1 6.6.2 7.4 7.6.1 7.6.2 7.6.3 7.7 7.8',
    '8.3 8.4 8.4.1.3 8.6 8.8.2.1 8.8.3 9.1 9.2.1 9.3.2 9.3.3 9.3.4 9.3.5 9.3.6 9.3.7 9.3.8 10.1.1 10.2.1 10.2.3 10.2.4',
    '11.2 11.6.1 12.5.3 12.5.5 13.1.1 13.1.2 13.1.3 13.1.4 13.1.5 13.2.1 13.2.2 14.2 15.2 15.2.2 15.3.6 15.3.7',
    '15.4 15.4.5 15.5 15.5.2 15.5.6 15.5.7 15.5.8 15.5.10 15.5.14 15.5.17 15.5.22 15.6.6',
  ].join(' '),
  rfc9112: '2.2 3 3.2 3.2.2 4 5 5.1 5.2 6.1 6.2 6.3 7.1 7.1.1 7.1.2 7.2 9.3 9.3.2 9.5 9.6 9.7 9.8',
};
