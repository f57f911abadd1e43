import type { Exchange } from './exchange.ts';
import type { Failure, Settings } from './types.ts';

const AUDIENCE = 'https://api.securitycenter.microsoft.com';

/** A new token by client credentials (RFC 6749 §4.4), or why there is none. */
export async function fetchToken(
  settings: Settings,
  exchange: Exchange,
): Promise<{ token: string } | { error: Failure }> {
  const { tokenUrl, clientId, clientSecret } = settings;
  if (tokenUrl === undefined || clientId === undefined || clientSecret === undefined)
    return { error: { kind: 'auth', message: 'there are no credentials' } };
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    ...(tokenUrl.includes('/v2.0/') ? { scope: `${AUDIENCE}/.default` } : { resource: AUDIENCE }),
  });
  const reply = await exchange.send(tokenUrl, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
  });
  if ('lost' in reply) return { error: { kind: 'auth', message: reply.message } };
  const body = jsonIn(reply.body);
  const token = body?.['access_token'];
  if (reply.status === 200 && typeof token === 'string') return { token };
  const text = (name: string) => (typeof body?.[name] === 'string' ? body[name] : undefined);
  return {
    error: {
      kind: 'auth',
      code: text('error') ?? String(reply.status),
      message: text('error_description') ?? 'the token endpoint gave no token',
    },
  };
}

/** The JSON object in a body, where it is one. */
export function jsonIn(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
