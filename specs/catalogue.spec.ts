import { describe, expect, test } from 'vitest';
import { PROFILES } from '../src/contract/contract.ts';
import { DOCUMENT_PROFILES } from '../src/contract/facts.ts';
import { loadCaptures, loadFacts } from '../src/contract/load.ts';
import { CHECKS, REQUIREMENTS } from '../src/judge/registry.ts';

const facts = new Map(
  DOCUMENT_PROFILES.map((profile) => [profile, loadFacts(profile).facts.map(({ id }) => id)]),
);
const holds = (ids: readonly string[], source: string) => {
  const fact = source.slice('fact:'.length);
  return ids.some((id) => id === fact || id.startsWith(`${fact}.`));
};

describe('the catalogue of requirements', () => {
  test('every id is there once', () => {
    const ids = REQUIREMENTS.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  test('every requirement is checked or excluded with a reason, and every check has its requirement', () => {
    const checked = REQUIREMENTS.filter(({ excluded }) => excluded === undefined).map(({ id }) => id);
    expect([...CHECKS.keys()].toSorted()).toEqual(checked.toSorted());
  });

  test('a requirement that exists in a document profile rests on a line of that document', () => {
    const without = REQUIREMENTS.flatMap(({ id, profiles, source }) =>
      DOCUMENT_PROFILES.filter((profile) => profiles.includes(profile))
        .filter(
          (profile) => !source.some((one) => one.startsWith('fact:') && holds(facts.get(profile) ?? [], one)),
        )
        .map((profile) => `${id} in ${profile}`),
    );
    expect(without).toEqual([]);
  });

  test('every fact, page and capture that is named as a source exists', () => {
    const { captures, pages } = loadCaptures();
    const all = [...facts.values()].flat();
    const missing = REQUIREMENTS.flatMap(({ id, source }) =>
      source
        .filter(
          (one) =>
            (one.startsWith('fact:') && !holds(all, one)) ||
            (one.startsWith('page:') && !Object.hasOwn(pages, one.slice(5))) ||
            (one.startsWith('capture:') && !Object.hasOwn(captures, one.slice(8))),
        )
        .map((one) => `${id}: ${one}`),
    );
    expect(missing).toEqual([]);
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
