import { expect, test } from 'vitest';
import { readChallenges } from './challenge.ts';

const read = (...values: string[]) => {
  const result = readChallenges(values);
  return result.ok
    ? result.challenges.map(({ scheme, token, parameters }) => [
        scheme,
        token ?? Object.fromEntries(parameters),
      ])
    : result.why;
};

test.each<[string, unknown]>([
  ['Bearer', [['bearer', {}]]],
  ['Bearer realm="a"', [['bearer', { realm: 'a' }]]],
  ['Bearer realm="", error=invalid_token', [['bearer', { realm: '', error: 'invalid_token' }]]],
  ['Bearer a = "b" ,\tc="d"', [['bearer', { a: 'b', c: 'd' }]]],
  [
    'Bearer error="a \\"quoted\\" word, and a comma"',
    [['bearer', { error: 'a "quoted" word, and a comma' }]],
  ],
  ['Negotiate YWJj==', [['negotiate', 'YWJj==']]],
  [
    'Negotiate, Bearer realm="a", Basic realm="b"',
    [
      ['negotiate', {}],
      ['bearer', { realm: 'a' }],
      ['basic', { realm: 'b' }],
    ],
  ],
  [
    ', Bearer ,, Basic realm="b",',
    [
      ['bearer', {}],
      ['basic', { realm: 'b' }],
    ],
  ],
  ['', 'no challenge at all'],
  ['Bearer realm=a', 'a realm without quotes'],
  ['Bearer a="1", A="2"', 'the parameter A twice'],
  ['Bearer a="1" b="2"', 'no comma before "b=\\"2\\""'],
  ['Bearer a="1', 'neither a token nor a parameter at "a=\\"1"'],
  ['"Bearer"', 'neither a scheme nor a parameter at "\\"Bearer\\""'],
  ['Bearer uri=https://a.example/', 'neither a token nor a parameter at "uri=https://a.example/"'],
])('%s', (value, expected) => {
  expect(read(value)).toEqual(expected);
});

test('several header lines are one list', () => {
  expect(read('Bearer', 'Basic realm="a"')).toEqual([
    ['bearer', {}],
    ['basic', { realm: 'a' }],
  ]);
});
