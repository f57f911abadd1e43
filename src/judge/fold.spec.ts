import { expect, test } from 'vitest';
import { startFold } from './fold.ts';
import type { Check, CheckContext, Numbered } from './types.ts';

const context = {} as CheckContext;
const line = (n: number, kind: 'scenario' | 'footer'): Numbered =>
  kind === 'scenario'
    ? { n, line: { kind, t: 0, s: 1, id: 'one' } }
    : { n, line: { kind, t: 0, counts: {} } };

/** A check that writes down what it sees. */
function noting(id: string, seen: string[], more: Partial<Check> = {}): Check {
  return {
    id,
    start: () => 0,
    step(state, { n }) {
      seen.push(`${id} ${n}`);
      return (state as number) + 1;
    },
    end: (state) => ({ verdict: 'pass', reason: `${String(state)} lines`, evidence: [] }),
    ...more,
  };
}

test('a check sees the lines of its kinds, and all without kinds', () => {
  const seen: string[] = [];
  const fold = startFold([noting('a', seen, { kinds: ['footer'] }), noting('b', seen)], context);
  fold.step(line(1, 'scenario'), undefined);
  fold.step(line(2, 'footer'), undefined);
  expect(seen).toEqual(['b 1', 'a 2', 'b 2']);
  expect(fold.end([]).map(({ reason }) => reason)).toEqual(['1 lines', '2 lines']);
});

test('what checks share takes each line once, before they see it', () => {
  const seen: string[] = [];
  const shared = { take: ({ n }: Numbered) => void seen.push(`shared ${n}`) };
  const more = { shares: () => shared };
  const fold = startFold([noting('a', seen, more), noting('b', seen, { ...more, kinds: [] })], context);
  fold.step(line(1, 'scenario'), undefined);
  expect(seen).toEqual(['shared 1', 'a 1']);
});
