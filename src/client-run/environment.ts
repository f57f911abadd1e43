import type { Call } from './calls.ts';
import type { Emulator } from './emulator.ts';

const PROXY = /^(https?|all|ftp|no)_proxy$/i;
const LOOPBACK = '127.0.0.1,localhost,::1';

type Variables = Record<string, string | undefined>;

/** The variables that a client of this emulator is given (the client protocol lists them). */
export function clientVariables(emulator: Emulator, timeScale: number): Record<string, string> {
  const { tenantId, clientId, clientSecret } = emulator.credentials;
  const authority = `${emulator.origin}/${tenantId}`;
  return {
    CORDON_BASE_URL: emulator.origin,
    CORDON_TOKEN: emulator.token,
    CORDON_TOKEN_URL: `${authority}/oauth2/v2.0/token`,
    CORDON_AUTHORITY: authority,
    CORDON_TENANT_ID: tenantId,
    CORDON_CLIENT_ID: clientId,
    CORDON_CLIENT_SECRET: clientSecret,
    CORDON_TIME_SCALE: String(timeScale),
    NO_PROXY: LOOPBACK,
    no_proxy: LOOPBACK,
  };
}

/** The call's own variables for a command that is started for it alone; a value that is left out is an unset variable. */
export function callVariables(call: Call): Record<string, string> {
  return {
    ...(call.machineId === undefined ? {} : { CORDON_MACHINE_ID: call.machineId }),
    ...(call.comment === undefined ? {} : { CORDON_COMMENT: call.comment }),
    ...(call.sha1 === undefined ? {} : { CORDON_SHA1: call.sha1 }),
  };
}

/** What a client inherits: no proxy, and nothing of ours, which may hold the secrets of a real tenant. */
export function inherited(environment: Variables): Variables {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !PROXY.test(name) && !name.startsWith('CORDON_')),
  );
}
