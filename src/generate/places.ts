import * as fc from 'fast-check';
import { allowedTypes, without } from './alternatives.ts';
import { itemOf, prefixLength } from './arrays.ts';
import type { Build } from './builder.ts';
import { matches, nullableBranch, satisfies } from './evaluate.ts';
import { attempt } from './guard.ts';
import { memberOf } from './objects.ts';
import { patternStrings } from './pattern-strings.ts';
import type { Schema, SchemaDocument, SchemaNode } from './schema-document.ts';
import { pointerSegment } from './schema-document.ts';

/** One place of a value: its JSON pointer, the schemas that always hold there, and how to make a value around what is put there. */
type Place = {
  path: string;
  nodes: SchemaNode[];
  /** Whole values that hold one of the given values at this place, and there only may break a rule. Throws `Unsatisfiable`. */
  around(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown>;
};

/** A recursive schema is entered once more below itself, so that a break deeper than the first level is made too. */
const MOST_NESTED = 2;
const MEMBER_NAMES = ['key', 'a', 'x1', 'Name', '0'];

/** The nodes that hold whatever union or condition is chosen; of a union with `null` the other branch. Null: nothing can hold. */
function alwaysHolding(document: SchemaDocument, schemas: readonly Schema[], depth = 0): SchemaNode[] | null {
  const nodes: SchemaNode[] = [];
  for (const schema of schemas) {
    if (schema === true) continue;
    if (schema === false || depth > 200) return null;
    const any = nullableBranch(schema.anyOf);
    const one = nullableBranch(schema.oneOf);
    const { $ref, allOf = [] } = schema;
    const inner = [
      ...allOf,
      ...($ref === undefined ? [] : [document.resolve($ref)]),
      ...(any ? [any] : []),
      ...(one ? [one] : []),
    ];
    const below = alwaysHolding(document, inner, depth + 1);
    if (below === null) return null;
    nodes.push(
      without(schema, ['$ref', 'allOf', ...(any ? ['anyOf'] : []), ...(one ? ['oneOf'] : [])]),
      ...below,
    );
  }
  return nodes.filter((node) => Object.keys(node).length > 0);
}

/** All places below the schema where something is laid down. Items stand for all: the first that `items` speaks of is taken. */
export function placesOf(document: SchemaDocument, build: Build): Place[] {
  const places: Place[] = [];
  visit([document.root], '', (values) => values, []);
  return places;

  function visit(schemas: Schema[], path: string, around: Place['around'], above: string[]): void {
    const nodes = alwaysHolding(document, schemas);
    const key = schemas.map((schema) => document.describe(document.referent(schema))).join(' ');
    if (nodes === null || nodes.length === 0 || above.filter((other) => other === key).length >= MOST_NESTED)
      return;
    places.push({ path, nodes, around });
    const below = (step: string | number, part: Schema[]): void =>
      visit(
        part,
        path + pointerSegment(step),
        (values) => around(build(nodes, { step, arbitrary: values })),
        [...above, key],
      );
    const allowed = allowedTypes(nodes);
    if (allowed.includes('object')) for (const name of namesBelow(nodes)) below(name, memberOf(nodes, name));
    if (allowed.includes('array'))
      for (let index = 0; index <= prefixLength(nodes); index += 1) below(index, itemOf(nodes, index));
  }

  /** Declared names, one for each pattern, and one that only `additionalProperties` speaks of. */
  function namesBelow(nodes: SchemaNode[]): string[] {
    const declared = new Set(nodes.flatMap(({ properties = {} }) => Object.keys(properties)));
    const patterns = [
      ...new Set(nodes.flatMap(({ patternProperties = {} }) => Object.keys(patternProperties))),
    ];
    const rules = nodes.flatMap(({ propertyNames }) => propertyNames ?? []);
    const matching = (name: string): string[] => patterns.filter((pattern) => matches(pattern, name));
    const free = (name: string): boolean =>
      !declared.has(name) && rules.every((rule) => satisfies(document, rule, name));
    const byPattern = patterns.flatMap((pattern) => {
      const made = fc.sample(patternStrings(pattern, { min: 0 }).strings, { numRuns: 50, seed: 1 });
      const names = made.toSorted((a, b) => a.length - b.length);
      return (
        [...MEMBER_NAMES, ...names].find((name) => free(name) && matching(name).join() === pattern) ?? []
      );
    });
    if (nodes.every(({ additionalProperties }) => typeof additionalProperties !== 'object'))
      return [...declared, ...byPattern];
    const made = attempt(
      () => fc.sample(build([...rules, { type: 'string' }]), { numRuns: 20, seed: 1 }) as string[],
    );
    const other = [...MEMBER_NAMES, ...(made ?? [])].find(
      (name) => free(name) && matching(name).length === 0,
    );
    return [...declared, ...byPattern, ...(other === undefined ? [] : [other])];
  }
}
