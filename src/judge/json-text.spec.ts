import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scanJson } from './json-text.ts';

describe('a JSON text', () => {
  test.each([
    ['{"a":1,"b":{"a":2}}', {}],
    ['[{"a":1},{"a":2}]', {}],
    ['{"a":"a","b":["a","a"]}', {}],
    ['"\\"a\\":1,\\"a\\":2"', {}],
    ['{"a":1, "a" :1}', { twice: '/a' }],
    ['{"id":1,"\\u0069d":2}', { twice: '/id' }],
    ['{"x":[0,{"a~/b":1,"c":[],"a~/b":2}]}', { twice: '/x/1/a~0~1b' }],
    ['{"":1,"":2}', { twice: '/' }],
    ['{"a":"\\ud83d\\udee1"}', {}],
    ['{"a":"\\ud83d"}', { unpaired: '/a' }],
    ['["", "x\\udee1\\ud83d"]', { unpaired: '/1' }],
    ['"\\uD83D"', { unpaired: '' }],
    ['{"\\ud83d":1}', { unpaired: '/\ud83d' }],
    ['{"a":"\\\\ud83d"}', {}],
    ['1', {}],
  ])('%s', (text, oddities) => {
    expect(scanJson(text)).toEqual(oddities);
  });

  test('as JSON.stringify writes it has nothing odd', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), fc.nat(3), (value, indent) => {
        expect(scanJson(JSON.stringify(value, null, indent))).toEqual({});
      }),
    );
  });

  test('with a name written again at the end of an object is found out', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), (object) => {
        const [name = ''] = Object.keys(object);
        const text = `${JSON.stringify(object).slice(0, -1)},${JSON.stringify(name)}:0}`;
        expect(scanJson(text).twice).toBe(`/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
      }),
    );
  });

  test('of great depth needs no stack', () => {
    const depth = 100_000;
    expect(scanJson(`${'['.repeat(depth)}${']'.repeat(depth)}`)).toEqual({});
  });
});
