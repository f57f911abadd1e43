import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { JsonSchema } from '../contract/contract.ts';
import { brokenRules } from './evaluate.ts';
import { readSchema } from './schema-document.ts';
import { valuesOf } from './values.ts';
import { ZOO } from './zoo.fixture.ts';

const seed = 20_171;
const sample = (schema: JsonSchema, numRuns: number, options = {}): unknown[] =>
  fc.sample(valuesOf(schema, options), { numRuns, seed });

/** Where a property that fails for these values ends, from several starts; each end once. */
function shrunk(schema: JsonSchema, fails: (value: unknown) => boolean = () => true): unknown[] {
  const property = fc.property(valuesOf(schema), (value) => !fails(value));
  const ends = [1, 2, 3, 4].map(
    (start) => fc.check(property, { seed: start, numRuns: 2000 }).counterexample?.[0],
  );
  return [...new Set(ends.map((end) => JSON.stringify(end)))].map((text) => JSON.parse(text) as unknown);
}

const sha1 = { type: 'string', pattern: '^[0-9A-Fa-f]{40}$' };
const request = {
  type: 'object',
  required: ['Comment', 'Sha1'],
  properties: { Comment: { type: 'string' }, Sha1: sha1 },
};

describe('values of a schema', () => {
  test.each(Object.entries(ZOO))(
    '%s: ajv and the second evaluator find every value valid, also after a trip through JSON text',
    (_, { schema }) => {
      const ajv = new Ajv2020({ strict: false, allErrors: true });
      addFormats.default(ajv);
      const validate = ajv.compile(schema);
      const document = readSchema(schema);
      for (const value of sample(schema, 60)) {
        expect({ value, errors: validate(value) ? [] : validate.errors }).toEqual({ value, errors: [] });
        expect({ value, broken: brokenRules(document, document.root, value) }).toEqual({ value, broken: [] });
        expect(JSON.parse(JSON.stringify(value))).toStrictEqual(value);
      }
    },
  );

  it('takes and leaves optional members', () => {
    const schema = {
      type: 'object',
      properties: { a: { type: 'integer' }, b: { type: ['string', 'null'] } },
    };
    const shapes = sample(schema, 200).map((value) =>
      Object.keys(value as object)
        .toSorted()
        .join(),
    );
    expect([...new Set(shapes)].toSorted()).toEqual(['', 'a', 'a,b', 'b']);
    expect(sample(schema, 200).some((value) => (value as { b?: unknown }).b === null)).toBe(true);
  });

  it('invents members only where the schema speaks of them, or on demand', () => {
    const names = (options: object): string[] =>
      sample(request, 100, options).flatMap((value) => Object.keys(value as object));
    expect(new Set(names({}))).toEqual(new Set(['Comment', 'Sha1']));
    expect(new Set(names({ extraProperties: true })).size).toBeGreaterThan(10);
  });

  it('chooses every branch of a union and satisfies no second branch of oneOf', () => {
    const values = sample({ oneOf: [{ type: 'integer' }, { type: 'number', minimum: 5 }] }, 200) as number[];
    expect(values.some((n) => Number.isInteger(n))).toBe(true);
    expect(values.some((n) => !Number.isInteger(n))).toBe(true);
    expect(values.filter((n) => Number.isInteger(n) && n >= 5)).toEqual([]);
  });

  it('ends recursive values, and goes deeper than one level', () => {
    const texts = sample(ZOO['recursive']?.schema ?? {}, 200).map((value) => JSON.stringify(value));
    expect(texts.some((text) => /"next":\{[^}]*"next":/.test(text))).toBe(true);
  });
});

