import { guid, type Random } from './identifiers.ts';
import type { Replies, Reply } from './replies.ts';
import { AUDIENCE, type Tokens } from './tokens.ts';

/** What a token request names: `resource` at the v1 endpoint, `scope` at v2. */
export type TokenRequest = {
  version: 1 | 2;
  tenant: string;
  form: URLSearchParams;
  authorization: string | undefined;
};

/** One second less than the life of the token, as the documented example has it. */
const EXPIRES_IN_SECONDS = 3599;

/** Names of this API that public clients use, all of which give a token for it. */
const RESOURCES = new Set([
  AUDIENCE,
  'https://api.securitycenter.windows.com',
  'https://api.security.microsoft.com',
  'https://securitycenter.onmicrosoft.com/windowsatpservice',
]);

/** The client-credentials grant of Entra (RFC 6749 §4.4), with its answers and error bodies. */
export function createTokenEndpoint(o: {
  tokens: Tokens;
  replies: Replies;
  random: Random;
  epoch: () => number;
}): (request: TokenRequest) => Reply {
  const refuse = (status: number, error: string, number: number, text: string): Reply => {
    const timestamp = new Date(Math.floor(o.epoch())).toISOString().slice(0, 19).replace('T', ' ') + 'Z';
    const [trace, correlation] = [guid(o.random), guid(o.random)];
    return o.replies.json(
      status,
      {
        error,
        error_description: `AADSTS${number}: ${text} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
        error_codes: [number],
        timestamp,
        trace_id: trace,
        correlation_id: correlation,
      },
      [...NOT_STORED, ...(status === 401 ? [['WWW-Authenticate', 'Basic'] as [string, string]] : [])],
    );
  };

  return ({ version, tenant, form, authorization }) => {
    const { tenantId, clientId, clientSecret } = o.tokens.credentials;
    const missing = (name: string) =>
      refuse(400, 'invalid_request', 900144, `The request body must contain the parameter '${name}'.`);
    if (tenant.toLowerCase() !== tenantId)
      return refuse(400, 'invalid_request', 90002, `Tenant '${tenant}' not found.`);
    const grant = form.get('grant_type');
    if (grant === null) return missing('grant_type');
    if (grant !== 'client_credentials')
      return refuse(400, 'unsupported_grant_type', 70003, `The grant type '${grant}' is not supported.`);
    if (version === 2 && form.has('resource'))
      return refuse(400, 'invalid_request', 901002, `The 'resource' request parameter is not supported.`);

    const client = clientOf(form, authorization);
    if (client.id === undefined) return missing('client_id');
    if (client.id.toLowerCase() !== clientId)
      return refuse(400, 'unauthorized_client', 700016, `Application '${client.id}' was not found.`);
    if (client.secret === undefined)
      return refuse(401, 'invalid_client', 7000218, `The request body must contain 'client_secret'.`);
    if (client.secret !== clientSecret)
      return refuse(401, 'invalid_client', 7000215, 'Invalid client secret provided.');

    const wanted = form.get(version === 1 ? 'resource' : 'scope');
    if (wanted === null || wanted === '') return missing(version === 1 ? 'resource' : 'scope');
    if (version === 2 && !wanted.endsWith('/.default'))
      return refuse(400, 'invalid_scope', 1002012, `The scope '${wanted}' must end in '/.default'.`);
    const resource = wanted.replace(/\/\.default$/, '').replace(/\/+$/, '');
    const access_token = o.tokens.issue({ aud: RESOURCES.has(resource) ? AUDIENCE : resource });
    const seconds = Math.floor(o.epoch() / 1000);
    return o.replies.json(
      200,
      version === 1
        ? {
            token_type: 'Bearer',
            expires_in: String(EXPIRES_IN_SECONDS),
            ext_expires_in: String(EXPIRES_IN_SECONDS),
            expires_on: String(seconds + EXPIRES_IN_SECONDS),
            not_before: String(seconds),
            resource: wanted,
            access_token,
          }
        : {
            token_type: 'Bearer',
            expires_in: EXPIRES_IN_SECONDS,
            ext_expires_in: EXPIRES_IN_SECONDS,
            access_token,
          },
      NOT_STORED,
    );
  };
}

/** RFC 6749 §5.1. */
const NOT_STORED: [string, string][] = [
  ['Cache-Control', 'no-store'],
  ['Pragma', 'no-cache'],
];

/** From the form, or from HTTP Basic, whose two parts are form-encoded (RFC 6749 §2.3.1). */
function clientOf(
  form: URLSearchParams,
  authorization: string | undefined,
): { id?: string; secret?: string } {
  const basic = /^basic +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (basic === undefined)
    return { id: form.get('client_id') ?? undefined, secret: form.get('client_secret') ?? undefined };
  const text = Buffer.from(basic, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const plain = (part: string) => new URLSearchParams(`v=${part}`).get('v') ?? '';
  return { id: plain(text.slice(0, colon)), secret: plain(text.slice(colon + 1)) };
}
