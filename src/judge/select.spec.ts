import { describe, expect, test } from 'vitest';
import { partyOf, select } from './select.ts';
import type { Requirement } from './types.ts';
import type { HeaderLine } from '../trace/lines.ts';

const row = (id: string, more: Partial<Requirement> = {}): Requirement => ({
  id,
  statement: 'something holds',
  strength: 'documented',
  binds: 'service',
  source: ['page:x'],
  profiles: ['current'],
  needs: [],
  ...more,
});

describe('select', () => {
  const all = [
    row('a.plain'),
    row('a.costly', { needs: ['token', 'actions'] }),
    row('a.client', { binds: 'client' }),
    row('a.old', { profiles: ['preview-2017'] }),
    row('a.excluded', { excluded: 'nobody can see it' }),
  ];
  const ids = (means: Parameters<typeof select>[1]['means'], only?: string[]) =>
    select(all, { profile: 'current', party: 'service', means, ...(only ? { only } : {}) });

  test('what lacks means is not selected, and says which', () => {
    expect(ids(['token'])).toEqual({
      selected: [all[0]],
      notSelected: [{ requirement: 'a.costly', needs: ['actions'] }],
    });
  });
  test('with the means it is selected', () => {
    expect(ids(['token', 'actions']).selected.map(({ id }) => id)).toEqual(['a.plain', 'a.costly']);
  });
  test('another profile, the other party and excluded rows do not exist in the run', () => {
    const { selected, notSelected } = ids(['token', 'actions']);
    const seen = [...selected.map(({ id }) => id), ...notSelected.map(({ requirement }) => requirement)];
    expect(seen).not.toContain('a.client');
    expect(seen).not.toContain('a.old');
    expect(seen).not.toContain('a.excluded');
  });
  test('only confines the run', () => {
    expect(ids(['token', 'actions'], ['a.plain'])).toEqual({ selected: [all[0]], notSelected: [] });
  });
  test('the party both takes service and client rows', () => {
    const both = select(all, { profile: 'current', party: 'both', means: [] });
    expect(both.selected.map(({ id }) => id)).toEqual(['a.plain', 'a.client']);
  });
});

test('the party follows from the recorder unless the header names it', () => {
  const header = (more: Partial<HeaderLine>) => more as HeaderLine;
  expect(partyOf(header({ recorder: 'client' }))).toBe('service');
  expect(partyOf(header({ recorder: 'server' }))).toBe('client');
  expect(partyOf(header({ recorder: 'proxy' }))).toBe('both');
  expect(partyOf(header({ recorder: 'server', party: 'both' }))).toBe('both');
});
