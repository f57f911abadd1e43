import { describe, expect, test } from 'vitest';
import { PROFILES } from '../../src/contract/contract.ts';
import { loadContract } from '../../src/contract/load.ts';
import { compile } from '../../src/contract/validator.ts';
import { LIMITER_MODELS } from './limiters.ts';
import { bench, failure, FILE, hash, json, manyFiles, WORLD } from './testing.ts';

describe.each(PROFILES)('%s', (profile) => {
  const contract = loadContract(profile);
  const [hashName = ''] = contract.hashNames;

  test.each(['emit', 'omit'] as const)('a success keeps the schema, nulls: %s', (nulls) => {
    for (const machine of WORLD.machines) {
      const response = bench({ contract, choices: { nulls } }).post({
        machine: machine.id,
        body: { Comment: 'why', [hashName]: FILE },
      });
      expect(response.status).toBe(contract.successStatus);
      expect(compile(contract.responseBody)(json(response))).toEqual([]);
      for (const name of Object.keys((contract.responseBody['properties'] ?? {}) as object))
        if (nulls === 'emit') expect(json(response)).toHaveProperty([name]);
    }
  });

  test('each name of the hash is taken', () => {
    for (const name of contract.hashNames)
      expect(bench({ contract }).post({ body: { Comment: 'why', [name]: FILE } }).status).toBe(201);
  });

  test('errors keep the profile: their status is listed and their body is its envelope', () => {
    const it = bench({ contract, world: { ...WORLD, quotaUsed: { minute: 100 } } });
    const bearer: [string, string] = ['Authorization', `Bearer ${it.service.token('valid')}`];
    const forbidden: [string, string] = ['Authorization', `Bearer ${it.service.token('no-role')}`];
    const answers = [
      it.post({ body: '{' }),
      it.post({ body: { [hashName]: FILE } }),
      it.post({ body: { Comment: 'why', [hashName]: hash(77) } }),
      it.post({ machine: hash(7), body: { Comment: 'why', [hashName]: FILE } }),
      it.post({ headers: [bearer], body: '{' }),
      it.post({ headers: [] }),
      it.post({ headers: [forbidden] }),
      ...(contract.limits.length > 0 ? [it.post({ body: { Comment: 'why', [hashName]: FILE } })] : []),
    ];
    for (const answer of answers) {
      expect(answer.status).toBeGreaterThanOrEqual(400);
      if (contract.errorStatuses.length > 0) expect(contract.errorStatuses).toContain(answer.status);
      if (contract.errorBody) expect(compile(contract.errorBody)(json(answer))).toEqual([]);
      expect(json(answer)).toHaveProperty('error.code');
    }
  });

  test.each(LIMITER_MODELS)('a burst is limited as the profile says: %s', (limiter) => {
    const { post } = bench({ contract, limiter, world: manyFiles(150) });
    const statuses = Array.from(
      { length: 150 },
      (_, n) => post({ body: { Comment: 'why', [hashName]: hash(n) } }).status,
    );
    const calls = contract.limits.find(({ name }) => name === 'minute')?.calls ?? 150;
    expect(statuses.filter((status) => status === 201)).toHaveLength(calls);
    expect(statuses.filter((status) => status === 429)).toHaveLength(150 - calls);
  });

  test('what was created can be read', () => {
    const { post, get } = bench({ contract });
    const { id } = json(post({ body: { Comment: 'why', [hashName]: FILE } }));
    const base = contract.path.split('/machines/')[0];
    expect(json(get(`${base}/machineactions/${String(id)}`))).toMatchObject({ id });
    expect(failure(get(`${base}/machineactions/none`))).toBe('404 ResourceNotFound');
  });
});
