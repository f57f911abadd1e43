import type { Contract, JsonSchema } from '../contract/contract.ts';
import { compile } from '../contract/validator.ts';

/** Made up, and equal where a call and its action have to be. */
export const EXAMPLE_MACHINE: string = '5d2f1c0b9a8e7d6c5b4a39281706f5e4d3c2b1a0';
const HASH = '9e107d9d372bb6826bd81d3542a419d6a0b1c2d3';
const COMMENT = 'Quarantined by the example';
const TIME = '2024-05-06T07:08:09.1234567Z';

/** By the name of a property; a name that is not here gets the first of `ANY` that its schema takes. */
const BY_NAME: Readonly<Record<string, unknown>> = {
  '@odata.context': 'https://example.com/$metadata#MachineActions/$entity',
  id: '2f6a1c34-58b7-4e09-9d13-7c0e5a4b8f21',
  status: 'Pending',
  Comment: COMMENT,
  requestorComment: COMMENT,
  requestor: 'An example application',
  machineId: EXAMPLE_MACHINE,
  fileIdentifier: HASH,
  fileIdentifierType: 'Sha1',
  type: 'StopAndQuarantineFile',
  computerDnsName: 'pc-1.example.com',
  code: 'ExampleCode',
  message: 'What was wrong.',
  error: 'Unknown',
  target: '7b1d9c52-03e4-4f6a-8a27-1c9e0d5b3f48',
  cancellationRequestor: null,
  cancellationComment: null,
  cancellationDateTimeUtc: null,
  scope: null,
  externalId: null,
};
const ANY: readonly unknown[] = ['text', TIME, HASH, 0, null, [], {}];

/** The body of a call; of two names for the hash, the one of the document's example. */
export function exampleCall(contract: Contract): Record<string, unknown> {
  return { Comment: COMMENT, [contract.hashNames.at(-1) ?? 'Sha1']: HASH };
}

/** A value of a schema with all its properties, the same on each run. @throws Error where none of the values at hand is valid. */
export function exampleOf(schema: JsonSchema, name = ''): unknown {
  const { properties } = schema as { properties?: Record<string, JsonSchema> };
  const tried: unknown[] = [
    ...('const' in schema ? [schema['const']] : []),
    ...(properties
      ? [
          Object.fromEntries(
            Object.entries(properties).map(([key, property]) => [key, exampleOf(property, key)]),
          ),
        ]
      : []),
    ...(name in BY_NAME ? [BY_NAME[name]] : []),
    ...(Array.isArray(schema['enum']) ? (schema['enum'] as unknown[]) : []),
    ...ANY,
  ];
  const isValid = compile(schema);
  const found = tried.find((value) => isValid(value).length === 0);
  if (found === undefined)
    throw new Error(`no example fits the schema of ${name === '' ? 'the root' : name}`);
  return found;
}
