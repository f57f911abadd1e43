import { describe, expect, test } from 'vitest';
import { bare, bench, bytes, header, json, JSON_TYPE, START } from './testing.ts';

const API = 'https://api.securitycenter.microsoft.com';

function signIn(
  version: 1 | 2,
  change: Record<string, string | undefined> = {},
  o: { tenant?: string; headers?: [string, string][]; method?: string; inQuery?: boolean } = {},
) {
  const it = bench();
  const { tenantId, clientId, clientSecret } = it.service.credentials;
  const fields = {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    ...(version === 1 ? { resource: API } : { scope: `${API}/.default` }),
    ...change,
  };
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.set(name, value);
  const path = `/${o.tenant ?? tenantId}/oauth2/${version === 1 ? '' : 'v2.0/'}token`;
  const response = it.service.handle({
    method: o.method ?? 'POST',
    path: o.inQuery ? `${path}?${form.toString()}` : path,
    headers: [['Content-Type', 'application/x-www-form-urlencoded'], ...(o.headers ?? [])],
    body: bytes(o.inQuery ? '' : form.toString()),
  });
  const body = json(response) as Record<string, string>;
  const error = body['error'] === undefined ? undefined : `${response.status} ${body['error']}`;
  return { ...it, response, body, error };
}

describe('the token endpoint', () => {
  test('v2 gives a token that the API accepts, and its life as a number', () => {
    const { response, body, post } = signIn(2);
    expect(response.status).toBe(200);
    expect(header(response, 'cache-control')).toBe('no-store');
    expect(body).toEqual({
      token_type: 'Bearer',
      expires_in: 3599,
      ext_expires_in: 3599,
      access_token: expect.stringMatching(/^ey[\w-]+\.[\w-]+\.[\w-]+$/) as string,
    });
    expect(post({ headers: [['Authorization', `Bearer ${body['access_token']}`], JSON_TYPE] }).status).toBe(
      201,
    );
  });

  test('v1 gives its life as a string, and when it ends', () => {
    const { body, service } = signIn(1);
    expect(body).toMatchObject({
      token_type: 'Bearer',
      expires_in: '3599',
      expires_on: String(START / 1000 + 3599),
      resource: API,
    });
    expect(service.tokenUse(`Bearer ${body['access_token']}`)).toBe('valid');
  });

  test('two tokens of the same second differ', () => {
    const { service } = bench();
    expect(service.token('valid')).not.toBe(service.token('valid'));
  });

  test('a token carries the claims of Entra', () => {
    const { body, service } = signIn(2);
    const claims = JSON.parse(
      Buffer.from(String(body['access_token']).split('.')[1] ?? '', 'base64url').toString(),
    ) as Record<string, unknown>;
    const { tenantId, clientId } = service.credentials;
    expect(claims).toMatchObject({
      aud: API,
      iss: `https://sts.windows.net/${tenantId}/`,
      tid: tenantId,
      appid: clientId,
      iat: START / 1000,
      nbf: START / 1000,
      exp: START / 1000 + 3600,
      roles: ['Machine.StopAndQuarantine', 'Machine.Read.All', 'Machine.ReadWrite.All'],
    });
  });

  test('takes the form with GET, in the body or in the query', () => {
    expect(signIn(1, {}, { method: 'GET' }).response.status).toBe(200);
    expect(signIn(1, {}, { method: 'GET', inQuery: true }).response.status).toBe(200);
  });

  test('takes the client from HTTP Basic', () => {
    const { clientId, clientSecret } = bench().service.credentials;
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
    const none = { client_id: undefined, client_secret: undefined };
    expect(signIn(2, none, { headers: [['Authorization', `Basic ${basic}`]] }).response.status).toBe(200);
  });

  test.each([
    'https://api.securitycenter.windows.com',
    'https://securitycenter.onmicrosoft.com/windowsatpservice',
    'https://api.securitycenter.microsoft.com/',
  ])('%s names this API too', (name) => {
    const { body, service } = signIn(2, { scope: `${name}/.default` });
    expect(service.tokenUse(`Bearer ${body['access_token']}`)).toBe('valid');
  });

  test('a token for another resource is not accepted here', () => {
    const { body, service } = signIn(1, { resource: 'https://graph.microsoft.com' });
    expect(service.tokenUse(`Bearer ${body['access_token']}`)).toBe('wrong-audience');
  });

  test.each<[string, 1 | 2, Record<string, string | undefined>, string]>([
    ['no grant', 2, { grant_type: undefined }, '400 invalid_request'],
    ['another grant', 2, { grant_type: 'password' }, '400 unsupported_grant_type'],
    ['no client', 2, { client_id: undefined }, '400 invalid_request'],
    ['another client', 2, { client_id: 'me' }, '400 unauthorized_client'],
    ['no secret', 1, { client_secret: undefined }, '401 invalid_client'],
    ['another secret', 1, { client_secret: 'guess' }, '401 invalid_client'],
    ['no scope', 2, { scope: undefined }, '400 invalid_request'],
    ['a scope of a single permission', 2, { scope: `${API}/Machine.Read` }, '400 invalid_scope'],
    ['a resource at v2', 2, { resource: API }, '400 invalid_request'],
    ['no resource at v1', 1, { resource: undefined }, '400 invalid_request'],
  ])('refuses %s', (_, version, change, expected) => {
    const { error, body, response } = signIn(version, change);
    expect(error).toBe(expected);
    expect(body['error_description']).toMatch(/^AADSTS\d+: .+ Trace ID: [0-9a-f-]{36} Correlation ID: /);
    expect(body['timestamp']).toBe('2024-01-24 01:36:28Z');
    expect(JSON.stringify(body)).not.toContain('guess');
    expect(header(response, 'retry-after')).toBeUndefined();
  });

  test('refuses an unknown tenant', () => {
    expect(signIn(2, {}, { tenant: 'elsewhere' }).error).toBe('400 invalid_request');
  });
});

test('discovery leads to the token endpoint of the host that was asked', () => {
  const { service } = bench();
  const get = (path: string, host: string) => json(service.handle(bare('GET', path, [['Host', host]])));
  const document = get('/t/v2.0/.well-known/openid-configuration', '127.0.0.1:8080');
  expect(document).toMatchObject({
    issuer: 'http://127.0.0.1:8080/t/v2.0',
    token_endpoint: 'http://127.0.0.1:8080/t/oauth2/v2.0/token',
  });
  const keys = new URL(String(document['jwks_uri'])).pathname;
  expect(get(keys, '127.0.0.1:8080')).toEqual({ keys: [] });
  expect(get('/common/discovery/instance?api-version=1.1', 'login.microsoftonline.com')).toMatchObject({
    tenant_discovery_endpoint:
      'https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration',
  });
});

test('each kind of Authorization header is told apart', () => {
  const { service } = bench();
  const use = (value: string | undefined) => service.tokenUse(value);
  expect(use(undefined)).toBe('none');
  expect(use(' ')).toBe('none');
  expect(use('Basic abc')).toBe('malformed');
  expect(use('Bearer')).toBe('malformed');
  expect(use('Bearer a.b.c')).toBe('malformed');
  expect(use('Bearer e30.e30.AAAA')).toBe('unknown');
  expect(use(`BEARER  ${service.token('valid')}`)).toBe('valid');
  const [head, claims] = service.token('valid').split('.');
  expect(use(`Bearer ${head}.${claims}.${service.token('valid').split('.')[2]}`)).toBe('unknown');
});
