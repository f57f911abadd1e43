import * as fc from 'fast-check';
import type { Arm, Build, Forced } from './builder.ts';
import { canonical } from './evaluate.ts';
import { attempt, Unsatisfiable } from './guard.ts';
import type { Schema, SchemaNode } from './schema-document.ts';

/** Arrays without a `maxItems` are at most this much longer than they must be. */
const BEYOND_MINIMUM = 5;

/** All schemas that the nodes lay on the item at that index. */
export const itemOf = (nodes: readonly SchemaNode[], index: number): Schema[] =>
  nodes.flatMap(({ prefixItems = [], items }) => prefixItems[index] ?? items ?? []);

/** How many items have a schema of their own. */
export const prefixLength = (nodes: readonly SchemaNode[]): number =>
  Math.max(0, ...nodes.map(({ prefixItems = [] }) => prefixItems.length));

/** The first of equal items. */
function distinct(items: unknown[]): unknown[] {
  const seen = new Set<string>();
  return items.filter((item) => seen.size < seen.add(canonical(item)).size);
}

/** Arrays that satisfy all nodes. Shrink to fewer items, then item by item. */
export function arrays(nodes: readonly SchemaNode[], build: Build, forced?: Forced): Arm {
  const min = Math.max(
    0,
    ...nodes.map((node) => node.minItems ?? 0),
    typeof forced?.step === 'number' ? forced.step + 1 : 0,
  );
  let max = Math.min(...nodes.map((node) => node.maxItems ?? Infinity));
  const prefix: fc.Arbitrary<unknown>[] = [];
  const at = (index: number, more: Schema[] = []): fc.Arbitrary<unknown> | undefined =>
    index === forced?.step ? forced.arbitrary : attempt(() => build([...itemOf(nodes, index), ...more]));
  const fixed = Math.max(prefixLength(nodes), typeof forced?.step === 'number' ? forced.step + 1 : 0);
  for (let index = 0; index < fixed; index += 1) {
    const item = at(index);
    if (item === undefined) break;
    prefix.push(item);
  }
  const rest = prefix.length === fixed ? at(fixed) : undefined;
  if (rest === undefined) max = Math.min(max, prefix.length);

  const wanted = nodes.flatMap(({ contains, minContains = 1 }) => {
    if (contains === undefined || minContains === 0) return [];
    const item = at(fixed, [contains]);
    if (item === undefined) throw new Unsatisfiable('No item is what the array must contain.');
    return Array.from({ length: minContains }, () => item);
  });
  // Where there is no room behind the prefix, the prefix itself must be what is wanted: the caller's filter sees to it.
  const contained = rest === undefined ? [] : wanted.slice(0, Math.max(0, max - prefix.length));
  if (min > max) throw new Unsatisfiable('No number of items is allowed.');

  const unique = nodes.some(({ uniqueItems }) => uniqueItems);
  const least = Math.max(0, min - prefix.length - contained.length);
  const most = Math.max(least, Math.min(max - prefix.length - contained.length, least + BEYOND_MINIMUM));
  const more =
    rest === undefined || max <= prefix.length
      ? fc.constant([])
      : // Items dropped as equal must not make the array too short too often.
        fc.array(rest, { minLength: least, maxLength: unique ? most + BEYOND_MINIMUM : most });
  const arbitrary = fc
    .tuple(
      fc.tuple(...prefix),
      fc.integer({
        min: contained.length > 0 ? prefix.length : Math.min(min, prefix.length),
        max: Math.min(max, prefix.length),
      }),
      fc.tuple(...contained),
      more,
      fc.nat(most),
    )
    .map(([first, kept, needed, others, place]) => {
      if (kept < first.length) return first.slice(0, kept);
      const all = [...first, ...others.slice(0, place), ...needed, ...others.slice(place)];
      return unique ? distinct(all).slice(0, max) : all;
    });
  return { arbitrary, exact: !unique && nodes.every(({ contains }) => contains === undefined) };
}
