import type { JsonSchema } from '../../src/contract/contract.ts';

/** The names under `properties`, of the schema itself, of what it refers to in its own `$defs`, and of its `allOf`. */
export function propertyNames(schema: JsonSchema): readonly string[] {
  return remembered(schema, 'names', () => [
    ...new Set(parts(schema, schema).flatMap((part) => Object.keys(objectAt(part, 'properties')))),
  ]);
}

/** The names that must be present. */
export function requiredNames(schema: JsonSchema): string[] {
  return parts(schema, schema).flatMap((part) =>
    Array.isArray(part['required']) ? (part['required'] as string[]) : [],
  );
}

/** The keywords that apply to one property, merged; undefined where the schema does not name it. */
export function propertySchema(schema: JsonSchema, name: string): JsonSchema | undefined {
  return remembered(schema, `property ${name}`, () => {
    const found = parts(schema, schema).flatMap((part) => {
      const properties = objectAt(part, 'properties');
      return Object.hasOwn(properties, name) ? parts(schema, properties[name] as JsonSchema) : [];
    });
    return found.length === 0 ? undefined : (Object.assign({}, ...found) as JsonSchema);
  });
}

const memory = new WeakMap<JsonSchema, Map<string, unknown>>();

/** A schema does not change, and each fresh service asks the same of it. */
function remembered<T>(schema: JsonSchema, key: string, make: () => T): T {
  const known = memory.get(schema) ?? new Map<string, unknown>();
  memory.set(schema, known);
  if (!known.has(key)) known.set(key, make());
  return known.get(key) as T;
}

/** A schema and every schema that applies to the same value with it. */
function parts(root: JsonSchema, schema: JsonSchema): JsonSchema[] {
  const reference = schema['$ref'];
  const referred =
    typeof reference === 'string' && reference.startsWith('#/$defs/')
      ? objectAt(root, '$defs')[reference.slice('#/$defs/'.length)]
      : undefined;
  const all = Array.isArray(schema['allOf']) ? (schema['allOf'] as JsonSchema[]) : [];
  return [schema, ...(referred ? [referred as JsonSchema] : []), ...all].flatMap((part) =>
    part === schema ? [part] : parts(root, part),
  );
}

function objectAt(schema: JsonSchema, key: string): Record<string, unknown> {
  const value = schema[key];
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
