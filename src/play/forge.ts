import { createHash } from 'node:crypto';

/** How a token is forged: another signature, none at all (`alg` `none`, RFC 7519 §6), or no token of anybody. */
export type Forgery = 'signature' | 'unsigned' | 'random';

/**
 * A token that nobody issued, made from a valid one: a JWT keeps its claims and loses its signature, which is a secret; of any
 * other token only the length is kept. `seed`: the same one gives the same token.
 */
export function forgedToken(valid: string, forgery: Forgery, seed: string): string {
  const [head, claims, signature, ...more] = valid.split('.');
  const isJwt =
    (head ?? '').startsWith('eyJ') && claims !== undefined && signature !== undefined && more.length === 0;
  if (!isJwt || forgery === 'random') return lettersOf(seed, valid.length);
  if (forgery === 'unsigned') return `${encoded({ typ: 'JWT', alg: 'none' })}.${claims}.`;
  return `${head}.${claims}.${lettersOf(seed, signature.length)}`;
}

function lettersOf(seed: string, length: number): string {
  const parts = Array.from({ length: Math.ceil(length / 43) }, (_, part) =>
    createHash('sha256').update(`${seed} ${part}`).digest('base64url'),
  );
  return parts.join('').slice(0, length);
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
