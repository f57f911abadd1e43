import type { TraceLine } from '../trace/lines.ts';
import type { Exchange } from './exchanges.ts';
import type { Check, CheckContext, Finding, Numbered, Shared } from './types.ts';

/** Several checks folded over one trace. */
export type Fold = {
  step(numbered: Numbered, exchange: Exchange | undefined): void;
  /** One finding for each check, in their order. */
  end(open: readonly Exchange[]): Finding[];
};

type Item = { check: Check; state: unknown };

/** Starts these checks. Each line goes to what they share first, and then to the checks that look at lines of its kind. */
export function startFold(checks: readonly Check[], context: CheckContext): Fold {
  const items: Item[] = checks.map((check) => ({ check, state: check.start(context) }));
  const shared = new Set<Shared>();
  for (const check of checks) if (check.shares) shared.add(check.shares(context));
  const takers = [...shared];
  const byKind = new Map<TraceLine['kind'], Item[]>();
  const itemsFor = (kind: TraceLine['kind']): Item[] => {
    const known = byKind.get(kind);
    if (known) return known;
    const found = items.filter(({ check }) => check.kinds?.includes(kind) ?? true);
    byKind.set(kind, found);
    return found;
  };
  return {
    step(numbered, exchange) {
      for (const taker of takers) taker.take(numbered, exchange);
      for (const item of itemsFor(numbered.line.kind))
        item.state = item.check.step(item.state, numbered, exchange);
    },
    end: (open) =>
      items.map((item) => {
        const finding = item.check.end(item.state, open);
        item.state = undefined; // what a long trace left in it is not needed while the others end
        return finding;
      }),
  };
}
