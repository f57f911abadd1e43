import type * as fc from 'fast-check';
import type { JsonSchema } from '../contract/contract.ts';
import type { GenerateOptions } from './builder.ts';
import { createBuilder } from './builder.ts';
import { guarded } from './guard.ts';
import { readSchema } from './schema-document.ts';

/**
 * Values that satisfy a JSON Schema 2020-12, made from its keywords; ajv is only the last filter. They shrink to few members, short
 * strings and hashes of zeros. Strings without a pattern are unkind on purpose (see `text`). Build once, draw often.
 *
 * Throws on a keyword, a format or a `$ref` that the generator does not know, with its path, and `Unsatisfiable` where it finds no value.
 */
export function valuesOf(schema: JsonSchema | boolean, options: GenerateOptions = {}): fc.Arbitrary<unknown> {
  const document = readSchema(schema);
  return guarded(createBuilder(document, options)([document.root]), document.accepts, 'the schema at #');
}
