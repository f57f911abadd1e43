import { formatOf } from './formats.ts';
import type { Schema, SchemaDocument, SchemaNode } from './schema-document.ts';
import { pointerSegment } from './schema-document.ts';

/**
 * One broken rule of a value: the JSON Schema keyword, and the JSON pointer of the value that breaks it. For `required` and
 * `dependentRequired` the pointer is that of the missing member.
 */
export type Violation = { rule: string; path: string };
type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Equal JSON values have equal text, whatever the order of their members. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? 'undefined';
  const names = Object.keys(value).toSorted();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
}

/** The JSON types a value has: an integer is also a number. */
function hasType(value: unknown, type: string): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}

const patterns = new Map<string, RegExp>();

/** Whether a pattern, read with the `u` flag and unanchored as JSON Schema says, matches. */
export function matches(pattern: string, value: string): boolean {
  let compiled = patterns.get(pattern);
  if (compiled === undefined) patterns.set(pattern, (compiled = new RegExp(pattern, 'u')));
  return compiled.test(value);
}

const codePoints = (value: string): number => Array.from(value).length;
const isNullOnly = (schema: Schema): boolean =>
  typeof schema !== 'boolean' &&
  (schema.type === 'null' || schema.const === null) &&
  Object.keys(schema).length === 1;

/** The one branch of a union with `null` that is not `null`: the usual way to say "nullable". Else undefined. */
export function nullableBranch(branches: readonly Schema[] | undefined): Schema | undefined {
  if (branches?.length !== 2 || !branches.some(isNullOnly)) return undefined;
  return branches.find((branch) => !isNullOnly(branch));
}

/** Whether the value satisfies the schema, as this module reads it. */
export const satisfies = (document: SchemaDocument, schema: Schema, value: unknown): boolean =>
  brokenRules(document, schema, value).length === 0;

/**
 * The rules that a value breaks: a second opinion beside ajv that shares no code with it. A union that fails counts as one
 * broken `anyOf` or `oneOf`, but for a union with `null`, whose other branch is looked into.
 */
