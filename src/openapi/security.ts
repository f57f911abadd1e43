import type { Contract, ProfileId } from '../contract/contract.ts';
import { loadFacts } from '../contract/load.ts';

/** A security scheme and the scopes that the operation asks for. */
export type Security = { name: string; scheme: Record<string, unknown>; scopes: string[] };

/** Where `current` gets its tokens: the page exposed-apis-create-app-webapp (schemas/captures.json). */
const CURRENT = {
  scope: 'https://api.securitycenter.microsoft.com/.default',
  source: ['page:exposed-apis-create-app-webapp'],
};

/**
 * Client credentials where the profile knows the token endpoint, else a bearer token: the documents name a header with a token, and
 * one of them a scheme and a scope, but none an endpoint, without which OpenAPI has no OAuth2 flow.
 */
export function securityOf(contract: Contract): Security {
  const permissions =
    contract.permissions.length === 0 ? {} : { 'x-application-permissions': contract.permissions };
  if (contract.profile === 'current')
    return {
      name: 'clientCredentials',
      scopes: [CURRENT.scope],
      scheme: {
        type: 'oauth2',
        description:
          'A token of an application. Put your tenant in place of `organizations` in the address of the token endpoint.',
        flows: {
          clientCredentials: {
            tokenUrl: 'https://login.microsoftonline.com/organizations/oauth2/v2.0/token',
            scopes: { [CURRENT.scope]: 'The permissions that the application was granted' },
          },
        },
        'x-token-url-template': 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token',
        ...permissions,
        'x-source': CURRENT.source,
      },
    };
  return {
    name: 'bearerToken',
    scopes: [],
    scheme: {
      type: 'http',
      scheme: 'bearer',
      ...scopeOf(contract.profile),
      ...permissions,
    },
  };
}

function scopeOf(profile: Exclude<ProfileId, 'current'>): Record<string, unknown> {
  const { facts } = loadFacts(profile);
  const said = (id: string) => facts.find((fact) => fact.id === id);
  const scheme = said('security.scheme');
  const scope = said('security.scope');
  if (!scheme || !scope) return {};
  return {
    description: `The document names ${scheme.value} and the scope ${scope.value}, but no token endpoint.`,
    'x-source': [`${profile}:${scheme.line}`],
  };
}
