import type { GivenTokens } from '../play/url-target.ts';
import type { TokenUse } from '../trace/lines.ts';
import { bearerOf, claimsOf } from '../trace/token.ts';

/** A service may take a token for some minutes after its `exp` (RFC 7519 §4.1.4). */
const LEEWAY_MS = 600_000;

/**
 * What a recording knows of the token of a request: which one of the environment it is, that its `exp` has long passed, or nothing.
 * A token that was good at the start of a recording may expire in it. Nothing is verified.
 */
export function tokenUseOf(authorization: string | undefined, given: GivenTokens, epochMs: number): TokenUse {
  if (authorization === undefined) return 'none';
  const token = bearerOf(authorization);
  if (token === undefined) return 'malformed';
  const known = (Object.keys(given) as (keyof GivenTokens)[]).find((use) => given[use] === token);
  if (known !== undefined && known !== 'valid' && known !== 'other-app') return known;
  const { exp } = claimsOf(token) ?? {};
  const pastMs = typeof exp === 'number' ? epochMs - exp * 1000 : -Infinity;
  if (pastMs > LEEWAY_MS) return 'expired';
  return pastMs > 0 ? 'unknown' : (known ?? 'unknown');
}
