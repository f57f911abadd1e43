import { expect, test } from 'vitest';
import { makeWorld } from '../play/make-world.ts';
import { loadScenarios } from '../play/scenario.ts';
import { callsIn } from './calls.ts';

test('each call of each scenario has a machine, a hash and a comment of its own', () => {
  for (const scenario of loadScenarios('client')) {
    const world = makeWorld(scenario.world ?? { machines: 1, files: 1 }, 'seed');
    const calls = callsIn(scenario, world);
    expect(calls.length).toBeGreaterThan(0);
    for (const name of ['machineId', 'sha1', 'comment'] as const)
      expect(new Set(calls.map((call) => call[name])).size, `${scenario.id} ${name}`).toBe(calls.length);
    for (const { machineId, sha1 } of calls)
      expect(world.machines.find(({ id }) => id === machineId)?.files).toContain(sha1?.toLowerCase());
  }
});

test('what the scenario leaves out is absent, and an inert hash is on no machine', () => {
  const world = makeWorld({ machines: 1, files: 1 }, 'seed');
  const [first, second, third] = callsIn(
    {
      id: 'made-up',
      title: 'x',
      party: 'client',
      needs: [],
      calls: [
        { omit: ['Comment'], file: 'inert' },
        { omit: ['Sha1'] },
        { machine: 'unknown', file: 'present' },
      ],
    },
    world,
  );
  expect(first).not.toHaveProperty('comment');
  expect(world.machines[0]?.files).not.toContain(first?.sha1);
  expect(second).toEqual({ machineId: world.machines[0]?.id, comment: 'Cordon made-up call 2' });
  expect(third?.machineId).not.toBe(world.machines[0]?.id);
});