export function brokenRules(document: SchemaDocument, schema: Schema, value: unknown): Violation[] {
  const broken: Violation[] = [];
  visit(schema, value, '');
  return broken;

  function check(holds: boolean, rule: string, path: string): void {
    if (!holds) broken.push({ rule, path });
  }

  function holds(sub: Schema, part: unknown): boolean {
    return satisfies(document, sub, part);
  }

  /** A `false` subschema has no keyword of its own: the one that holds it is broken, at the path given. */
  function visitBelow(rule: string, rulePath: string, sub: Schema, part: unknown, path: string): void {
    if (sub === false) check(false, rule, rulePath);
    else visit(sub, part, path);
  }

  function visit(node: Schema, part: unknown, path: string): void {
    if (typeof node === 'boolean') return check(node, 'false schema', path);
    if (node.$ref !== undefined) visitBelow('$ref', path, document.resolve(node.$ref), part, path);
    if (node.type !== undefined)
      check(
        [node.type].flat().some((type) => hasType(part, type)),
        'type',
        path,
      );
    if (node.enum)
      check(
        node.enum.some((member) => canonical(member) === canonical(part)),
        'enum',
        path,
      );
    if ('const' in node) check(canonical(node.const) === canonical(part), 'const', path);
    if (typeof part === 'string') visitString(node, part, path);
    if (typeof part === 'number') visitNumber(node, part, path);
    if (Array.isArray(part)) visitArray(node, part, path);
    if (isObject(part)) visitObject(node, part, path);
    visitCombinations(node, part, path);
  }

  function visitString(node: SchemaNode, part: string, path: string): void {
    if (node.pattern !== undefined) check(matches(node.pattern, part), 'pattern', path);
    if (node.format !== undefined) check(formatOf(node.format).accepts(part), 'format', path);
    if (node.minLength !== undefined) check(codePoints(part) >= node.minLength, 'minLength', path);
    if (node.maxLength !== undefined) check(codePoints(part) <= node.maxLength, 'maxLength', path);
  }

  function visitNumber(node: SchemaNode, part: number, path: string): void {
    if (node.minimum !== undefined) check(part >= node.minimum, 'minimum', path);
    if (node.maximum !== undefined) check(part <= node.maximum, 'maximum', path);
    if (node.exclusiveMinimum !== undefined) check(part > node.exclusiveMinimum, 'exclusiveMinimum', path);
    if (node.exclusiveMaximum !== undefined) check(part < node.exclusiveMaximum, 'exclusiveMaximum', path);
    if (node.multipleOf !== undefined) check(Number.isInteger(part / node.multipleOf), 'multipleOf', path);
  }

  function visitArray(node: SchemaNode, part: unknown[], path: string): void {
    if (node.minItems !== undefined) check(part.length >= node.minItems, 'minItems', path);
    if (node.maxItems !== undefined) check(part.length <= node.maxItems, 'maxItems', path);
    if (node.uniqueItems) check(new Set(part.map(canonical)).size === part.length, 'uniqueItems', path);
    const prefix = node.prefixItems ?? [];
    for (const [i, item] of part.entries()) {
      const sub = prefix[i];
      if (sub !== undefined) visitBelow('prefixItems', `${path}/${i}`, sub, item, `${path}/${i}`);
      else if (node.items !== undefined) visitBelow('items', path, node.items, item, `${path}/${i}`);
    }
    const { contains, minContains = 1, maxContains } = node;
    if (contains === undefined) return;
    const found = part.filter((item) => holds(contains, item)).length;
    check(found >= minContains, 'contains', path);
    check(found <= (maxContains ?? found), 'maxContains', path);
  }

  function visitObject(node: SchemaNode, part: JsonObject, path: string): void {
    const names = Object.keys(part);
    const needs = (rule: string, wanted: readonly string[]): void => {
      for (const name of wanted) check(Object.hasOwn(part, name), rule, path + pointerSegment(name));
    };
    needs('required', node.required ?? []);
    for (const [name, wanted] of Object.entries(node.dependentRequired ?? {}))
      if (Object.hasOwn(part, name)) needs('dependentRequired', wanted);
    for (const [name, sub] of Object.entries(node.dependentSchemas ?? {}))
      if (Object.hasOwn(part, name)) check(holds(sub, part), 'dependentSchemas', path);
    if (node.minProperties !== undefined) check(names.length >= node.minProperties, 'minProperties', path);
    if (node.maxProperties !== undefined) check(names.length <= node.maxProperties, 'maxProperties', path);
    for (const name of names) {
      const below = path + pointerSegment(name);
      const { propertyNames } = node;
      if (propertyNames !== undefined) check(holds(propertyNames, name), 'propertyNames', path);
      for (const { rule, sub } of memberSchemas(node, name))
        visitBelow(rule, rule === 'properties' ? below : path, sub, part[name], below);
    }
  }

  function visitCombinations(node: SchemaNode, part: unknown, path: string): void {
    for (const sub of node.allOf ?? []) visitBelow('allOf', path, sub, part, path);
    for (const rule of ['anyOf', 'oneOf'] as const) {
      const branches = node[rule];
      if (branches === undefined) continue;
      const found = branches.filter((branch) => holds(branch, part)).length;
      const branch = nullableBranch(branches);
      if (found === 0 && branch !== undefined) visitBelow(rule, path, branch, part, path);
      else check(rule === 'anyOf' ? found > 0 : found === 1, rule, path);
    }
    if (node.not !== undefined) check(!holds(node.not, part), 'not', path);
    if (node.if !== undefined) {
      const rule = holds(node.if, part) ? 'then' : 'else';
      check(holds(node[rule] ?? true, part), rule, path);
    }
  }
}

/** The schemas that one object schema lays on the member of that name, with the keyword each comes from. */
export function memberSchemas(node: SchemaNode, name: string): { rule: string; sub: Schema }[] {
  const found: { rule: string; sub: Schema }[] = [];
  const own = Object.hasOwn(node.properties ?? {}, name) ? node.properties?.[name] : undefined;
  if (own !== undefined) found.push({ rule: 'properties', sub: own });
  for (const [pattern, sub] of Object.entries(node.patternProperties ?? {}))
    if (matches(pattern, name)) found.push({ rule: 'patternProperties', sub });
  if (found.length === 0 && node.additionalProperties !== undefined)
    found.push({ rule: 'additionalProperties', sub: node.additionalProperties });
  return found;
}
