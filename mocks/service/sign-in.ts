import { headerValue } from './headers.ts';
import type { Random } from './identifiers.ts';
import type { Replies, Reply } from './replies.ts';
import { createTokenEndpoint } from './token-endpoint.ts';
import type { Tokens } from './tokens.ts';
import type { ServiceRequest } from './types.ts';

export type SignInRoute = 'token-v1' | 'token-v2' | 'discovery' | 'instance' | 'keys';

type SignInCall = { request: ServiceRequest; params: Record<string, string>; query: URLSearchParams };

/** The sign-in host: token endpoints, and what sign-in libraries fetch before they use them. */
export function createSignIn(o: {
  tokens: Tokens;
  replies: Replies;
  random: Random;
  epoch: () => number;
}): Record<SignInRoute, (call: SignInCall) => Reply> {
  const endpoint = createTokenEndpoint(o);
  const token =
    (version: 1 | 2) =>
    ({ request, params, query }: SignInCall) => {
      const text = new TextDecoder().decode(request.body);
      return endpoint({
        version,
        tenant: params['tenant'] ?? '',
        form: text === '' ? query : new URLSearchParams(text),
        authorization: headerValue(request.headers, 'authorization'),
      });
    };
  return {
    'token-v1': token(1),
    'token-v2': token(2),
    discovery: ({ request, params }) => {
      const base = `${originOf(request)}/${params['tenant']}`;
      return o.replies.json(200, {
        issuer: `${base}/v2.0`,
        authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
        token_endpoint: `${base}/oauth2/v2.0/token`,
        jwks_uri: `${base}/discovery/v2.0/keys`,
        token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
        response_types_supported: ['code', 'id_token', 'token'],
        subject_types_supported: ['pairwise'],
        id_token_signing_alg_values_supported: ['RS256'],
      });
    },
    instance: ({ request }) => {
      const host = hostOf(request);
      const aliases = [host, 'login.microsoftonline.com', 'login.windows.net', 'login.microsoftonline.us'];
      return o.replies.json(200, {
        tenant_discovery_endpoint: `${originOf(request)}/common/v2.0/.well-known/openid-configuration`,
        'api-version': '1.1',
        metadata: [{ preferred_network: host, preferred_cache: host, aliases: [...new Set(aliases)] }],
      });
    },
    // Tokens are signed with a shared secret: there is no public key to publish.
    keys: () => o.replies.json(200, { keys: [] }),
  };
}

function hostOf(request: ServiceRequest): string {
  return headerValue(request.headers, 'host') ?? 'login.microsoftonline.com';
}

/** Plain HTTP only on loopback, unless something in front says otherwise. */
function originOf(request: ServiceRequest): string {
  const host = hostOf(request);
  const scheme = /^(127\.|localhost\b|\[::1\])/.test(host) ? 'http' : 'https';
  return `${headerValue(request.headers, 'x-forwarded-proto') ?? scheme}://${host}`;
}
