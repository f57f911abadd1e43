import { expect, test } from 'vitest';
import { callVariables, clientVariables, inherited } from './environment.ts';
import type { Emulator } from './emulator.ts';

test('a client inherits no proxy and nothing of ours', () => {
  const own = {
    PATH: '/bin',
    http_proxy: 'http://proxy.example.test',
    HTTPS_PROXY: 'http://proxy.example.test',
    All_Proxy: 'socks://proxy.example.test',
    no_proxy: '*',
    CORDON_TOKEN: 'of a real tenant',
    CORDON_CLIENT_SECRET: 'of a real tenant',
    HOME: undefined,
  };
  expect(inherited(own)).toEqual({ PATH: '/bin', HOME: undefined });
});

test('the variables are those of the client protocol', () => {
  const emulator = {
    origin: 'http://127.0.0.1:1234',
    token: 'token',
    credentials: { tenantId: 'tenant', clientId: 'client', clientSecret: 'secret' },
  } as Emulator;
  expect(clientVariables(emulator, 10)).toEqual({
    CORDON_BASE_URL: 'http://127.0.0.1:1234',
    CORDON_TOKEN: 'token',
    CORDON_TOKEN_URL: 'http://127.0.0.1:1234/tenant/oauth2/v2.0/token',
    CORDON_AUTHORITY: 'http://127.0.0.1:1234/tenant',
    CORDON_TENANT_ID: 'tenant',
    CORDON_CLIENT_ID: 'client',
    CORDON_CLIENT_SECRET: 'secret',
    CORDON_TIME_SCALE: '10',
    NO_PROXY: '127.0.0.1,localhost,::1',
    no_proxy: '127.0.0.1,localhost,::1',
  });
});

test('a value that the scenario leaves out is an unset variable', () => {
  expect(callVariables({ machineId: 'm', sha1: 's' })).toEqual({ CORDON_MACHINE_ID: 'm', CORDON_SHA1: 's' });
  expect(callVariables({ machineId: 'm', comment: '' })).toEqual({
    CORDON_MACHINE_ID: 'm',
    CORDON_COMMENT: '',
  });
});
