import { expect, test } from 'vitest';
import { createTally } from './tally.ts';

test('counts as a map does, with few keys and with many', () => {
  const tally = createTally();
  const map = new Map<number, number>();
  let random = 1;
  for (let i = 0; i < 5_000; i += 1) {
    random = (random * 48_271) % 2_147_483_647;
    const key = random % (i < 2_500 ? 10 : 60);
    const more = (random >> 8) % 2 === 0 ? 1 : -1;
    tally.add(key, more);
    map.set(key, Math.max(0, (map.get(key) ?? 0) + more));
    expect(tally.get(key)).toBe(map.get(key));
  }
  for (const [key, count] of map) expect(tally.get(key)).toBe(count);
  tally.clear();
  for (const key of map.keys()) expect(tally.get(key)).toBe(0);
});

test('no number that is none is a key', () => {
  expect(createTally().get(Number.NaN)).toBe(0);
});
