import { headerValue } from './headers.ts';
import type { Replies, Reply } from './replies.ts';
import type { Claims, Tokens } from './tokens.ts';
import type { ServiceRequest } from './types.ts';

const UNAUTHORIZED = {
  none: 'Authorization header is missing.',
  malformed: 'Authorization header is not a bearer token.',
  unknown: 'Invalid Authorization payload: the signature is not valid.',
  'wrong-audience': 'Invalid Authorization payload: the audience is another API.',
  expired: 'Invalid Authorization payload: the token has expired.',
};

/** The claims of an accepted token, or the answer 401 with its challenge (RFC 6750 §3). */
export function authorise(request: ServiceRequest, tokens: Tokens, replies: Replies): Claims | Reply {
  const reading = tokens.read(headerValue(request.headers, 'authorization'));
  if (reading.is === 'valid') return reading.claims;
  const uri = `https://login.microsoftonline.com/${tokens.credentials.tenantId}/oauth2/authorize`;
  const challenge = `Bearer authorization_uri="${uri}"`;
  return replies.error(401, 'Unauthorized', UNAUTHORIZED[reading.is], [
    ['WWW-Authenticate', reading.is === 'none' ? challenge : `${challenge}, error="invalid_token"`],
  ]);
}
