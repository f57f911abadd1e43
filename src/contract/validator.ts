import { Ajv2020, type AnySchemaObject, type ErrorObject } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { JsonSchema } from './contract.ts';

/**
 * Keywords of our own in `schemas/api/`; they assert nothing. `x-source`: where each keyword beside it comes from.
 * `x-template`: a path with `{id}`. `x-name` and `x-value`: a header as the document writes it. `x-hash`: the property
 * carries this kind of hash. `x-none`: the profile says nothing of this.
 */
export const ANNOTATIONS = ['x-source', 'x-template', 'x-name', 'x-value', 'x-hash', 'x-none'] as const;

/** One way in which a value breaks a schema. */
export type SchemaFault = {
  /** JSON Pointer into the value; of the object that lacks it, where a property is missing. */
  path: string;
  /** The keyword that does not hold. */
  keyword: string;
  message: string;
};

/** RFC 9562 §4 alone: the format of ajv-formats takes `urn:uuid:` in front as well. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true, addUsedSchema: false });
formats.default(ajv);
ajv.addFormat('uuid', UUID);
ajv.addVocabulary([...ANNOTATIONS]);

const compiled = new WeakMap<JsonSchema, (value: unknown) => SchemaFault[]>();

/**
 * The validator of a JSON Schema 2020-12, formats asserted; kept for as long as the schema object is.
 * @returns a function that lists every fault of a value; empty: the value is valid.
 * @throws Error when the schema itself is wrong.
 */
export function compile(schema: JsonSchema): (value: unknown) => SchemaFault[] {
  const known = compiled.get(schema);
  if (known) return known;
  const validate = ajv.compile(schema as AnySchemaObject);
  const faults = (value: unknown) => (validate(value) ? [] : (validate.errors ?? []).map(faultOf));
  compiled.set(schema, faults);
  return faults;
}

function faultOf(error: ErrorObject): SchemaFault {
  return {
    path: error.instancePath,
    keyword: error.keyword,
    message: error.message ?? `breaks ${error.keyword}`,
  };
}
