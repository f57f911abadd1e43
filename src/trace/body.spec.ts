import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bodyOf, encoded } from './body.ts';

const unit = fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code));

test('bytes that were just encoded read as any other bytes do, lone surrogates too', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit })), (text) => {
      const bytes = encoded(text);
      expect(bodyOf(bytes)).toEqual(bodyOf(Uint8Array.from(bytes)));
      expect(bodyOf(Uint8Array.from(bytes))).toBe(Buffer.from(text, 'utf8').toString('utf8'));
    }),
  );
});

test('bytes are read anew when others were encoded since', () => {
  const first = encoded('first');
  encoded('second');
  expect(bodyOf(first)).toBe('first');
});
