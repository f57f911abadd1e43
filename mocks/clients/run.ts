import { parseArgs } from 'node:util';
import { realClock } from '../../src/clock/clock.ts';
import { createClient, STEPS, type Steps } from './client.ts';
import { MANNER, linesOfCalls, onePerProcess, type Manner } from './drivers.ts';
import type { Settings } from './types.ts';

/**
 * Runs a client as a process: for one call, or with `--stdio` for JSON Lines. The other options are styles of a correct
 * client: `--no-retry`, `--no-keep-alive`, `--look-first`, `--look-after-loss`, `--sign-in` (take no notice of
 * CORDON_TOKEN), `--charset` (name it in Content-Type), `--path TEMPLATE`.
 */
export async function runClient(
  args: string[],
  o: { steps?: Partial<Steps>; manner?: Partial<Manner> } = {},
): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      stdio: { type: 'boolean' },
      'no-retry': { type: 'boolean' },
      'no-keep-alive': { type: 'boolean' },
      'look-first': { type: 'boolean' },
      'look-after-loss': { type: 'boolean' },
      'sign-in': { type: 'boolean' },
      charset: { type: 'boolean' },
      path: { type: 'string', default: '/api/machines/{id}/StopAndQuarantineFile' },
    },
  });
  const settings: Settings = {
    ...fromEnvironment(process.env, values['sign-in'] === true),
    path: values.path,
    retry: values['no-retry'] !== true,
    keepAlive: values['no-keep-alive'] !== true,
    lookFirst: values['look-first'] === true,
    lookAfterLoss: values['look-after-loss'] === true,
    contentType: values.charset ? 'application/json; charset=utf-8' : 'application/json',
  };
  const client = createClient(settings, realClock(), { ...STEPS, ...o.steps });
  const manner = { ...MANNER, ...o.manner };
  if (values.stdio) await linesOfCalls(client, manner, process.stdin, process.stdout);
  else process.exitCode = await onePerProcess(client, process.env);
  client.close();
}

function fromEnvironment(environment: NodeJS.ProcessEnv, signIn: boolean) {
  const {
    CORDON_BASE_URL: baseUrl,
    CORDON_TOKEN: token,
    CORDON_TOKEN_URL: tokenUrl,
    CORDON_CLIENT_ID: clientId,
    CORDON_CLIENT_SECRET: clientSecret,
  } = environment;
  if (baseUrl === undefined)
    throw new Error('CORDON_BASE_URL is not set: this client is started by cordon check client');
  return {
    baseUrl,
    ...(token === undefined || signIn ? {} : { token }),
    ...(tokenUrl === undefined ? {} : { tokenUrl }),
    ...(clientId === undefined ? {} : { clientId }),
    ...(clientSecret === undefined ? {} : { clientSecret }),
  };
}
