import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { faultsOf } from '../files/validate.ts';
import { LOAD_DIR, loadProfileNames, readLoadProfile } from './profile.ts';

describe('load profiles', () => {
  test.each(loadProfileNames())(
    '%s is valid, has the name of its file, and names files that exist',
    (name) => {
      const profile = readLoadProfile(name);
      expect(profile.id).toBe(name);
      expect(existsSync(join(LOAD_DIR, 'scripts', profile.script))).toBe(true);
      expect(existsSync(join(LOAD_DIR, 'policies', profile.policy))).toBe(true);
    },
  );

  test('the reference crosses the minute limit once', () => {
    expect(readLoadProfile('reference').calls).toBe(150);
  });

  test.each(['nothing', '../profiles/reference', 'toString', ''])(
    'an unknown name is refused with those there are: %j',
    (name) => {
      expect(() => readLoadProfile(name)).toThrow(
        `there is no load profile ${JSON.stringify(name)}; there are: ${loadProfileNames().join(', ')}`,
      );
    },
  );

  test('a faulty one is told by its fields', () => {
    const { title: _, ...rest } = readLoadProfile('reference');
    expect(faultsOf('load-profile', { ...rest, calls: 0, service: { limiter: 'leaky-bucket' } })).toEqual([
      'at the top: the field "title" is missing',
      'at /calls: 0 must be >= 1',
      'at /service/limiter: "leaky-bucket" is not one of "fixed-window", "sliding-log", "sliding-counter", "token-bucket"',
    ]);
  });
});
