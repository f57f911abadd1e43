import * as fc from 'fast-check';
import type { Arm, Build, Forced } from './builder.ts';
import { matches, memberSchemas, satisfies } from './evaluate.ts';
import { attempt, guarded, Unsatisfiable } from './guard.ts';
import { patternStrings } from './pattern-strings.ts';
import type { Schema, SchemaDocument, SchemaNode } from './schema-document.ts';

type Means = { document: SchemaDocument; build: Build; extra: boolean; names: fc.Arbitrary<string> };
type Entry = [string, unknown];
const MOST_EXTRA = 3;

const keysOf = (nodes: readonly SchemaNode[], keyword: 'properties' | 'patternProperties'): string[] => [
  ...new Set(nodes.flatMap((node) => Object.keys(node[keyword] ?? {}))),
];

/** All schemas that the nodes lay on the member of that name. */
export const memberOf = (nodes: readonly SchemaNode[], name: string): Schema[] =>
  nodes.flatMap((node) => memberSchemas(node, name).map(({ sub }) => sub));

/** Members with a name of none of `declared`: by each pattern, and free ones where the nodes allow them. */
function extraEntries(
  nodes: readonly SchemaNode[],
  declared: string[],
  free: boolean,
  means: Means,
): fc.Arbitrary<Entry>[] {
  const { document, build } = means;
  const patterns = keysOf(nodes, 'patternProperties');
  const rules = nodes.flatMap(({ propertyNames }) => propertyNames ?? []);
  const wanted = (name: string): boolean =>
    !declared.includes(name) && rules.every((rule) => satisfies(document, rule, name));
  const entries = (
    names: fc.Arbitrary<string>,
    keep: (name: string) => boolean,
    schemas: Schema[],
  ): fc.Arbitrary<Entry>[] =>
    attempt(() => [fc.tuple(guarded(names, keep, 'names of further members'), build(schemas))]) ?? [];
  const byPattern = patterns.flatMap((pattern) => {
    // A name that matches several patterns is left to the filter on the whole object.
    const schemas = nodes.flatMap(
      (node) => node.patternProperties?.[pattern] ?? node.additionalProperties ?? [],
    );
    return entries(patternStrings(pattern, { min: 0 }).strings, wanted, schemas);
  });
  if (!free || nodes.some(({ additionalProperties }) => additionalProperties === false)) return byPattern;
  const names =
    rules.length === 0
      ? means.names
      : attempt(() => build([...rules, { type: 'string' }]) as fc.Arbitrary<string>);
  if (names === undefined) return byPattern;
  const unmatched = (name: string): boolean =>
    wanted(name) && !patterns.some((pattern) => matches(pattern, name));
  return [
    ...entries(
      names,
      unmatched,
      nodes.flatMap(({ additionalProperties }) => additionalProperties ?? []),
    ),
    ...byPattern,
  ];
}

/** Objects that satisfy all nodes. Shrink by dropping optional members, then member by member. */
export function objects(nodes: readonly SchemaNode[], means: Means, forced?: Forced): Arm {
  const required = new Set(nodes.flatMap((node) => node.required ?? []));
  const declared = [...new Set([...keysOf(nodes, 'properties'), ...required])];
  const rules = nodes.flatMap(({ propertyNames }) => propertyNames ?? []);
  const model: Record<string, fc.Arbitrary<unknown>> = {};
  for (const name of declared) {
    const allowed = rules.every((rule) => satisfies(means.document, rule, name));
    const value = attempt(() => (allowed ? means.build(memberOf(nodes, name)) : undefined));
    if (value) model[name] = value;
    else if (required.has(name) && name !== forced?.step)
      throw new Unsatisfiable(`The member ${JSON.stringify(name)} has no value.`);
  }
  if (forced) {
    required.add(String(forced.step));
    model[forced.step] = forced.arbitrary;
  }

  const most = Math.min(...nodes.map((node) => node.maxProperties ?? Infinity));
  const least = Math.max(0, ...nodes.map((node) => node.minProperties ?? 0));
  const names = Object.keys(model);
  if (most < Math.max(least, required.size)) throw new Unsatisfiable('No number of members is allowed.');
  const lacking = Math.max(0, least - names.length);
  const stated = nodes.some(({ additionalProperties }) => additionalProperties !== undefined);
  const entries = extraEntries(
    nodes,
    declared,
    means.extra || stated || declared.length === 0 || lacking > 0,
    means,
  );
  if (entries.length === 0 && lacking > 0) throw new Unsatisfiable('No further member is allowed.');

  const optional = names.filter((name) => !required.has(name));
  const enough = Math.min(optional.length, Math.max(0, least - required.size));
  const atMost = Math.min(optional.length, most - required.size);
  // fc.record cannot count members. Choosing the names by hand can, but makes values that are thrown away.
  const known: fc.Arbitrary<Record<string, unknown>> =
    enough === 0 && atMost === optional.length
      ? fc.record(model, { requiredKeys: [...required], noNullPrototype: true })
      : fc
          .tuple(
            fc.record(model, { noNullPrototype: true }),
            fc.subarray(optional, { minLength: enough, maxLength: atMost }),
          )
          .map(([all, kept]) =>
            Object.fromEntries(
              Object.entries(all).filter(([name]) => required.has(name) || kept.includes(name)),
            ),
          );
  if (entries.length === 0) return { arbitrary: known, exact: true };
  const extras = fc.array(fc.oneof(...entries), { minLength: lacking, maxLength: lacking * 2 + MOST_EXTRA });
  const arbitrary = fc.tuple(known, extras).map(([object, more]) => {
    const room = Math.max(0, most - Object.keys(object).length);
    const distinct = [...new Map(more)].slice(0, Math.min(room, lacking + MOST_EXTRA));
    return Object.fromEntries([...Object.entries(object), ...distinct]);
  });
  return {
    arbitrary,
    exact: lacking === 0 && rules.length === 0 && keysOf(nodes, 'patternProperties').length === 0,
  };
}
