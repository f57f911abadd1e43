import { createHmac } from 'node:crypto';
import type { TokenTrace, TokenUse } from './lines.ts';

/**
 * What a trace keeps of an Authorization header. `print` and `app` are HMACs under `key`, which the run discards,
 * so equal tokens and equal applications are seen as equal and nothing else can be read from them.
 */
export function tokenTrace(authorization: string | undefined, use: TokenUse, key: Uint8Array): TokenTrace {
  if (authorization === undefined) return { use: 'none' };
  const token = /^bearer[ \t]+(\S+)[ \t]*$/i.exec(authorization)?.[1];
  if (token === undefined) return { use: 'malformed' };
  return { use, ...printsOf(token, key) };
}

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
  const payload = token.split('.')[1];
  if (payload === undefined) return undefined;
  try {
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Record<string, unknown>;
    const app = claims['appid'] ?? claims['azp'];
    return typeof claims['tid'] === 'string' && typeof app === 'string'
      ? `${claims['tid']} ${app}`
      : undefined;
  } catch {
    return undefined;
  }
}

function digest(key: Uint8Array, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex').slice(0, 16);
}