describe('strings without a pattern', () => {
  const texts = sample({ type: 'string' }, 3000) as string[];

  test.each([
    ['a quote', /"/],
    ['a backslash', /\\/],
    ['U+0000', /\p{Cc}/u],
    ['a line separator', /\u2028/],
    ['an astral character', /\p{Emoji_Presentation}/u],
    ['a combining mark', /\p{M}/u],
    ['right-to-left text', /[\u0590-\u06ff]/],
    ['white space in front', /^\s\S/],
    ['white space at the end', /\S\s$/],
    ['markup', /<\/script>/],
    ['a template', /\$\{/],
    ['a percent-encoded NUL', /%00/],
  ])('hold %s now and then', (_, expected) => {
    expect(texts.some((text) => expected.test(text))).toBe(true);
  });

  it('are empty and very long now and then, and never hold a lone surrogate', () => {
    const lengths = texts.map((text) => Array.from(text).length);
    expect(Math.min(...lengths)).toBe(0);
    expect(Math.max(...lengths)).toBeGreaterThan(1500);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(2000);
    expect(texts.filter((text) => !text.isWellFormed())).toEqual([]);
  });

  it('keep to their bounds in code points', () => {
    const lengths = (sample({ type: 'string', minLength: 3, maxLength: 4 }, 300) as string[]).map(
      (text) => Array.from(text).length,
    );
    expect(new Set(lengths)).toEqual(new Set([3, 4]));
  });

  it('hold no U+0000 on demand, nor do names and patterns', () => {
    const schema = {
      type: 'object',
      required: ['text', 'coded'],
      properties: { text: { type: 'string' }, coded: { type: 'string', pattern: '^[\\x00-\\x03]{2}$' } },
      additionalProperties: true,
    };
    const holding = (options: object): unknown[] =>
      sample(schema, 1000, options).filter((value) => JSON.stringify(value).includes('\\u0000"'));
    expect(holding({}).length).toBeGreaterThan(0);
    expect(
      holding({ excludeNul: true }).filter((value) => /[^\\]\\u0000/.test(JSON.stringify(value))),
    ).toEqual([]);
  });
});

describe('shrinking', () => {
  it('ends at forty zeros for a SHA-1 and at an empty comment', () => {
    expect(shrunk(request)).toEqual([{ Comment: '', Sha1: '0'.repeat(40) }]);
  });

  it('keeps of a SHA-1 only the character that fails', () => {
    for (const end of shrunk(sha1, (value) => /[a-f]/.test(String(value)))) expect(end).toMatch(/^0*a0*$/);
  });

  it('drops optional members', () => {
    const { schema } = ZOO['action'] ?? { schema: {} };
    expect(shrunk(schema)).toEqual([
      {
        id: '00000000-0000-1000-8000-000000000000',
        type: 'StopAndQuarantineFile',
        status: 'Pending',
        creationDateTimeUtc: '1970-01-01T00:00:00Z',
      },
    ]);
  });

  it('ends at null, at no items and at the bound nearest to zero', () => {
    expect(shrunk({ type: ['string', 'null', 'integer'] })).toEqual([null]);
    expect(shrunk({ type: 'array', items: { type: 'string' } })).toEqual([[]]);
    expect(shrunk({ type: 'integer', minimum: 7 })).toEqual([7]);
    expect(shrunk({ type: 'string', minLength: 2 }, (value) => String(value).length > 3)[0]).toHaveLength(4);
  });
});

describe('a schema that is not understood', () => {
  test.each([
    ['unevaluatedProperties', { type: 'object', unevaluatedProperties: false }, '#/unevaluatedProperties'],
    [
      'nullable',
      { type: 'object', properties: { 'a/b': { type: 'string', nullable: true } } },
      '#/properties/a~1b/nullable',
    ],
    ['$dynamicRef', { anyOf: [{ type: 'null' }, { $dynamicRef: '#x' }] }, '#/anyOf/1/$dynamicRef'],
    ['minLenght', { $defs: { unused: { minLenght: 1 } } }, '#/$defs/unused/minLenght'],
  ])('throws on the keyword %s, with its path', (keyword, schema, path) => {
    expect(() => valuesOf(schema)).toThrow(
      `Unknown schema keyword "${keyword}" at ${path}. Known: $ref, type, enum,`,
    );
  });

  it('takes a property for a property, whatever its name', () => {
    const schema = {
      type: 'object',
      required: ['nullable'],
      properties: { nullable: { const: 1, 'x-nullable': true } },
    };
    expect(sample(schema, 1)).toEqual([{ nullable: 1 }]);
  });

  it('throws on an unknown format and on a $ref that leads nowhere', () => {
    expect(() => valuesOf({ properties: { host: { format: 'hostname' } } })).toThrow(
      'Unknown format "hostname" at #/properties/host/format. Known: date-time, date, uuid, uri. Use pattern, or teach the generator the format.',
    );
    expect(() => valuesOf({ items: { $ref: 'other.json#/a' } })).toThrow(
      '$ref "other.json#/a" at #/items/$ref names no schema of this document; use "#" or "#/$defs/…".',
    );
  });

  test.each([
    ['contradicting types', { type: 'string', allOf: [{ type: 'integer' }] }],
    ['contradicting bounds', { type: 'integer', minimum: 3, exclusiveMaximum: 3 }],
    ['too few distinct items', { type: 'array', items: { type: 'boolean' }, uniqueItems: true, minItems: 3 }],
    ['too few names', { type: 'object', propertyNames: { enum: ['a'] }, minProperties: 2 }],
    ['a list that never ends', { type: 'object', required: ['next'], properties: { next: { $ref: '#' } } }],
    ['a value that is not itself', { const: 1, not: { const: 1 } }],
  ])('says that there is no value: %s', (_, schema) => {
    expect(() => valuesOf(schema)).toThrow(expect.objectContaining({ name: 'Unsatisfiable' }));
  });

  it('throws on a reference that is only itself', () => {
    expect(() => valuesOf({ $ref: '#' })).toThrow(
      'The schema # refers to itself without a property or an item between.',
    );
  });
});
