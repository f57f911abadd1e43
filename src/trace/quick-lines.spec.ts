import fc from 'fast-check';
import { expect, test } from 'vitest';
import { faultsOf } from '../files/validate.ts';
import type { HeaderList, RequestLine, ResponseLine } from './lines.ts';
import { quickRequest, quickResponse, rememberedHeaders } from './quick-lines.ts';
import { createRedactor } from './redact.ts';

const REQUEST: RequestLine = {
  kind: 'request',
  t: 1.5,
  s: 1,
  x: 2,
  call: 3,
  conn: 4,
  method: 'POST',
  path: '/api/machines/é"\\/x?a=b',
  headers: [['Host', 'h']],
  body: '{"Comment":"\u2028\ud800"}',
  token: { use: 'valid', print: 'p', app: 'a' },
};
const RESPONSE: ResponseLine = {
  kind: 'response',
  t: 2,
  s: 1,
  x: 2,
  status: 201,
  headers: [],
  body: 'x\n',
  end: 'complete',
};

const odd = fc.oneof(
  fc.constantFrom(-1, -0, 0.5, 99, 1e21, Number.NaN, Infinity, null, undefined, 'none', 'reset', {}, []),
  fc.string(),
  fc.double(),
  fc.nat(),
  fc.constantFrom({ use: 'none' }, { use: 'what' }, { use: 'valid', print: 1 }, { use: 'valid', more: 'x' }),
  fc.constantFrom([['a', 'b']], [['a']], [['a', 1]], [['a', 'b', 'c']], { base64: 'YQ==' }, { base64: '?' }),
);
/** A line with up to two of its fields, or others, replaced by anything. */
const changed = <T extends object>(line: T): fc.Arbitrary<T> =>
  fc
    .dictionary(fc.constantFrom(...Object.keys(line), 'cut', 'raw', 'why', 'more'), odd, { maxKeys: 2 })
    .map((fields) => {
      const { kind: _kind, ...others } = fields;
      return { ...line, ...others };
    });

const headersOf = (line: { headers?: HeaderList }) =>
  rememberedHeaders((list) => list)(line.headers as HeaderList);

test('a line that is made quickly is what JSON.stringify makes, and fits the format', () => {
  fc.assert(
    fc.property(changed(REQUEST), changed(RESPONSE), (request, response) => {
      for (const [line, quick] of [
        [request, quickRequest],
        [response, quickResponse],
      ] as const) {
        if (!Array.isArray('headers' in line && line.headers)) continue;
        const headers = headersOf(line as { headers: HeaderList });
        const json = headers && quick(line as never, headers);
        if (json === undefined) continue;
        expect(json).toBe(JSON.stringify(line));
        expect(faultsOf('trace', line, line.kind)).toEqual([]);
      }
    }),
    { numRuns: 1_000 },
  );
});

test('an ordinary line is made quickly', () => {
  const headers = headersOf(REQUEST);
  const { call: _call, ...uncalled } = REQUEST;
  for (const line of [REQUEST, { ...uncalled, token: { use: 'none' } } as const])
    expect(headers && quickRequest(line, headers)).toBe(JSON.stringify(line));
  const none = headersOf(RESPONSE as { headers: HeaderList });
  expect(none && quickResponse(RESPONSE, none)).toBe(JSON.stringify(RESPONSE));
});

test('headers that were seen before are known, and lists that changed since are not taken for them', () => {
  const redactor = createRedactor();
  const known = rememberedHeaders(redactor.headers);
  const list: HeaderList = [
    ['Authorization', 'Bearer opaque-token-1234567890'],
    ['A', 'b'],
  ];
  const first = known(list);
  expect(first?.clean).toEqual([
    ['Authorization', 'Bearer [redacted]'],
    ['A', 'b'],
  ]);
  expect(first?.json).toBe(JSON.stringify(first?.clean));
  expect(known(list.map(([name, value]) => [name, value]))).toBe(first);
  list[1] = ['A', 'c'];
  expect(known(list)?.clean[1]).toEqual(['A', 'c']);
  expect(first?.clean[1]).toEqual(['A', 'b']);
  expect(redactor.text('opaque-token-1234567890')).toBe('[redacted]');
});
