import { describe, expect, test } from 'vitest';
import { forCallerHeaders, forServiceHeaders, originFormOf } from './headers.ts';
import { keepBody } from './kept-body.ts';
import { tenantRail } from './tenant-rail.ts';
import { tokenUseOf } from './token-use.ts';

const MACHINE = '3f1a9c0d7b5e2846a1c09f8e7d6b5a4938271605';
const FILE = '87662bc3d60e4200ceaf7aae249d1c343f4b83c9';
const OTHER = '5d41402abc4b2a76b9719d911017c592aa3fe107';

describe('headers', () => {
  test('what Connection names belongs to the connection, but never the framing', () => {
    const headers: [string, string][] = [
      ['Connection', 'X-Hop, close, content-length'],
      ['x-hop', '1'],
      ['Content-Length', '3'],
    ];
    expect(forServiceHeaders(headers, 'api.example')).toEqual([
      ['Host', 'api.example'],
      ['Content-Length', '3'],
      ['Connection', 'close'],
    ]);
  });
  test('a caller that speaks HTTP/1.0 gets no chunks', () => {
    expect(
      forCallerHeaders(
        [
          ['Transfer-Encoding', 'chunked'],
          ['A', '1'],
        ],
        '1.0',
      ),
    ).toEqual([['A', '1']]);
  });
  test.each([
    ['/a?b', '/a?b'],
    ['*', '*'],
    ['http://127.0.0.1:1/a%2F', '/a%2F'],
    ['HTTP://127.0.0.1:1', '/'],
    ['http://127.0.0.1:1?b', '/?b'],
    ['http://other.example/a', undefined],
    ['http://127.0.0.1:1@other.example/a', undefined],
  ])('the target %s is forwarded as %s', (target, path) => {
    expect(originFormOf(target, ['127.0.0.1:1'])).toBe(path);
  });
});

describe('a body that is kept', () => {
  test('up to a bound, without the word that the bound goes through', () => {
    const body = keepBody(12);
    body.add(Buffer.from('one two '));
    body.add(Buffer.from('Bearer-secret and more'));
    expect({ ...body.forTrace(), size: body.size }).toEqual({
      body: Buffer.from('one two '),
      cut: 30,
      size: 30,
    });
  });
  test('whole where it is not longer', () => {
    const body = keepBody(3);
    body.add(Buffer.from('abc'));
    expect(body.forTrace()).toEqual({ body: Buffer.from('abc') });
  });
});

describe('the use of a token', () => {
  const jwt = (exp: number) => `e30.${Buffer.from(JSON.stringify({ exp })).toString('base64url')}.x`;
  const given = { valid: jwt(5_000), 'no-role': 'a-token-without-roles', expired: 'an-expired-one' };
  test.each([
    ['none', undefined, 0],
    ['malformed', 'Basic YTpi', 0],
    ['valid', `bearer ${given.valid}`, 4_999],
    ['unknown', `Bearer ${given.valid}`, 5_300], // a service may still take it
    ['expired', `Bearer ${given.valid}`, 5_700],
    ['no-role', `Bearer ${given['no-role']}`, 0],
    ['expired', `Bearer ${given.expired}`, 0],
    ['expired', `Bearer ${jwt(10)}`, 1_000],
    ['unknown', `Bearer ${jwt(10)}`, 0],
    ['unknown', 'Bearer opaque', 0],
  ])('is %s for %s at %i s', (use, authorization, epochSeconds) => {
    expect(tokenUseOf(authorization, given, epochSeconds * 1000)).toBe(use);
  });
});

describe('the rail of a tenant', () => {
  const rail = (budget = 9) =>
    tenantRail({
      world: { machines: [{ id: MACHINE, files: [FILE] }] },
      budget,
      path: '/api/machines/{id}/StopAndQuarantineFile',
    });
  const asked = (
    body: string,
    more: { method?: string; path?: string; headers?: [string, string][] } = {},
  ) => ({
    method: 'POST',
    path: `/api/machines/${MACHINE}/StopAndQuarantineFile`,
    headers: [],
    body: Buffer.from(body),
    ...more,
  });
  const hash = (sha1: string) => JSON.stringify({ Comment: 'x', Sha1: sha1 });

  test('lets through reads, and calls for what the configuration lists', () => {
    const admit = rail();
    expect(admit(asked(hash(FILE.toUpperCase())))).toBeUndefined();
    expect(admit(asked('{}'))).toBeUndefined();
    expect(admit(asked('', { method: 'GET', path: '/api/machineactions' }))).toBeUndefined();
  });
  test.each([
    ['another hash', asked(hash(OTHER)), `the hash ${OTHER} is not in tenant.hashes of the configuration`],
    [
      'another hash in escapes',
      asked(`{"Sha1":"\\u0035${OTHER.slice(1)}"}`),
      `the hash ${OTHER} is not in tenant.hashes of the configuration`,
    ],
    [
      'another machine',
      asked(hash(FILE), { path: '/api/machines/m1/StopAndQuarantineFile' }),
      'the machine m1 is not in tenant.machines of the configuration',
    ],
    [
      'another action',
      asked('{}', { path: `/api/machines/${MACHINE}/isolate` }),
      `POST /api/machines/${MACHINE}/isolate is not the operation: at a tenant only reads and the operation are let through`,
    ],
    [
      'a coded body',
      asked('', { headers: [['Content-Encoding', 'gzip']] }),
      'a coded body cannot be looked at',
    ],
  ])('stops %s', (_, call, why) => {
    expect(rail()(call)).toBe(why);
  });
  test('stops at the budget, and what it stopped does not count', () => {
    const admit = rail(1);
    admit(asked(hash(OTHER)));
    expect(admit(asked(hash(FILE)))).toBeUndefined();
    expect(admit(asked(hash(FILE)))).toBe('the budget of 1 calls to a tenant is used up');
  });
});
