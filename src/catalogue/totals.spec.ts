import { expect, test } from 'vitest';
import type { Requirement, Strength } from '../judge/types.ts';
import { tableOf, totalsByTopic } from './totals.ts';

const row = (id: string, strength: Strength, excluded?: string): Requirement => ({
  id,
  statement: 'A statement',
  strength,
  binds: 'service',
  source: ['cordon:test'],
  profiles: ['current'],
  needs: [],
  ...(excluded === undefined ? {} : { excluded }),
});

test('requirements are counted by topic and strength, checked and excluded apart', () => {
  const totals = totalsByTopic([
    row('body.a', 'documented'),
    row('body.b', 'documented', 'Nobody can see it.'),
    row('body.c', 'convention'),
    row('framing.a', 'standard', 'Nobody can see it.'),
  ]);
  expect(totals.map(({ topic, sum }) => [topic, sum])).toEqual([
    ['body', { checked: 2, excluded: 1 }],
    ['framing', { checked: 0, excluded: 1 }],
    ['all', { checked: 2, excluded: 2 }],
  ]);
  expect(tableOf(totals)).toEqual([
    'topic    documented  standard  convention    all',
    'body          1 + 1                     1  2 + 1',
    'framing                 0 + 1              0 + 1',
    'all           1 + 1     0 + 1           1  2 + 2',
  ]);
});
