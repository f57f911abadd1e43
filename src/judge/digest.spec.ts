import { expect, test } from 'vitest';
import { digestOf } from './digest.ts';

test('a text has one digest, a whole number that a double holds exactly', () => {
  expect(digestOf('a machine and a file')).toBe(digestOf('a machine and a file'));
  expect(Number.isSafeInteger(digestOf('a machine and a file'))).toBe(true);
  expect(digestOf('')).toBeGreaterThanOrEqual(0);
});

test('a hundred thousand texts that differ in a digit have as many digests', () => {
  const digests = new Set(Array.from({ length: 100_000 }, (_, i) => digestOf(`machine file ${i}`)));
  expect(digests.size).toBe(100_000);
});
