import type { JsonSchema } from '../contract/contract.ts';

const sha1 = { type: 'string', pattern: '^[0-9A-Fa-f]{40}$' };
const time = { type: 'string', format: 'date-time' };
const nullable = { type: ['string', 'null'] };

/** Schemas of every kind that the generator must know, each with the rule@path breaks that must be found. */
// oxfmt-ignore
export const ZOO: Record<string, { schema: JsonSchema; breaks: string[] }> = {
  request: {
    schema: { type: 'object', required: ['Comment', 'Sha1'], properties: { Comment: { type: 'string' }, Sha1: sha1 } },
    breaks: ['type@', 'required@/Comment', 'required@/Sha1', 'type@/Comment', 'type@/Sha1', 'pattern@/Sha1'],
  },
  'request with two names for the hash': {
    schema: {
      type: 'object',
      required: ['Comment'],
      properties: { Comment: { type: 'string' }, SHA1: sha1, Sha1: sha1 },
      anyOf: [{ required: ['SHA1'] }, { required: ['Sha1'] }],
    },
    breaks: [
      'type@', 'anyOf@', 'required@/Comment', 'type@/Comment', 'type@/SHA1', 'pattern@/SHA1', 'type@/Sha1', 'pattern@/Sha1',
    ],
  },
  action: {
    schema: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: 'https://example.test/action',
      title: 'an action',
      type: 'object',
      required: ['id', 'type', 'status', 'creationDateTimeUtc'],
      properties: {
        id: { type: 'string', format: 'uuid', 'x-source': { format: ['page'] } },
        type: { const: 'StopAndQuarantineFile' },
        status: { enum: ['Pending', 'Succeeded', 'Failed'] },
        title: nullable,
        creationDateTimeUtc: time,
        errorHResult: { type: 'integer' },
        relatedFileInfo: {
          anyOf: [{ type: 'null' }, { $ref: '#/$defs/file' }],
        },
        commands: { type: 'array', items: { type: 'object', required: ['index'], properties: { index: { type: 'integer', minimum: 0 } } } },
      },
      $defs: {
        file: { type: 'object', required: ['fileIdentifier'], properties: { fileIdentifier: sha1, fileIdentifierType: { const: 'Sha1' } } },
      },
    },
    breaks: [
      'type@', 'required@/id', 'required@/type', 'required@/status', 'required@/creationDateTimeUtc', 'type@/id', 'format@/id',
      'const@/type', 'enum@/status', 'type@/title', 'type@/creationDateTimeUtc', 'format@/creationDateTimeUtc', 'type@/errorHResult',
      'type@/relatedFileInfo', 'required@/relatedFileInfo/fileIdentifier', 'type@/relatedFileInfo/fileIdentifier',
      'pattern@/relatedFileInfo/fileIdentifier', 'const@/relatedFileInfo/fileIdentifierType', 'type@/commands', 'type@/commands/0',
      'required@/commands/0/index', 'type@/commands/0/index', 'minimum@/commands/0/index',
    ],
  },
  'any object': { schema: { type: 'object' }, breaks: ['type@'] },
  'bounded text': { schema: { type: 'string', minLength: 2, maxLength: 5 }, breaks: ['type@', 'minLength@', 'maxLength@'] },
  'pattern with bounds': {
    schema: { type: 'string', pattern: '^[a-z]+-\\d*$', minLength: 4, maxLength: 8 },
    breaks: ['type@', 'pattern@', 'minLength@', 'maxLength@'],
  },
  'pattern with groups': { schema: { type: 'string', pattern: '^(ab|c)+(\\.\\d{1,3})?$' }, breaks: ['type@', 'pattern@'] },
  'two patterns': { schema: { type: 'string', allOf: [{ pattern: '[a-z]' }, { pattern: '[0-9]' }] }, breaks: ['type@', 'pattern@'] },
  formats: {
    schema: { type: 'object', properties: { at: time, on: { type: 'string', format: 'date' }, link: { type: 'string', format: 'uri' } } },
    breaks: ['type@', 'type@/at', 'format@/at', 'type@/on', 'format@/on', 'type@/link', 'format@/link'],
  },
  integer: {
    schema: { type: 'integer', minimum: -3, exclusiveMaximum: 50, multipleOf: 4 },
    breaks: ['type@', 'minimum@', 'exclusiveMaximum@', 'multipleOf@'],
  },
  number: {
    schema: { type: 'number', exclusiveMinimum: 0, maximum: 1.5 },
    breaks: ['type@', 'exclusiveMinimum@', 'maximum@'],
  },
  'cents': { schema: { type: 'number', multipleOf: 0.01, minimum: 0 }, breaks: ['type@', 'multipleOf@', 'minimum@'] },
  'mixed list of values': { schema: { enum: ['On', 1, true, null, { a: [1] }] }, breaks: ['enum@'] },
  'type beside enum': { schema: { type: 'string', enum: ['a', 'b'] }, breaks: ['type@', 'enum@'] },
  array: {
    schema: { type: 'array', items: { type: 'integer', minimum: 0 }, minItems: 1, maxItems: 3, uniqueItems: true },
    breaks: ['type@', 'minItems@', 'maxItems@', 'uniqueItems@', 'type@/0', 'minimum@/0'],
  },
  tuple: {
    schema: { type: 'array', prefixItems: [{ type: 'string' }, { const: 1 }], items: false, minItems: 1 },
    breaks: ['type@', 'items@', 'minItems@', 'type@/0', 'const@/1'],
  },
  'array that contains': {
    schema: { type: 'array', items: { type: 'integer' }, contains: { minimum: 1000 }, minContains: 2, maxContains: 3 },
    breaks: ['type@', 'contains@', 'maxContains@', 'type@/0'],
  },
  map: {
    schema: {
      type: 'object',
      propertyNames: { pattern: '^[a-z]{1,8}$' },
      patternProperties: { '^is': { type: 'boolean' } },
      additionalProperties: { type: 'integer' },
      minProperties: 1,
      maxProperties: 3,
    },
    breaks: ['type@', 'propertyNames@', 'minProperties@', 'maxProperties@', 'type@/is', 'type@/key'],
  },
  'closed object': {
    schema: { type: 'object', properties: { a: { type: 'integer' }, b: false }, required: ['a'], additionalProperties: false },
    breaks: ['type@', 'properties@/b', 'required@/a', 'additionalProperties@', 'type@/a'],
  },
  'overlapping oneOf': {
    schema: { oneOf: [{ type: 'integer' }, { type: 'number', minimum: 5 }] },
    breaks: ['oneOf@'],
  },
  'anyOf of objects': {
    schema: {
      anyOf: [
        { type: 'object', required: ['kind'], properties: { kind: { const: 'a' } } },
        { type: 'object', required: ['kind', 'n'], properties: { kind: { const: 'b' }, n: { type: 'integer' } } },
      ],
    },
    breaks: ['anyOf@'],
  },
  not: { schema: { type: ['string', 'integer'], not: { enum: ['', 0, 'no'] } }, breaks: ['type@', 'not@'] },
  'not required': { schema: { type: 'object', properties: { a: true, b: true }, not: { required: ['a', 'b'] } }, breaks: ['type@', 'not@'] },
  conditional: {
    schema: {
      type: 'object',
      required: ['type'],
      properties: { type: { enum: ['file', 'url'] }, hash: sha1 },
      if: { properties: { type: { const: 'file' } } },
      // oxlint-disable-next-line unicorn/no-thenable -- the keyword of JSON Schema
      then: { required: ['hash'] },
      else: { properties: { hash: false } },
    },
    breaks: ['type@', 'then@', 'else@', 'required@/type', 'enum@/type', 'type@/hash', 'pattern@/hash'],
  },
  dependencies: {
    schema: {
      type: 'object',
      properties: { from: { type: 'string' }, to: { type: 'string' }, n: { type: 'integer' } },
      dependentRequired: { from: ['to'] },
      dependentSchemas: { n: { required: ['from'] } },
    },
    breaks: ['type@', 'dependentRequired@/to', 'dependentSchemas@', 'type@/from', 'type@/to', 'type@/n'],
  },
  recursive: {
    schema: {
      $ref: '#/$defs/node',
      $defs: {
        node: {
          type: 'object',
          required: ['v'],
          properties: { v: { type: 'integer' }, next: { $ref: '#/$defs/node' }, all: { type: 'array', items: { $ref: '#/$defs/node' } } },
          additionalProperties: false,
        },
      },
    },
    breaks: ['type@', 'required@/v', 'additionalProperties@', 'type@/v', 'type@/next', 'required@/next/v', 'type@/next/v', 'type@/all', 'type@/all/0/v'],
  },
};
