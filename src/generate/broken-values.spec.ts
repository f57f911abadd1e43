import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { JsonSchema } from '../contract/contract.ts';
import type { BrokenValue } from './broken-values.ts';
import { brokenValuesOf, violationsOf } from './broken-values.ts';
import type { Violation } from './evaluate.ts';
import { ZOO } from './zoo.fixture.ts';

const seed = 2_020_12;
const draw = (schema: JsonSchema, only: Violation, numRuns: number, options = {}): BrokenValue[] =>
  fc.sample(brokenValuesOf(schema, only, options), { numRuns, seed });

/** What ajv says is broken, in our words: `then` for a failing `if`, a missing member by its own path, and so on. */
function ajvViolations(schema: JsonSchema): (value: unknown) => string[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  return (value) => {
    validate(value);
    return (validate.errors ?? []).map(({ keyword, instancePath, schemaPath, params }) => {
      const more = params as {
        missingProperty?: string;
        failingKeyword?: string;
        minContains?: number;
        maxContains?: number;
      };
      if (more.missingProperty !== undefined && !schemaPath.includes('dependentSchemas'))
        return `${keyword}@${instancePath}/${more.missingProperty}`;
      if (more.failingKeyword !== undefined) return `${more.failingKeyword}@${instancePath}`;
      if (schemaPath.includes('dependentSchemas')) return `dependentSchemas@${instancePath}`;
      // ajv names neither the keyword that holds a `false` schema nor which count of `contains` is wrong.
      if (keyword === 'false schema') return `${schemaPath.split('/').at(-3)}@${instancePath}`;
      if (keyword === 'contains' && Array.isArray(value) && value.filter((n) => Number(n) >= 1000).length > 3)
        return `maxContains@${instancePath}`;
      return `${keyword}@${instancePath}`;
    });
  };
}

const request = ZOO['request']?.schema ?? {};
const pattern = { rule: 'pattern', path: '/Sha1' };

describe('violations of a schema', () => {
  test.each(Object.entries(ZOO))('%s: all of its rules are found, each once', (_, { schema, breaks }) => {
    const found = violationsOf(schema).map(({ rule, path }) => `${rule}@${path}`);
    expect(new Set(found).size).toBe(found.length);
    if (schema.$ref !== undefined) expect(found).toEqual(expect.arrayContaining(breaks));
    else expect(found.toSorted()).toEqual(breaks.toSorted());
  });

  it('leaves out what no value breaks', () => {
    expect(violationsOf({ type: 'array', minItems: 0, items: true })).toEqual([{ rule: 'type', path: '' }]);
    expect(violationsOf({})).toEqual([]);
  });
});

const hashes = draw(request, pattern, 1500).map(({ value }) => String((value as { Sha1: unknown }).Sha1));

