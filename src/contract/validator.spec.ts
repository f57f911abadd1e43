import { describe, expect, test } from 'vitest';
import { ANNOTATIONS, compile } from './validator.ts';

test('all faults are listed, each with path and keyword', () => {
  const schema = {
    type: 'object',
    required: ['a'],
    properties: { a: { type: 'string' }, b: { type: 'string', pattern: '^x$' } },
  };
  expect(compile(schema)({ b: 'y' })).toEqual([
    { path: '', keyword: 'required', message: "must have required property 'a'" },
    { path: '/b', keyword: 'pattern', message: 'must match pattern "^x$"' },
  ]);
  expect(compile(schema)({ a: '' })).toEqual([]);
});

test('a schema is compiled once', () => {
  const schema = { type: 'string' };
  expect(compile(schema)).toBe(compile(schema));
});

test('two schemas with the same $id do not disturb each other', () => {
  expect(compile({ $id: 'cordon:same', type: 'string' })(1)).toHaveLength(1);
  expect(compile({ $id: 'cordon:same', type: 'number' })(1)).toEqual([]);
});

test('our annotations are accepted, other unknown keywords are not', () => {
  const annotated = Object.fromEntries(ANNOTATIONS.map((keyword) => [keyword, true]));
  expect(compile(annotated)(1)).toEqual([]);
  expect(() => compile({ 'x-other': true })).toThrow('unknown keyword: "x-other"');
});

describe('a uuid', () => {
  test.each([
    ['00000000-0000-4000-8000-00000000000a', true],
    ['00000000-0000-4000-8000-00000000000A', true],
    ['urn:uuid:00000000-0000-4000-8000-00000000000a', false],
    ['{00000000-0000-4000-8000-00000000000a}', false],
    ['0000000000004000800000000000000a', false],
    [' 00000000-0000-4000-8000-00000000000a', false],
    ['00000000-0000-4000-8000-00000000000a\n', false],
  ])('%j: %s', (value, valid) => {
    expect(compile({ type: 'string', format: 'uuid' })(value)).toHaveLength(valid ? 0 : 1);
  });
});
