import { expect, test } from 'vitest';
import { createCallColumns } from './call-columns.ts';
import type { TimedCall } from './timeline.ts';

const call = (n: number, s: number, more: Partial<TimedCall> = {}): TimedCall => ({
  n,
  s,
  r: s + 5,
  status: 201,
  scenario: 1,
  traits: 2,
  conn: 3,
  ...more,
});

const shown = ({ n, s, r, status, scenario, traits, conn }: TimedCall) => ({
  n,
  s,
  r,
  status,
  scenario,
  traits,
  conn,
});

function sortedOf(calls: readonly TimedCall[]) {
  const columns = createCallColumns();
  for (const one of calls) columns.add(one);
  return columns.sorted();
}

test('gives back what was put in, with calls that were never answered', () => {
  const calls = [
    call(2, 0),
    call(4, 3_000_000_000.5, { r: Number.POSITIVE_INFINITY, status: null, traits: -1 }),
  ];
  expect([...sortedOf(calls)].map(shown)).toEqual(calls);
});

test('keeps refused and faulted calls whole', () => {
  const calls = [
    call(2, 0, { status: 429, retryAfter: ['3'], date: 'today' }),
    call(4, 1, { status: 429, retryAfter: [] }),
    call(6, 2, { faulted: true }),
  ];
  expect([...sortedOf(calls)]).toEqual(calls);
});

test('sorts calls by their requests where answers came in another order, equal stamps as they came', () => {
  const calls = Array.from({ length: 100 }, (_, i) =>
    call(i, i % 7, i % 3 === 0 ? { status: 429, retryAfter: [] } : {}),
  );
  const sorted = sortedOf(calls);
  const wanted = calls.toSorted((a, b) => a.s - b.s);
  expect([...sorted].map(shown)).toEqual(wanted.map(shown));
  expect(wanted.map((_, i) => sorted.at(i)?.n)).toEqual(wanted.map(({ n }) => n));
});

test('has no call beyond its ends', () => {
  const sorted = sortedOf([call(2, 0)]);
  expect([sorted.length, sorted.at(1), sorted.at(-1)]).toEqual([1, undefined, undefined]);
});
