import * as fc from 'fast-check';
import type { JsonSchema } from '../contract/contract.ts';
import { breaksOf } from './breaks.ts';
import type { GenerateOptions } from './builder.ts';
import { createBuilder } from './builder.ts';
import type { Violation } from './evaluate.ts';
import { brokenRules } from './evaluate.ts';
import { attempt, choice, guarded } from './guard.ts';
import { placesOf } from './places.ts';
import type { SchemaDocument } from './schema-document.ts';
import { pointerSegment, readSchema } from './schema-document.ts';

/** A value that breaks `rule` at `path` and, but for rules on the same place that no value can keep then, nothing else. */
export type BrokenValue = Violation & { value: unknown };
type Case = Violation & { values: fc.Arbitrary<unknown> };

/** Deep: a NUL in a member name counts too. A backslash before "u0000" in the text itself is a false alarm that costs nothing. */
const holdsNul = (value: unknown): boolean => JSON.stringify(value).includes('\\u0000');

function casesOf(document: SchemaDocument, options: GenerateOptions): Case[] {
  const build = createBuilder(document, options);
  const groups = new Map<
    string,
    Violation & { arms: { arbitrary: fc.Arbitrary<unknown>; weight: number }[] }
  >();
  for (const place of placesOf(document, build))
    for (const { rule, member, values, weight } of breaksOf(place.nodes, build)) {
      const path = member === undefined ? place.path : place.path + pointerSegment(member);
      const key = `${rule} ${path}`;
      const group = groups.get(key) ?? { rule, path, arms: [] };
      groups.set(key, group);
      const around = attempt(() => place.around(values));
      if (around) group.arms.push({ arbitrary: around, weight });
    }

  return [...groups.values()].flatMap(({ rule, path, arms }) => {
    const what = `values that break ${rule} at "${path}"`;
    /** Both opinions: ours, that names the rule, and ajv's. */
    const breaks = (value: unknown, alone: boolean): boolean => {
      const found = brokenRules(document, document.root, value);
      return (
        found.some((broken) => broken.rule === rule && broken.path === path) &&
        found.every((broken) => broken.path === path && (!alone || broken.rule === rule)) &&
        !(options.excludeNul && holdsNul(value)) &&
        !document.accepts(value)
      );
    };
    const kept = (alone: boolean): { arbitrary: fc.Arbitrary<unknown>; weight: number }[] =>
      arms.flatMap((arm) => {
        const arbitrary = attempt(() => guarded(arm.arbitrary, (value) => breaks(value, alone), what));
        return arbitrary ? [{ arbitrary, weight: arm.weight }] : [];
      });
    const strict = kept(true);
    const values = attempt(() => choice(strict.length > 0 ? strict : kept(false), what));
    return values ? [{ rule, path, values }] : [];
  });
}

/** Building the cases of a schema takes a while, and callers ask for the list and for each case of it. */
const cache = new WeakMap<JsonSchema, Map<string, Case[]>>();

function cachedCases(schema: JsonSchema, options: GenerateOptions): Case[] {
  const key = JSON.stringify([options.excludeNul ?? false, options.extraProperties ?? false]);
  const ofSchema = cache.get(schema) ?? new Map<string, Case[]>();
  cache.set(schema, ofSchema);
  const cases = ofSchema.get(key) ?? casesOf(readSchema(schema), options);
  ofSchema.set(key, cases);
  return cases;
}

/**
 * The distinct rule@path breaks that `brokenValuesOf` can make, in the order of the schema. A rule that no value breaks
 * (`minLength: 0`) is not among them. Items stand for all: their path has the first index that `items` speaks of. Throws as `valuesOf` does.
 */
export function violationsOf(schema: JsonSchema, options: GenerateOptions = {}): Violation[] {
  return cachedCases(schema, options).map(({ rule, path }) => ({ rule, path }));
}

/**
 * Values that break exactly one rule at one path: all those of `violationsOf`, or `only` one. Optional parents of the path are there,
 * nullable ones are not null. ajv and a second evaluator both found each value, and each shrunk value, invalid; the second
 * says that it is by that rule. Throws on an `only` that is not in `violationsOf`.
 */
export function brokenValuesOf(
  schema: JsonSchema,
  only?: Violation,
  options: GenerateOptions = {},
): fc.Arbitrary<BrokenValue> {
  const cases = cachedCases(schema, options);
  const wanted = only ? cases.filter(({ rule, path }) => rule === only.rule && path === only.path) : cases;
  if (wanted.length === 0) {
    const known = cases.map(({ rule, path }) => `${rule}@${path}`).join(', ') || 'none';
    throw new Error(
      `No broken values for ${only ? `${only.rule}@${only.path}` : 'this schema'}. Possible: ${known}.`,
    );
  }
  return fc.oneof(...wanted.map(({ rule, path, values }) => values.map((value) => ({ value, rule, path }))));
}
