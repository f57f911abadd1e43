import type { Contract, JsonSchema } from '../../src/contract/contract.ts';
import { propertyNames, propertySchema, requiredNames } from './schema.ts';

/** What a valid body asks for, or the documented error code for what is wrong with it. */
export type BodyReading =
  | { ok: true; comment: string; sha1: string }
  | {
      ok: false;
      code: 'MissingRequiredParameter' | 'InvalidRequestBody' | 'InvalidHashValue';
      message: string;
    };

/** The body property that becomes `requestorComment`; all five documents name it so. */
const COMMENT = 'Comment';

type Problem = Extract<BodyReading, { ok: false }>;
type Parameter = { names: string[]; required: boolean; pattern: RegExp | undefined; hash: boolean };

/** Reads bodies by the profile's schema: required names, string types, patterns. Names are case-sensitive, others are ignored. */
export function createBodyReader(contract: Contract): (body: Uint8Array) => BodyReading {
  const parameters = parametersOf(contract);
  return (body) => {
    const fields = jsonObject(body);
    if (!fields) return problem('InvalidRequestBody', 'Request body is incorrect');
    const values = new Map<string, string>();
    for (const parameter of parameters) {
      const name = parameter.names.find((candidate) => Object.hasOwn(fields, candidate));
      const value = name === undefined ? undefined : fields[name];
      const wrong = wrongValue(parameter, value);
      if (wrong) return wrong;
      if (typeof value === 'string') values.set(parameter.hash ? 'hash' : (name ?? ''), value);
    }
    return { ok: true, comment: values.get(COMMENT) ?? '', sha1: values.get('hash') ?? '' };
  };
}

function wrongValue(parameter: Parameter, value: unknown): Problem | undefined {
  const missing = problem('MissingRequiredParameter', `Parameter ${parameter.names[0]} is missing.`);
  if (value === undefined || value === null) return parameter.required ? missing : undefined;
  if (typeof value !== 'string') return problem('InvalidRequestBody', 'Request body is incorrect');
  if (parameter.pattern && !parameter.pattern.test(value))
    return parameter.hash
      ? problem('InvalidHashValue', `Hash value ${value} is invalid.`)
      : problem('InvalidRequestBody', 'Request body is incorrect');
  // An empty string gives the action nothing: treated as if it had been left out.
  return parameter.required && value === '' ? missing : undefined;
}

/** The hash, under whichever of its names comes first, and every other property of the schema. */
function parametersOf(contract: Contract): Parameter[] {
  const schema = contract.requestBody;
  const required = requiredNames(schema);
  const others = propertyNames(schema).filter((name) => !contract.hashNames.includes(name));
  return [
    ...others.map((name) => ({
      names: [name],
      required: required.includes(name),
      pattern: patternOf(schema, name),
      hash: false,
    })),
    {
      names: contract.hashNames,
      required: true,
      pattern: contract.hashNames.map((name) => patternOf(schema, name)).find((p) => p !== undefined),
      hash: true,
    },
  ];
}

function patternOf(schema: JsonSchema, name: string): RegExp | undefined {
  const pattern = propertySchema(schema, name)?.['pattern'];
  return typeof pattern === 'string' ? new RegExp(pattern, 'u') : undefined;
}

function problem(code: Problem['code'], message: string): Problem {
  return { ok: false, code, message };
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/** The object in strictly decoded UTF-8 (RFC 8259 §8.1); undefined for anything else. */
export function jsonObject(body: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(strictUtf8.decode(body));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
