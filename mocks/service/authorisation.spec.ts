import { describe, expect, test } from 'vitest';
import { bench, CURRENT, failure, header, json, JSON_TYPE, PREVIEW } from './testing.ts';

describe('authorisation', () => {
  const withToken = (value: string | undefined, contract = CURRENT, body?: unknown) => {
    const it = bench({ contract });
    const headers: [string, string][] =
      value === undefined ? [JSON_TYPE] : [['Authorization', value], JSON_TYPE];
    return it.post({ headers, body });
  };

  test('a call without a token is 401 with a bare challenge, whatever its body', () => {
    const response = withToken(undefined, CURRENT, '{');
    expect(failure(response)).toBe('401 Unauthorized');
    expect(header(response, 'www-authenticate')).toMatch(/^Bearer authorization_uri="[^"]+"$/);
  });

  test('a token that is not accepted is 401 with invalid_token', () => {
    const { service } = bench();
    for (const value of ['Bearer x', 'Basic abc', `Bearer ${service.token('valid')}x`]) {
      const response = withToken(value);
      expect(failure(response)).toBe('401 Unauthorized');
      expect(header(response, 'www-authenticate')).toContain('error="invalid_token"');
    }
  });

  test.each([
    ['valid', '201 undefined'],
    ['other-app', '201 undefined'],
    ['expired', '401 Unauthorized'],
    ['wrong-audience', '401 Unauthorized'],
    ['no-role', '403 Forbidden'],
  ] as const)('the token %s is answered %s', (use, expected) => {
    const it = bench();
    const authorization = `bearer ${it.service.token(use)}`;
    expect(it.service.tokenUse(authorization)).toBe(use);
    expect(failure(it.post({ headers: [['authorization', authorization], JSON_TYPE] }))).toBe(expected);
  });

  test('two Authorization lines are no token', () => {
    const it = bench();
    const line: [string, string] = ['Authorization', `Bearer ${it.service.token('valid')}`];
    expect(failure(it.post({ headers: [line, line, JSON_TYPE] }))).toBe('401 Unauthorized');
  });

  test('a token expires after an hour of the clock', () => {
    const it = bench();
    const authorization = `Bearer ${it.service.token('valid')}`;
    it.clock.advance(3_599_000);
    expect(it.service.tokenUse(authorization)).toBe('valid');
    it.clock.advance(1_000);
    expect(it.service.tokenUse(authorization)).toBe('expired');
  });

  test('one permission of each group is needed, or one of all where any is enough', () => {
    const held = { ...CURRENT, permissions: [['A'], ['B', 'C']] };
    const half = { ...CURRENT, permissions: [['A']] };
    const authorization = `Bearer ${bench({ contract: half }).service.token('valid')}`;
    const post = (contract: typeof CURRENT, permissionRule: 'contract' | 'any') =>
      bench({ contract, choices: { permissionRule } }).post({
        headers: [['Authorization', authorization], JSON_TYPE],
      });
    expect(json(post(held, 'contract'))).toMatchObject({
      error: {
        code: 'Forbidden',
        message:
          'The application does not have any of the required application permissions (B, C) to access the resource.',
      },
    });
    expect(post(held, 'any').status).toBe(201);
  });

  test('where the profile names no permission a token without the usual one is still refused', () => {
    const it = bench({ contract: PREVIEW });
    expect(it.post().status).toBe(201);
    expect(failure(it.post({ headers: [['Authorization', `Bearer ${it.service.token('no-role')}`]] }))).toBe(
      '403 Forbidden',
    );
  });
});
