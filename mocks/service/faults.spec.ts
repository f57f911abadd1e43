import { describe, expect, test } from 'vitest';
import type { Fault } from '../../src/contract/world.ts';
import { bare, bench, failure, FILE, hash, header, json, text, WORLD } from './testing.ts';

function faulty(...faults: Fault[]) {
  const it = bench({ world: { ...WORLD, faults } });
  const listed = () => (json(it.get('/api/machineactions'))['value'] as { id: string }[]).map(({ id }) => id);
  return { ...it, listed };
}

describe('an answer in place of the service', () => {
  test('comes once, then the service is itself', () => {
    const { post, listed } = faulty({
      on: 'action',
      do: 'answer',
      status: 503,
      headers: [['Retry-After', '5']],
    });
    const first = post();
    expect(failure(first)).toBe('503 InternalServerError');
    expect(header(first, 'retry-after')).toBe('5');
    expect(first.fault).toEqual({ did: 'answer 503' });
    expect(listed()).toEqual([]);
    const second = post();
    expect([second.status, second.fault]).toEqual([201, undefined]);
  });

  test('waits for its turn, and comes as often as it says', () => {
    const { post } = faulty(
      { on: 'action', do: 'answer', status: 500, skip: 1, times: 2 },
      { on: 'action', do: 'answer', status: 502, body: '<html>' },
    );
    const statuses = [1, 2, 3, 4, 5].map(
      (n) => post({ body: { Comment: 'c', Sha1: n === 1 ? FILE : hash(1) } }).status,
    );
    expect(statuses).toEqual([201, 500, 500, 502, 201]);
  });

  test('has the body and headers that were given, and a date', () => {
    const response = faulty({
      on: 'action',
      do: 'answer',
      status: 502,
      headers: [['Content-Type', 'text/html']],
      body: '<html>',
    }).post();
    expect(text(response)).toBe('<html>');
    expect(response.headers).toEqual([
      ['Date', 'Wed, 24 Jan 2024 01:36:28 GMT'],
      ['Content-Type', 'text/html'],
    ]);
  });

  test('may hold a date relative to now', () => {
    const response = faulty({
      on: 'action',
      do: 'answer',
      status: 429,
      headers: [['Retry-After', '{date+60}']],
    }).post();
    expect(failure(response)).toBe('429 429');
    expect(header(response, 'retry-after')).toBe('Wed, 24 Jan 2024 01:37:28 GMT');
  });

  test('uses no quota up', () => {
    const { post } = bench({
      world: {
        ...WORLD,
        quotaUsed: { minute: 99 },
        faults: [{ on: 'action', do: 'answer', status: 500, times: 3 }],
      },
    });
    for (let i = 0; i < 3; i += 1) expect(post().status).toBe(500);
    expect(post().status).toBe(201);
  });
});

describe('a lost answer', () => {
  test('reset before: nothing is done', () => {
    const { post, listed } = faulty({ on: 'action', do: 'reset', when: 'before' });
    expect(post()).toMatchObject({ delivery: 'reset-before', fault: { did: 'reset before' } });
    expect(listed()).toEqual([]);
  });

  test.each([
    [{ do: 'reset', when: 'after' }, 'reset-after', 'reset after'],
    [{ do: 'reset', when: 'during' }, 'reset-during', 'reset during'],
    [{ do: 'cut' }, 'cut', 'cut'],
  ] as const)('%j: the action exists, and the trace may name it', (what, delivery, did) => {
    const { post, listed } = faulty({ on: 'action', ...what });
    const response = post();
    expect(response).toMatchObject({ status: 201, delivery });
    expect(response.fault).toEqual({ did, actionId: json(response)['id'] });
    expect(listed()).toEqual([json(response)['id']]);
    expect(failure(post())).toBe('400 ActiveRequestAlreadyExists');
  });

  test('names no action where the request was refused', () => {
    const { post } = faulty({ on: 'action', do: 'reset', when: 'after' });
    expect(post({ body: '{' }).fault).toEqual({ did: 'reset after' });
  });
});

test('an answer to HEAD, which has no body, is lost as a whole', () => {
  const { service } = faulty({ on: 'read', do: 'cut' });
  const asked = bare('HEAD', '/api/machineactions', [['Authorization', `Bearer ${service.token('valid')}`]]);
  expect(service.handle(asked)).toMatchObject({ delivery: 'reset-after', fault: { did: 'cut' } });
});

test('a delay is handed to the transport in ms', () => {
  const response = faulty({ on: 'action', do: 'delay', ms: 1_500 }).post();
  expect(response).toMatchObject({ status: 201, delivery: 'complete', delayMs: 1_500 });
});

test('faults hit only the kind of request they name', () => {
  const it = faulty(
    { on: 'read', do: 'answer', status: 500 },
    { on: 'token', do: 'answer', status: 503 },
    { on: 'action', do: 'answer', status: 502 },
  );
  const token = () =>
    it.service.handle(bare('POST', `/${it.service.credentials.tenantId}/oauth2/v2.0/token`));
  expect(it.service.handle(bare('DELETE', '/api/machineactions')).status).toBe(405);
  expect(it.get('/api/machineactions').status).toBe(500);
  expect(it.get('/api/machineactions').status).toBe(200);
  expect(json(token())).toEqual({ error: 'temporarily_unavailable' });
  expect(token().status).toBe(400);
  expect(it.post().status).toBe(502);
});
