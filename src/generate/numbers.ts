import * as fc from 'fast-check';
import { Unsatisfiable } from './guard.ts';
import type { SchemaNode } from './schema-document.ts';

type Bounds = { min: number; max: number; minExcluded: boolean; maxExcluded: boolean };

function boundsOf(nodes: readonly SchemaNode[]): Bounds {
  const bounds = { min: -Infinity, max: Infinity, minExcluded: false, maxExcluded: false };
  const raise = (min: number, minExcluded: boolean): void => {
    if (min > bounds.min || (min === bounds.min && minExcluded)) Object.assign(bounds, { min, minExcluded });
  };
  const lower = (max: number, maxExcluded: boolean): void => {
    if (max < bounds.max || (max === bounds.max && maxExcluded)) Object.assign(bounds, { max, maxExcluded });
  };
  for (const node of nodes) {
    if (node.minimum !== undefined) raise(node.minimum, false);
    if (node.exclusiveMinimum !== undefined) raise(node.exclusiveMinimum, true);
    if (node.maximum !== undefined) lower(node.maximum, false);
    if (node.exclusiveMaximum !== undefined) lower(node.exclusiveMaximum, true);
  }
  return bounds;
}

/** Multiples of `step` within the bounds and within what a double holds exactly; null where there are none. */
function multiples(
  { min, max, minExcluded, maxExcluded }: Bounds,
  step: number,
): fc.Arbitrary<number> | null {
  let least = Math.max(Math.ceil(min / step), Number.MIN_SAFE_INTEGER);
  let most = Math.min(Math.floor(max / step), Number.MAX_SAFE_INTEGER);
  if (minExcluded && least * step <= min) least += 1;
  if (maxExcluded && most * step >= max) most -= 1;
  if (!(least <= most)) return null;
  // Dividing by a whole number is more exact than multiplying by a fraction: 7 / 100, not 7 × 0.01.
  const perUnit = Math.round(1 / step);
  const divide = step < 1 && perUnit * step === 1;
  return fc.integer({ min: least, max: most }).map((n) => (divide ? n / perUnit : n * step) + 0);
}

/**
 * Numbers within the bounds of all nodes, never -0, which JSON text does not keep apart from 0. The first `multipleOf` is met by
 * construction; rounding and further ones are left to the caller's filter, which `exact` false asks for.
 */
export function numbers(
  nodes: readonly SchemaNode[],
  integer: boolean,
): { arbitrary: fc.Arbitrary<number>; exact: boolean } {
  const bounds = boundsOf(nodes);
  const steps = nodes.flatMap(({ multipleOf }) => multipleOf ?? []);
  const step = steps[0];
  if (step !== undefined) {
    const arbitrary = multiples(bounds, step);
    if (arbitrary === null) throw new Unsatisfiable(`No multiple of ${step} lies within the bounds.`);
    return { arbitrary, exact: false };
  }
  const whole = multiples(bounds, 1);
  if (integer) {
    if (whole === null) throw new Unsatisfiable('No integer lies within the bounds.');
    return { arbitrary: whole, exact: true };
  }
  const { min, max, minExcluded, maxExcluded } = bounds;
  if (min > max || (min === max && (minExcluded || maxExcluded)))
    throw new Unsatisfiable('No number lies within the bounds.');
  const fractions = fc
    .double({
      ...(min === -Infinity ? {} : { min, minExcluded }),
      ...(max === Infinity ? {} : { max, maxExcluded }),
      noNaN: true,
      noDefaultInfinity: true,
    })
    .map((value) => value + 0);
  const arbitrary = whole === null ? fractions : fc.oneof({ withCrossShrink: true }, whole, fractions);
  return { arbitrary, exact: min === -Infinity && max === Infinity };
}
