import { UsageError, messageOf } from '../errors.ts';
import type { Mean } from '../trace/lines.ts';
import { tokenMeans, type GivenTokens } from '../play/url-target.ts';

/** The environment variables that hold secrets. Their values go into no argument, file or message. */
const TOKEN_VARIABLES: Record<keyof GivenTokens, string> = {
  valid: 'CORDON_TOKEN',
  expired: 'CORDON_TOKEN_EXPIRED',
  'wrong-audience': 'CORDON_TOKEN_WRONG_AUDIENCE',
  'no-role': 'CORDON_TOKEN_NO_ROLE',
  'other-app': 'CORDON_TOKEN_OTHER_APP',
};

export type Environment = Readonly<Record<string, string | undefined>>;

export function tokensFrom(environment: Environment): GivenTokens {
  const tokens: GivenTokens = {};
  for (const [use, variable] of Object.entries(TOKEN_VARIABLES) as [keyof GivenTokens, string][]) {
    const value = environment[variable]?.trim();
    if (value) tokens[use] = value;
  }
  return tokens;
}

/** Everything in the environment that must not be written anywhere. */
export function secretsFrom(environment: Environment): string[] {
  return [...Object.values(TOKEN_VARIABLES), 'CORDON_CLIENT_SECRET']
    .map((name) => environment[name]?.trim())
    .filter((value): value is string => value !== undefined && value !== '');
}

/**
 * The tokens of the environment, with one from the token endpoint where only credentials are given.
 * @throws UsageError when the endpoint refuses, or `wanted` names a mean that the environment lacks.
 */
export async function obtainTokens(
  environment: Environment,
  o: { tokenUrl?: string; wanted: readonly Mean[] },
): Promise<GivenTokens> {
  const tokens = tokensFrom(environment);
  if (tokens.valid === undefined && o.tokenUrl !== undefined)
    tokens.valid = await fetchToken(environment, o.tokenUrl);
  const have = tokenMeans(tokens);
  for (const mean of o.wanted) {
    const use =
      mean === 'token' ? 'valid' : mean.startsWith('token-') ? mean.slice('token-'.length) : undefined;
    if (use === undefined || have.includes(mean)) continue;
    throw new UsageError(
      `the mean "${mean}" is asked for, but ${TOKEN_VARIABLES[use as keyof GivenTokens]} is not set; set it, or take the mean out of the configuration`,
    );
  }
  return tokens;
}

async function fetchToken(environment: Environment, tokenUrl: string): Promise<string> {
  const { CORDON_CLIENT_ID: id, CORDON_CLIENT_SECRET: secret } = environment;
  if (!id || !secret)
    throw new UsageError(
      '--token-url needs CORDON_CLIENT_ID and CORDON_CLIENT_SECRET in the environment, or give CORDON_TOKEN',
    );
  const v2 = /\/v2\.0\/token\/?$/.test(new URL(tokenUrl).pathname);
  const audience = 'https://api.securitycenter.microsoft.com';
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: id,
    client_secret: secret,
    ...(v2 ? { scope: `${audience}/.default` } : { resource: audience }),
  });
  let status = 0;
  try {
    const response = await fetch(tokenUrl, {
      method: 'POST',
      body: form,
      redirect: 'error',
      signal: AbortSignal.timeout(15_000),
    });
    status = response.status;
    const token = ((await response.json()) as { access_token?: unknown }).access_token;
    if (response.ok && typeof token === 'string') return token;
  } catch (error) {
    throw new UsageError(`the token endpoint ${tokenUrl} gave no token: ${messageOf(error)}`);
  }
  throw new UsageError(`the token endpoint ${tokenUrl} gave no token: it answered ${status}`);
}