describe('broken values', () => {
  test.each(Object.entries(ZOO))('%s: ajv agrees that the named rule is broken', (_, { schema }) => {
    const violations = ajvViolations(schema);
    for (const only of violationsOf(schema))
      for (const { value, rule, path } of draw(schema, only, 10)) {
        expect({ rule, path }).toEqual(only);
        expect({ value, broken: violations(value) }).toEqual({
          value,
          broken: expect.arrayContaining([`${rule}@${path}`]) as unknown,
        });
      }
  });

  it('break nothing but the named rule in the request', () => {
    const violations = ajvViolations(request);
    for (const only of violationsOf(request))
      for (const { value } of draw(request, only, 50))
        expect({ value, broken: violations(value) }).toEqual({
          value,
          broken: [`${only.rule}@${only.path}`],
        });
  });

  it('break rules of every kind when none is named', () => {
    const drawn = fc.sample(brokenValuesOf(request), { numRuns: 100, seed });
    expect(new Set(drawn.map(({ rule, path }) => `${rule}@${path}`)).size).toBe(violationsOf(request).length);
  });

  test.each([
    ['empty', /^$/],
    ['one short', /^[0-9A-F]{39}$/i],
    ['one long', /^[0-9A-F]{41}$/i],
    ['as long as MD5', /^[0-9A-F]{32}$/i],
    ['as long as SHA-256', /^[0-9A-F]{64}$/i],
    ['a g inside', /^(?=.{40}$)[0-9A-F]*g[0-9A-F]*$/i],
    ['a space in front', /^ [0-9A-F]{40}$/i],
    ['a space behind', /^[0-9A-F]{40} $/i],
    ['a tab', /^[0-9A-F]{40}\t$/i],
    ['a newline at the end', /^[0-9A-F]{40}\n$/i],
    ['a no-break space', /^[0-9A-F]{40}\u00a0$/i],
    ['a zero-width space inside', /^[0-9A-F]+\u200b[0-9A-F]+$/i],
    ['0x in front', /^0x[0-9A-F]{40}$/i],
    ['0x in front, 40 in all', /^0x[0-9A-F]{38}$/i],
    ['sha1: in front', /^sha1:[0-9A-F]{40}$/i],
    ['one fullwidth character', /^(?=.{40}$)[0-9A-F]*[\uff01-\uff5e][0-9A-F]*$/i],
    ['one Cyrillic look-alike', /^(?=.{40}$)[0-9A-F]*а[0-9A-F]*$/i],
  ])('come near a hash: %s', (_, expected) => {
    expect(hashes.some((hash) => expected.test(hash))).toBe(true);
  });

  it('hold every other type where a string belongs, also text and lists of the right value', () => {
    const values = draw(request, { rule: 'type', path: '/Comment' }, 300).map(
      ({ value }) => (value as { Comment: unknown }).Comment,
    );
    const kinds = values.map((value) =>
      value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value,
    );
    expect(new Set(kinds)).toEqual(new Set(['null', 'boolean', 'number', 'array', 'object']));
    expect(values.some((value) => Array.isArray(value) && typeof value[0] === 'string')).toBe(true);
  });

  it('come near a listed word', () => {
    const words = draw({ enum: ['Pending', 'Failed'] }, { rule: 'enum', path: '' }, 300).map(
      ({ value }) => value,
    );
    expect(words).toEqual(expect.arrayContaining(['pending', 'PENDING', 'Pending ', 'Faile', 'failed']));
    expect(words).not.toContain('Pending');
  });

  it('satisfy no branch of the anyOf that they break', () => {
    const { schema = {} } = ZOO['request with two names for the hash'] ?? {};
    const values = draw(schema, { rule: 'anyOf', path: '' }, 50).map(({ value }) =>
      Object.keys(value as object),
    );
    expect(values).toEqual(values.map(() => ['Comment']));
  });

  it('create the optional or nullable parent of the path', () => {
    const { schema = {} } = ZOO['action'] ?? {};
    for (const { value } of draw(schema, { rule: 'required', path: '/relatedFileInfo/fileIdentifier' }, 20))
      expect((value as { relatedFileInfo: unknown }).relatedFileInfo).toBeTypeOf('object');
    for (const { value } of draw(schema, { rule: 'minimum', path: '/commands/0/index' }, 20))
      expect((value as { commands: { index: number }[] }).commands[0]?.index).toBeLessThan(0);
  });

  it('hold no U+0000 on demand', () => {
    const nuls = (options: object): unknown[] =>
      draw(request, pattern, 500, options).filter(({ value }) =>
        String((value as { Sha1: unknown }).Sha1).includes('\u0000'),
      );
    expect(nuls({}).length).toBeGreaterThan(0);
    expect(nuls({ excludeNul: true })).toEqual([]);
  });

  it('throws on a break that the schema does not have, and says which it has', () => {
    expect(() =>
      brokenValuesOf({ type: 'string', maxLength: 3 }, { rule: 'pattern', path: '/Sha1' }),
    ).toThrow('No broken values for pattern@/Sha1. Possible: type@, maxLength@.');
  });
});

describe('shrinking a broken value', () => {
  const end = (
    schema: JsonSchema,
    only: Violation,
    fails: (value: unknown) => boolean = () => true,
    start = seed,
  ): unknown => {
    const { counterexample } = fc.check(
      fc.property(brokenValuesOf(schema, only), ({ value }) => !fails(value)),
      { seed: start, numRuns: 5000 },
    );
    return counterexample?.[0].value;
  };

  test.each([
    [{ rule: 'type', path: '' }, null],
    [{ rule: 'required', path: '/Comment' }, { Sha1: '0'.repeat(40) }],
    [{ rule: 'required', path: '/Sha1' }, { Comment: '' }],
    [
      { rule: 'type', path: '/Sha1' },
      { Comment: '', Sha1: null },
    ],
    [pattern, { Comment: '', Sha1: '' }],
  ])('ends at the least value that breaks %o', (only, least) => {
    for (const start of [1, 2, 3]) expect(end(request, only, undefined, start)).toEqual(least);
  });

  it('keeps the near miss that matters and shrinks the rest', () => {
    const newline = (value: unknown): boolean => /^\w{40}\n$/.test(String((value as { Sha1: unknown }).Sha1));
    expect(end(request, pattern, newline)).toEqual({ Comment: '', Sha1: `${'0'.repeat(40)}\n` });
  });

  it('keeps breaking the same rule at the same path on every step', () => {
    for (const name of ['action', 'conditional', 'array', 'map', 'recursive']) {
      const { schema = {} } = ZOO[name] ?? {};
      const violations = ajvViolations(schema);
      for (const only of violationsOf(schema).slice(0, 12)) {
        const seen: BrokenValue[] = [];
        const noting = fc.property(brokenValuesOf(schema, only), (broken) => {
          seen.push(broken);
          return false;
        });
        fc.check(noting, { seed, numRuns: 1 });
        for (const { value, rule, path } of seen) {
          expect({ rule, path }).toEqual(only);
          expect(violations(value)).toContain(`${rule}@${path}`);
        }
      }
    }
  });
});
