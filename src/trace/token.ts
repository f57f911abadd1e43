import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { TokenTrace, TokenUse } from './lines.ts';

/**
 * What a trace keeps of an Authorization header. `print` and `app` are HMACs under `key`, which the run discards,
 * so equal tokens and equal applications are seen as equal and nothing else can be read from them.
 */
export function tokenTrace(authorization: string | undefined, use: TokenUse, key: Uint8Array): TokenTrace {
  if (authorization === undefined) return { use: 'none' };
  if (latest?.authorization === authorization && latest.key === key)
    return latest.trace.use === use ? latest.trace : { ...latest.trace, use };
  const token = bearerOf(authorization);
  if (token === undefined) return { use: 'malformed' };
  const trace = Object.freeze({ use, ...printsOf(token, key) });
  latest = { authorization, key, trace };
  return trace;
}

/** The header read last: most come many times in a row. */
let latest: { authorization: string; key: Uint8Array; trace: TokenTrace } | undefined;

/** A run sends the same few tokens thousands of times. */
const known = new WeakMap<Uint8Array, Map<string, Pick<TokenTrace, 'print' | 'app'>>>();
const MOST_KNOWN = 1_000;

function printsOf(token: string, key: Uint8Array): Pick<TokenTrace, 'print' | 'app'> {
  const tokens = known.get(key) ?? new Map<string, Pick<TokenTrace, 'print' | 'app'>>();
  known.set(key, tokens);
  const before = tokens.get(token);
  if (before) return before;
  const app = applicationOf(token);
  const prints = {
    print: digest(key, `token ${token}`),
    ...(app === undefined ? {} : { app: digest(key, `app ${app}`) }),
  };
  if (tokens.size < MOST_KNOWN) tokens.set(token, prints);
  return prints;
}

/** Tenant and application of a JWT, by its unverified claims `tid` and `appid` or `azp`; undefined where it has none. */
function applicationOf(token: string): string | undefined {
  const claims = claimsOf(token);
  const app = claims?.['appid'] ?? claims?.['azp'];
  return typeof claims?.['tid'] === 'string' && typeof app === 'string'
    ? `${claims['tid']} ${app}`
    : undefined;
}

/** The claims of a JWT, unverified; undefined for any other token. */
export function claimsOf(token: string): Record<string, unknown> | undefined {
  const payload = token.split('.')[1];
  if (payload === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** The token of an Authorization header; undefined where it is not one bearer token. */
export function bearerOf(authorization: string): string | undefined {
  return /^bearer[ \t]+(\S+)[ \t]*$/i.exec(authorization)?.[1];
}

/** As key objects: node:crypto makes one of bytes at each call. */
const keys = new WeakMap<Uint8Array, KeyObject>();

function digest(key: Uint8Array, text: string): string {
  const made = keys.get(key) ?? createSecretKey(key);
  keys.set(key, made);
  return createHmac('sha256', made).update(text).digest('hex').slice(0, 16);
}
