import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedactor } from '../trace/redact.ts';
import { forgedToken } from './forge.ts';

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const SIGNATURE = 'c2lnbmF0dXJlLW9mLXRoZS1pc3N1ZXI';
const JWT = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ tid: 't', appid: 'a', exp: 1 })}.${SIGNATURE}`;

describe('a forged token', () => {
  test('keeps the claims of a JWT and loses its signature', () => {
    const forged = forgedToken(JWT, 'signature', 'seed');
    expect(forged.split('.').slice(0, 2)).toEqual(JWT.split('.').slice(0, 2));
    expect(forged).toHaveLength(JWT.length);
    expect(forged).not.toContain(SIGNATURE);
  });

  test('says that it is not signed, and is not', () => {
    const [head, claims, ...rest] = forgedToken(JWT, 'unsigned', 'seed').split('.');
    expect(JSON.parse(Buffer.from(head ?? '', 'base64url').toString('utf8'))).toEqual({
      typ: 'JWT',
      alg: 'none',
    });
    expect([claims, ...rest]).toEqual([JWT.split('.')[1], '']);
  });

  test('keeps nothing of any other token but its length', () => {
    const forged = forgedToken('opaque-token-of-somebody', 'unsigned', 'seed');
    expect(forged).toMatch(/^[\w-]{24}$/);
  });

  test('is the same for the same seed, and another for another', () => {
    expect(forgedToken(JWT, 'random', 'a')).toBe(forgedToken(JWT, 'random', 'a'));
    expect(forgedToken(JWT, 'random', 'a')).not.toBe(forgedToken(JWT, 'random', 'b'));
  });

  test('leaves no trace, and no part of the valid one, in a line or in an answer that repeats it', () => {
    const anyToken = fc.oneof(
      fc.constant(JWT),
      fc.stringMatching(/^[\w~+/-]{20,60}$/),
      fc.stringMatching(/^[\w-]{8}\.[\w-]{8}\.[\w-]{24}$/),
    );
    fc.assert(
      fc.property(anyToken, fc.constantFrom('signature', 'unsigned', 'random'), (valid, forgery) => {
        const forged = forgedToken(valid, forgery, 'seed');
        const redactor = createRedactor([valid]);
        const line = redactor.deep({ headers: [['Authorization', `Bearer ${forged}`]] });
        const echo = redactor.text(`Invalid: ${forged} or ${encodeURIComponent(forged)} for ${valid}`);
        for (const secret of [forged, valid, ...valid.split('.').slice(2)]) {
          expect(JSON.stringify(line)).not.toContain(secret);
          expect(echo).not.toContain(secret);
        }
      }),
      { numRuns: 60, seed: 1 },
    );
  });
});
