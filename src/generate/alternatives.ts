import type { Schema, SchemaDocument, SchemaNode } from './schema-document.ts';

/**
 * One way to satisfy a list of schemas: `nodes` hold at once and have no `$ref`, `allOf`, `anyOf`, `oneOf`, `not`, `if` or dependency.
 * Where `exact` is false a value of the nodes may still break a schema of the list, and must be asked.
 */
export type Alternative = { nodes: SchemaNode[]; exact: boolean };
/** Schemas to add to the conjunction. */
type Option = { add: Schema[]; exact: boolean };

export const JSON_TYPES: readonly string[] = ['null', 'boolean', 'number', 'string', 'array', 'object'];
/** A product of unions beyond this is cut: every value is still valid, but some combinations are not made. */
const MOST_ALTERNATIVES = 64;
const DEEPEST = 200;

const forbidden = (name: string): SchemaNode => ({ type: 'object', properties: { [name]: false } });
/** As `forbidden`, but anything that is no object passes. */
const absent = (name: string): SchemaNode => ({ properties: { [name]: false } });

/** Ways to break a schema; inexact where all that can be done is to generate anything and ask. */
function negations(document: SchemaDocument, schema: Schema): Option[] {
  if (typeof schema === 'boolean') return schema ? [] : [{ add: [], exact: true }];
  const { $ref, required, type, anyOf, not } = schema;
  if (Object.keys(schema).length === 1) {
    if ($ref !== undefined) return negations(document, document.resolve($ref));
    if (required !== undefined) return required.map((name) => ({ add: [forbidden(name)], exact: true }));
    if (type !== undefined && !type.includes('integer'))
      return [{ add: [{ type: JSON_TYPES.filter((other) => ![type].flat().includes(other)) }], exact: true }];
    if (anyOf !== undefined) return [{ add: anyOf.map((branch) => ({ not: branch })), exact: true }];
    if (not !== undefined) return [{ add: [not], exact: true }];
  }
  return [{ add: [], exact: false }];
}

/** The choices that a schema leaves open, each a list of options of which one is taken. */
function choicesOf(document: SchemaDocument, schema: SchemaNode): Option[][] {
  const exact = (add: Schema[]): Option => ({ add, exact: true });
  const choices: Option[][] = [];
  if (schema.$ref !== undefined) choices.push([exact([document.resolve(schema.$ref)])]);
  if (schema.allOf) choices.push([exact([...schema.allOf])]);
  if (schema.anyOf) choices.push(schema.anyOf.map((branch) => exact([branch])));
  if (schema.oneOf)
    choices.push(schema.oneOf.map((branch) => ({ add: [branch], exact: schema.oneOf?.length === 1 })));
  if (schema.not !== undefined) choices.push(negations(document, schema.not));
  if (schema.if !== undefined)
    choices.push([
      exact([schema.if, schema.then ?? true]),
      ...negations(document, schema.if).map(({ add, exact: sure }) => ({
        add: [...add, schema.else ?? true],
        exact: sure,
      })),
    ]);
  for (const [name, required] of Object.entries(schema.dependentRequired ?? {}))
    choices.push([exact([{ required: [name, ...required] }]), exact([absent(name)])]);
  for (const [name, sub] of Object.entries(schema.dependentSchemas ?? {}))
    choices.push([exact([{ required: [name] }, sub]), exact([absent(name)])]);
  return choices;
}

// oxfmt-ignore
const COMBINATORS = [
  '$ref', 'allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'dependentRequired', 'dependentSchemas',
];
const isPlain = (schema: SchemaNode): boolean => !COMBINATORS.some((keyword) => keyword in schema);
const plainPart = (schema: SchemaNode): SchemaNode => without(schema, COMBINATORS);

/** The schema without some keywords. */
export const without = (schema: SchemaNode, keywords: readonly string[]): SchemaNode =>
  Object.fromEntries(Object.entries(schema).filter(([keyword]) => !keywords.includes(keyword)));

/** All ways to satisfy the schemas at once, as conjunctions of plain nodes. Throws on a `$ref` that is only itself. */
export function alternatives(document: SchemaDocument, schemas: readonly Schema[]): Alternative[] {
  function expand(todo: Schema[], done: SchemaNode[], exact: boolean, depth: number): Alternative[] {
    if (depth > DEEPEST)
      throw new Error(
        `The schema ${document.describe(schemas[0] ?? true)} refers to itself without a property or an item between.`,
      );
    const [schema, ...rest] = todo;
    if (schema === undefined) return [{ nodes: done, exact }];
    if (schema === false) return [];
    if (schema === true) return expand(rest, done, exact, depth);
    if (isPlain(schema)) return expand(rest, [...done, schema], exact, depth);
    let options: Option[] = [{ add: [], exact: true }];
    for (const choice of choicesOf(document, schema))
      options = options
        .flatMap((left) =>
          choice.map((right) => ({ add: [...left.add, ...right.add], exact: left.exact && right.exact })),
        )
        .slice(0, MOST_ALTERNATIVES);
    return options
      .flatMap((option) =>
        expand([plainPart(schema), ...option.add, ...rest], done, exact && option.exact, depth + 1),
      )
      .slice(0, MOST_ALTERNATIVES);
  }
  return expand([...schemas], [], true, 0);
}

/** The JSON types that all nodes allow; `number` includes `integer`. */
export function allowedTypes(nodes: readonly SchemaNode[]): string[] {
  let allowed = [...JSON_TYPES];
  for (const { type } of nodes) {
    if (type === undefined) continue;
    const own = [type].flat();
    allowed = allowed.flatMap((known) => {
      if (own.includes(known) || (known === 'integer' && own.includes('number'))) return [known];
      return known === 'number' && own.includes('integer') ? ['integer'] : [];
    });
  }
  return allowed;
}
