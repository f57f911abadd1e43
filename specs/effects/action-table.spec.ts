import { expect, test } from 'vitest';
import { createActionTable } from './action-table.ts';

test('ten thousand keys keep their rows and values, and other keys have none', () => {
  const table = createActionTable();
  expect(table.find(1)).toBe(-1);
  for (let key = 0; key < 10_000; key += 1) {
    const row = table.add(key * 7_919);
    table.set(row, 'created', key / 2);
  }
  for (let key = 0; key < 10_000; key += 1) {
    const row = table.find(key * 7_919);
    expect([table.key(row), table.get(row, 'created'), table.get(row, 'seen')]).toEqual([
      key * 7_919,
      key / 2,
      0,
    ]);
  }
  expect(table.find(7_918)).toBe(-1);
});

test('a cleared table has no rows, and new ones begin with zeros', () => {
  const table = createActionTable();
  table.set(table.add(5), 'status', 3);
  table.clear();
  expect(table.find(5)).toBe(-1);
  expect(table.get(table.add(6), 'status')).toBe(0);
});
