import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { JsonSchema } from '../contract/contract.ts';
import { FORMAT_NAMES } from './formats.ts';

/** The keywords that the generator knows. A schema with any other one is refused, so none is ever ignored. */
export type SchemaNode = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly prefixItems?: readonly Schema[];
  readonly items?: Schema;
  readonly contains?: Schema;
  readonly minContains?: number;
  readonly maxContains?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly propertyNames?: Schema;
  readonly required?: readonly string[];
  readonly dependentRequired?: Readonly<Record<string, readonly string[]>>;
  readonly dependentSchemas?: Readonly<Record<string, Schema>>;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly not?: Schema;
  readonly if?: Schema;
  readonly then?: Schema;
  readonly else?: Schema;
};
export type Schema = SchemaNode | boolean;

/** A schema that has been read once: keywords known, references resolved, compiled. */
export type SchemaDocument = {
  readonly root: Schema;
  /** The schema that a `$ref` of this document names. */
  resolve: (ref: string) => Schema;
  /** The schema itself, or the one that it does nothing but refer to. */
  referent: (schema: Schema) => Schema;
  /** Whether ajv accepts the value. */
  accepts: (value: unknown) => boolean;
  /** A JSON pointer of the schema, or its start where it was made by the generator, for error messages. */
  describe: (schema: Schema) => string;
};

// oxfmt-ignore
const ONE_SCHEMA = [
  'items', 'contains', 'additionalProperties', 'propertyNames', 'not', 'if', 'then', 'else',
];
const SCHEMA_LIST = ['prefixItems', 'allOf', 'anyOf', 'oneOf'];
const SCHEMA_MAP = ['properties', 'patternProperties', 'dependentSchemas', '$defs'];
// oxfmt-ignore
const PLAIN = [
  '$ref', 'type', 'enum', 'const', 'pattern', 'minLength', 'maxLength', 'format', 'minimum', 'maximum',
  'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'minContains', 'maxContains', 'minItems', 'maxItems',
  'uniqueItems', 'required', 'dependentRequired', 'minProperties', 'maxProperties',
];
const KNOWN = [...PLAIN, ...ONE_SCHEMA, ...SCHEMA_LIST, ...SCHEMA_MAP];
// oxfmt-ignore
const ANNOTATIONS = [
  '$schema', '$id', '$comment', 'title', 'description', 'default', 'examples', 'deprecated', 'readOnly',
  'writeOnly', 'contentEncoding', 'contentMediaType',
];

/** One segment of a JSON pointer, escaped (RFC 6901 §3). */
export const pointerSegment = (name: string | number): string =>
  `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads a JSON Schema 2020-12 document. Annotations (`title`, `x-…` and so on) are left out.
 * Throws on a keyword or a format that the generator does not know, on a `$ref` that leaves the document or
 * names no schema in it, and on a schema that ajv calls malformed.
 */
export function readSchema(schema: JsonSchema | boolean): SchemaDocument {
  const byPointer = new Map<string, Schema>();
  const pointers = new Map<Schema, string>();
  const references: { ref: string; pointer: string }[] = [];

  /** The schema without annotations; registers it and everything below it under its pointer. */
  function read(source: unknown, pointer: string): Schema {
    if (typeof source !== 'boolean' && !isRecord(source))
      throw new Error(
        `The schema at #${pointer} is ${JSON.stringify(source)}; it must be an object or a boolean.`,
      );
    const copy = typeof source === 'boolean' ? source : readKeywords(source, pointer);
    byPointer.set(pointer, copy);
    if (typeof copy !== 'boolean') pointers.set(copy, `#${pointer}`);
    return copy;
  }

  function readKeywords(source: Record<string, unknown>, pointer: string): SchemaNode {
    const copy: Record<string, unknown> = {};
    for (const [keyword, value] of Object.entries(source)) {
      const at = pointer + pointerSegment(keyword);
      if (keyword.startsWith('x-') || ANNOTATIONS.includes(keyword)) continue;
      if (!KNOWN.includes(keyword))
        throw new Error(
          `Unknown schema keyword "${keyword}" at #${at}. Known: ${KNOWN.join(', ')}. ` +
            'Name an annotation x-…, or teach the generator the keyword.',
        );
      if (keyword === 'format' && !FORMAT_NAMES.includes(String(value)))
        throw new Error(
          `Unknown format ${JSON.stringify(value)} at #${at}. Known: ${FORMAT_NAMES.join(', ')}. ` +
            'Use pattern, or teach the generator the format.',
        );
      if (keyword === '$ref') references.push({ ref: String(value), pointer: at });
      if (ONE_SCHEMA.includes(keyword)) copy[keyword] = read(value, at);
      else if (SCHEMA_LIST.includes(keyword) && Array.isArray(value))
        copy[keyword] = value.map((item, i) => read(item, `${at}/${i}`));
      else if (SCHEMA_MAP.includes(keyword) && isRecord(value))
        copy[keyword] = Object.fromEntries(
          Object.entries(value).map(([name, item]) => [name, read(item, at + pointerSegment(name))]),
        );
      else copy[keyword] = value;
    }
    return copy;
  }

  function target(ref: string): Schema | undefined {
    return ref.startsWith('#') ? byPointer.get(decodeURIComponent(ref.slice(1))) : undefined;
  }

  const resolve = (ref: string): Schema => target(ref) ?? false;
  const root = read(schema, '');
  for (const { ref, pointer } of references)
    if (target(ref) === undefined)
      throw new Error(
        `$ref ${JSON.stringify(ref)} at #${pointer} names no schema of this document; use "#" or "#/$defs/…".`,
      );

  const ajv = new Ajv2020({
    strict: true,
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
    allowMatchingProperties: true,
  });
  // unevaluated* is not among the known keywords, and keeping track for it makes ajv throw on some unions of objects.
  ajv.opts.unevaluated = false;
  addFormats.default(ajv);
  const validate = ajv.compile(root);
  return {
    root,
    resolve,
    referent: (node) => {
      const only = typeof node === 'object' && Object.keys(node).length === 1 ? node.$ref : undefined;
      return only === undefined ? node : resolve(only);
    },
    accepts: (value) => validate(value),
    describe: (node) => pointers.get(node) ?? JSON.stringify(node).slice(0, 100),
  };
}
