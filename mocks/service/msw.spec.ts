import { getResponse } from 'msw';
import { describe, expect, test } from 'vitest';
import type { Fault } from '../../src/contract/world.ts';
import { serviceHandlers } from './msw.ts';
import { bench, FILE, MACHINE, WORLD } from './testing.ts';

function intercepted(...faults: Fault[]) {
  const it = bench({ world: { ...WORLD, faults } });
  const handlers = serviceHandlers(() => it.service, it.clock);
  const post = async (host = 'https://api.securitycenter.microsoft.com') => {
    const response = await getResponse(
      handlers,
      new Request(`${host}/api/machines/${MACHINE}/StopAndQuarantineFile`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${it.service.token('valid')}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ Comment: 'c', Sha1: FILE }),
      }),
    );
    if (!response) throw new Error('no handler answered');
    return response;
  };
  return { ...it, handlers, post };
}

test('a request to any host is answered by the service', async () => {
  const response = await intercepted().post('https://api-eu.securitycenter.microsoft.com');
  expect(response.status).toBe(201);
  expect(await response.json()).toMatchObject({ type: 'StopAndQuarantineFile', machineId: MACHINE });
});

test('the service is asked for anew at each request', async () => {
  const [first, second] = [bench(), bench()];
  let current = first.service;
  const handlers = serviceHandlers(() => current);
  const status = async () => {
    const authorization = `Bearer ${first.service.token('valid')}`;
    const request = new Request('https://h.test/api/machineactions', { headers: { authorization } });
    return (await getResponse(handlers, request))?.status;
  };
  expect(await status()).toBe(200);
  current = bench({ random: () => 0.5 }).service;
  expect(await status()).toBe(401);
  current = second.service;
  expect(await status()).toBe(200);
});

describe('a fault', () => {
  test.each(['before', 'after'] as const)('reset %s is a network error', async (when) => {
    const response = await intercepted({ on: 'action', do: 'reset', when }).post();
    expect(response.type).toBe('error');
  });

  test.each([{ do: 'cut' }, { do: 'reset', when: 'during' }] as const)(
    '%j gives the head and half of the body',
    async (what) => {
      const response = await intercepted({ on: 'action', ...what }).post();
      expect(response.status).toBe(201);
      const reader = response.body?.getReader();
      const half = await reader?.read();
      expect(half?.value?.length).toBe(Math.floor(Number(response.headers.get('content-length')) / 2));
      await expect(reader?.read()).rejects.toThrow('terminated');
    },
  );

  test('delay waits on the clock that was given', async () => {
    const it = intercepted({ on: 'action', do: 'delay', ms: 5_000 });
    expect((await it.post()).status).toBe(201);
    expect(it.clock.now()).toBe(5_000);
  });

  test('an answer without a body may have a status that allows none', async () => {
    const response = await intercepted({ on: 'action', do: 'answer', status: 204 }).post();
    expect([response.status, await response.text()]).toEqual([204, '']);
  });
});
