import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { parse as parseJsonc, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { UsageError, messageOf } from '../errors.ts';

/** The file formats that are ours; each has a JSON Schema in `schemas/harness/`. */
export type HarnessFile =
  | 'trace'
  | 'scenario'
  | 'world'
  | 'config'
  | 'waivers'
  | 'report'
  | 'requirements'
  | 'load-profile';

const ajv = new Ajv2020({
  allErrors: true,
  strict: true,
  strictRequired: false,
  allowUnionTypes: true,
  verbose: true,
});
const compiled = new Map<HarnessFile, Map<string | undefined, ValidateFunction>>();

function validatorOf(file: HarnessFile, definition?: string): ValidateFunction {
  const ofFile = compiled.get(file) ?? new Map<string | undefined, ValidateFunction>();
  compiled.set(file, ofFile);
  const known = ofFile.get(definition);
  if (known) return known;
  const id = `cordon:${file}`;
  for (const name of file === 'scenario' || file === 'trace' ? (['world', file] as const) : ([file] as const))
    if (!ajv.getSchema(`cordon:${name}`)) ajv.addSchema(readHarnessSchema(name), `cordon:${name}`);
  const validate =
    definition === undefined ? ajv.getSchema(id) : ajv.compile({ $ref: `${id}#/$defs/${definition}` });
  if (!validate) throw new Error(`schemas/harness/${file}.json has no schema`);
  ofFile.set(definition, validate);
  return validate;
}

function readHarnessSchema(file: HarnessFile): Record<string, unknown> {
  const url = new URL(`../../schemas/harness/${file}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8')) as Record<string, unknown>;
}

/** What is wrong with `value` as a file of this kind, one sentence a fault; empty when nothing is. */
export function faultsOf(file: HarnessFile, value: unknown, definition?: string): string[] {
  const validate = validatorOf(file, definition);
  if (validate(value)) return [];
  const errors = (validate.errors ?? []).filter((e) => !['oneOf', 'anyOf', 'if'].includes(e.keyword));
  const sentences = (errors.length > 0 ? errors : (validate.errors ?? [])).map(sentenceOf);
  return [...new Set(sentences)];
}

function sentenceOf(error: ErrorObject): string {
  const at = error.instancePath === '' ? 'at the top' : `at ${error.instancePath}`;
  const value = shorten(error.data);
  const params = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case 'additionalProperties':
    case 'unevaluatedProperties': {
      const known = Object.keys((error.parentSchema?.['properties'] as object | undefined) ?? {});
      const unknown = String(params['additionalProperty'] ?? params['unevaluatedProperty']);
      return `${at}: unknown field "${unknown}"${known.length > 0 ? `; allowed are ${known.join(', ')}` : ''}`;
    }
    case 'required':
      return `${at}: the field "${String(params['missingProperty'])}" is missing`;
    case 'enum':
      return `${at}: ${value} is not one of ${(params['allowedValues'] as unknown[]).map((v) => JSON.stringify(v)).join(', ')}`;
    case 'const':
      return `${at}: ${value} is not ${JSON.stringify(params['allowedValue'])}`;
    case 'type':
      return `${at}: ${value} is not of type ${[params['type']].flat().join(' or ')}`;
    case 'pattern':
      return `${at}: ${value} does not match ${String(params['pattern'])}`;
    default:
      return `${at}: ${value} ${error.message ?? `breaks ${error.keyword}`}`;
  }
}

function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

/**
 * Reads one of our JSON files. Comments and trailing commas are allowed.
 * @throws UsageError with the path, the line where that is known, each fault, and `hint`.
 */
export function readHarnessFile<T>(file: HarnessFile, path: string, hint = ''): T {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`cannot read the ${file} file ${path}: ${messageOf(error)}${hint && `. ${hint}`}`);
  }
  const value = parseJson(text, `the ${file} file ${path}`);
  const faults = faultsOf(file, value);
  if (faults.length > 0)
    throw new UsageError(
      `the ${file} file ${path} is not valid:\n${faults.map((f) => `  ${f}`).join('\n')}\nIts format is schemas/harness/${file}.json${hint && `. ${hint}`}`,
    );
  return value as T;
}

/** @throws UsageError with the line of the first fault in the JSON text. */
function parseJson(text: string, what: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parseJsonc(text, errors, { allowTrailingComma: true });
  const first = errors[0];
  if (first) {
    const line = text.slice(0, first.offset).split('\n').length;
    throw new UsageError(`${what} is not JSON: ${printParseErrorCode(first.error)} on line ${line}`);
  }
  return value;
}
