import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { brokenValuesOf, violationsOf } from './broken-values.ts';
import { brokenRules, satisfies } from './evaluate.ts';
import { readSchema } from './schema-document.ts';
import { valuesOf } from './values.ts';
import { ZOO } from './zoo.fixture.ts';

const schemas = Object.values(ZOO).map(({ schema }) => schema);
/** ajv takes multipleOf of numbers from 1e21 on for broken, because it reads their exponent form with parseInt. */
const huge = (value: unknown): boolean => typeof value === 'number' && Math.abs(value) > 1e20;
const all = schemas.flatMap((schema) => [
  ...fc.sample(valuesOf(schema), { numRuns: 4, seed: 1 }),
  ...fc
    .sample(brokenValuesOf(schema), { numRuns: 2 * violationsOf(schema).length, seed: 1 })
    .map(({ value }) => value),
]);

const pool = all.filter((value) => !huge(value));

describe('the second evaluator', () => {
  test.each(Object.entries(ZOO))(
    '%s: agrees with ajv on right and wrong values of all the other schemas',
    (_, { schema }) => {
      const ajv = new Ajv2020({ strict: false });
      addFormats.default(ajv);
      const validate = ajv.compile(schema);
      const document = readSchema(schema);
      for (const value of pool)
        expect({ value, valid: satisfies(document, document.root, value) }).toEqual({
          value,
          valid: validate(value),
        });
    },
  );

  it('names each broken rule and where', () => {
    const document = readSchema({
      required: ['a/b'],
      properties: {
        list: { items: { type: 'integer', minimum: 2 } },
        s: { anyOf: [{ type: 'null' }, { minLength: 2 }] },
      },
      additionalProperties: false,
    });
    expect(brokenRules(document, document.root, { list: [1, 'x', 3], s: 'é', other: 1 })).toEqual([
      { rule: 'required', path: '/a~1b' },
      { rule: 'minimum', path: '/list/0' },
      { rule: 'type', path: '/list/1' },
      { rule: 'minLength', path: '/s' },
      { rule: 'additionalProperties', path: '' },
    ]);
  });

  it.each([
    ['date-time', '2024-02-29T23:59:59.1234567Z', '2023-02-29T23:59:59Z'],
    ['date-time', '0001-01-01T00:00:00+23:59', '2024-01-01T24:00:00Z'],
    ['date-time', '2024-01-01T00:00:00Z', '2024-01-01T00:00:00'],
    ['date', '2000-02-29', '1900-02-29'],
    ['uuid', '141408d1-384c-4c19-8b57-ba39e378011a', '{141408d1-384c-4c19-8b57-ba39e378011a}'],
    ['uri', 'https://example.test/$metadata#A/$entity', '/relative'],
  ])('tells a %s from a near miss', (format, right, wrong) => {
    const document = readSchema({ format });
    expect(brokenRules(document, document.root, right)).toEqual([]);
    expect(brokenRules(document, document.root, wrong)).toEqual([{ rule: 'format', path: '' }]);
  });
});
