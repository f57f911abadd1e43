import { createHmac, createSecretKey } from 'node:crypto';
import type { IssuedTokenUse } from '../../src/trace/lines.ts';
import { guid, randomBytes, randomHex, type Random } from './identifiers.ts';

/** The resource that tokens for this API are made for. */
export const AUDIENCE = 'https://api.securitycenter.microsoft.com';

/** What the service reads from an access token (Entra's names). `exp` in seconds since 1970. */
export type Claims = {
  aud: string;
  iss: string;
  iat: number;
  nbf: number;
  exp: number;
  tid: string;
  appid: string;
  app_displayname: string;
  roles: string[];
  /** Makes two tokens of the same second differ. */
  uti: string;
};

/** `valid` by signature, audience and time; roles are a matter of permission. */
export type TokenReading =
  | { is: 'none' | 'malformed' | 'unknown' }
  | { is: 'wrong-audience' | 'expired' | 'valid'; claims: Claims };

export type Credentials = { tenantId: string; clientId: string; clientSecret: string };

export type Tokens = {
  credentials: Credentials;
  /** A new access token that lives an hour; no two are equal. */
  issue(claims?: Partial<Claims>): string;
  /** A token as one would need it to see what the service does. */
  sample(use: IssuedTokenUse): string;
  /** Reads an Authorization header (RFC 6750 §2.1; the scheme in any letter case, RFC 9110 §11.1). */
  read(authorization: string | undefined): TokenReading;
};

const LIFETIME_SECONDS = 3600;
const APP_NAME = 'Cordon reference client';

/** Signs with a key that `random` makes (HS256): a service with another seed knows none of these tokens. */
export function createTokens(o: {
  random: Random;
  epoch: () => number;
  /** The application permissions that an issued token carries. */
  roles: string[];
}): Tokens {
  // As a key object: node:crypto makes one of bytes at each signature.
  const key = createSecretKey(randomBytes(o.random, 32));
  const credentials = {
    tenantId: guid(o.random),
    clientId: guid(o.random),
    clientSecret: randomHex(o.random, 40),
  };
  const otherApp = guid(o.random);
  /** Signed and decoded before; whether one has expired is asked anew each time. */
  const known = new Map<string, Claims>();
  const sign = (text: string) => createHmac('sha256', key).update(text).digest('base64url');
  const seconds = () => Math.floor(o.epoch() / 1000);

  const issue: Tokens['issue'] = (claims) => {
    const now = seconds();
    const payload: Claims = {
      aud: AUDIENCE,
      iss: `https://sts.windows.net/${credentials.tenantId}/`,
      iat: now,
      nbf: now,
      exp: now + LIFETIME_SECONDS,
      tid: credentials.tenantId,
      appid: credentials.clientId,
      app_displayname: APP_NAME,
      roles: o.roles,
      uti: randomHex(o.random, 16),
      ...claims,
    };
    const text = `${encoded({ typ: 'JWT', alg: 'HS256' })}.${encoded(payload)}`;
    const token = `${text}.${sign(text)}`;
    known.set(token, payload);
    return token;
  };

  /** The header read last: most come many times in a row. */
  let latest: { text: string; claims: Claims } | undefined;
  const verified = (token: string): Claims | undefined => {
    const claims = known.get(token);
    if (claims) return claims;
    const cut = token.lastIndexOf('.');
    if (sign(token.slice(0, cut)) !== token.slice(cut + 1)) return undefined;
    const read = decoded(token.slice(token.indexOf('.') + 1, cut)) as Claims;
    known.set(token, read);
    return read;
  };

  return {
    credentials,
    issue,
    sample: (use) => {
      const now = seconds();
      switch (use) {
        case 'valid':
          return issue();
        case 'expired':
          return issue({
            iat: now - 2 * LIFETIME_SECONDS,
            nbf: now - 2 * LIFETIME_SECONDS,
            exp: now - LIFETIME_SECONDS,
          });
        case 'wrong-audience':
          return issue({ aud: 'https://graph.microsoft.com' });
        case 'no-role':
          return issue({ roles: ['Alert.Read.All'] });
        case 'other-app':
          return issue({ appid: otherApp, app_displayname: `${APP_NAME} 2` });
      }
    },
    read: (authorization) => {
      if (authorization === undefined || authorization.trim() === '') return { is: 'none' };
      if (latest?.text !== authorization) {
        const token = /^bearer +([\w.~+/-]+=*)$/i.exec(authorization.trim())?.[1];
        if (token === undefined || (!known.has(token) && !looksLikeJwt(token))) return { is: 'malformed' };
        const found = verified(token);
        if (!found) return { is: 'unknown' };
        latest = { text: authorization, claims: found };
      }
      const { claims } = latest;
      if (claims.aud !== AUDIENCE) return { is: 'wrong-audience', claims };
      return { is: seconds() >= claims.exp ? 'expired' : 'valid', claims };
    },
  };
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decoded(part: string): unknown {
  return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
}

function looksLikeJwt(token: string): boolean {
  const parts = token.split('.');
  if (parts.length !== 3 || parts.some((part) => !/^[\w-]+$/.test(part))) return false;
  try {
    return [parts[0], parts[1]].every((part) => {
      const value = decoded(part ?? '');
      return typeof value === 'object' && value !== null;
    });
  } catch {
    return false;
  }
}
