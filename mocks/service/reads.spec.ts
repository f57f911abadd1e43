import { describe, expect, test } from 'vitest';
import { bare, bench, failure, FILE, hash, json, MACHINE, text } from './testing.ts';

const OTHER = 'f46b9bb259ed4a7fb9981b73510e3cc7aa81ec1f';

/** A tenant with three actions, and the query of its list. */
function listed() {
  const it = bench();
  it.post({ body: { Comment: 'one', Sha1: FILE } });
  it.clock.advance(30_000);
  it.post({ body: { Comment: 'two', Sha1: hash(1) } });
  it.post({ machine: OTHER, body: { Comment: 'three', Sha1: FILE } });
  const comments = (query: string) =>
    (json(it.get(`/api/machineactions${query}`))['value'] as { requestorComment: string }[]).map(
      (action) => action.requestorComment,
    );
  return { ...it, comments };
}

describe('an action', () => {
  test('goes from Pending to InProgress to Succeeded', () => {
    const { post, get, clock } = bench();
    const { id, creationDateTimeUtc } = json(post()) as { id: string; creationDateTimeUtc: string };
    const read = () => json(get(`/api/machineactions/${id}`));
    expect(read()).toMatchObject({ id, status: 'Pending' });
    clock.advance(4_999);
    expect(read()['status']).toBe('Pending');
    clock.advance(1);
    expect(read()['status']).toBe('InProgress');
    expect(read()['lastUpdateDateTimeUtc']).toBe(creationDateTimeUtc.replace('01:36:28', '01:36:33'));
    clock.advance(21_000);
    expect(read()['status']).toBe('Succeeded');
    expect(read()['lastUpdateDateTimeUtc']).toBe(creationDateTimeUtc.replace('01:36:28', '01:36:54'));
  });

  test('lives faster in scaled time', () => {
    const { post, get, clock } = bench({ timeScale: 10 });
    const { id } = json(post());
    clock.advance(2_600);
    expect(json(get(`/api/machineactions/${String(id)}`))['status']).toBe('Succeeded');
  });

  test('is found by its id in any letter case, and no other is', () => {
    const { post, get } = bench();
    const id = String(json(post())['id']);
    expect(get(`/api/v1.0/MachineActions/${id.toUpperCase()}`).status).toBe(200);
    expect(failure(get('/api/machineactions/2e9da30d-27f6-4208-81f2-9cd3d67893ba'))).toBe(
      '404 ResourceNotFound',
    );
  });

  test('reads need a token', () => {
    expect(failure(bench().service.handle(bare('GET', '/api/machineactions')))).toBe('401 Unauthorized');
  });
});

describe('cancelling', () => {
  const cancel = (it: ReturnType<typeof bench>, id: string, body: unknown) =>
    it.post({ path: `/api/machineactions/${id}/cancel`, body });

  test('ends an active action and says who did it', () => {
    const it = bench();
    const id = String(json(it.post())['id']);
    it.clock.advance(6_000);
    const response = cancel(it, id, { Comment: 'no longer needed' });
    expect(response.status).toBe(200);
    expect(json(response)).toMatchObject({
      id,
      status: 'Cancelled',
      cancellationRequestor: 'Cordon reference client',
      cancellationComment: 'no longer needed',
      cancellationDateTimeUtc: expect.stringMatching(/^2024-01-24T01:36:34/) as string,
    });
    it.clock.advance(60_000);
    expect(json(it.get(`/api/machineactions/${id}`))['status']).toBe('Cancelled');
    expect(it.post().status).toBe(201);
  });

  test('is refused for an action that has ended, or does not exist', () => {
    const it = bench();
    const id = String(json(it.post())['id']);
    it.clock.advance(26_000);
    expect(failure(cancel(it, id, {}))).toBe('400 BadRequest');
    expect(failure(cancel(it, 'unknown', {}))).toBe('404 ResourceNotFound');
  });
});

describe('the list of actions', () => {
  test.each([
    ['', ['three', 'two', 'one']],
    [`?$filter=machineId+eq+'${MACHINE}'`, ['two', 'one']],
    [`?$filter=machineId%20eq%20%27${OTHER}%27`, ['three']],
    ["?$filter=Status eq 'Succeeded' and Type eq 'StopAndQuarantineFile'", ['one']],
    ["?$filter=requestor eq 'nobody'", []],
    ["?$filter=requestor eq 'Cordon reference client'&$top=2", ['three', 'two']],
    ['?$top=1&$skip=1', ['two']],
    ['?$skip=3', []],
  ])('%s', (query, expected) => {
    expect(listed().comments(query)).toEqual(expected);
  });

  test('names its context', () => {
    expect(json(bench().get('/api/machineactions'))).toEqual({
      '@odata.context': 'https://api.securitycenter.microsoft.com/api/$metadata#MachineActions',
      value: [],
    });
  });

  test.each([
    '?$stop=2',
    '?$top=10001',
    '?$top=-1',
    "?$filter=color eq 'red'",
    '?$filter=machineId',
    "?$filter=type eq 'a' or type eq 'b'",
    "?$filter=type eq 'a' and",
    "?$filter=startswith(type,'a'",
  ])('%s is refused with the OData envelope', (query) => {
    const response = bench().get(`/api/machineactions${query}`);
    expect(response.status).toBe(400);
    expect(text(response)).toMatch(/^\{"error":\{"code":"","message":"[^"]+","details":\[\]\}\}$/);
  });
});

describe('machines', () => {
  test('one is found by its id', () => {
    const { get } = bench();
    expect(json(get(`/api/machines/${MACHINE}`))).toMatchObject({
      '@odata.context': 'https://api.securitycenter.microsoft.com/api/$metadata#Machines/$entity',
      id: MACHINE,
      computerDnsName: 'mymachine1.contoso.com',
    });
    expect(failure(get('/api/machines/unknown'))).toBe('404 ResourceNotFound');
  });

  test.each([
    ["/api/machines?$filter=computerDnsName eq 'MyMachine1.contoso.com'", [MACHINE]],
    ["/api/machines?$filter=startswith(computerDnsName,'mymachine')&$top=1", [MACHINE]],
    ['/api/machines?$skip=1', [OTHER]],
    [`/api/files/${hash(1)}/machines`, [MACHINE]],
    [`/api/files/${FILE}/machines`, [MACHINE, OTHER]],
  ])('%s', (path, expected) => {
    const { value } = json(bench().get(path)) as { value: { id: string }[] };
    expect(value.map((machine) => machine.id)).toEqual(expected);
  });
});

test('a filter reads a doubled quote as one', () => {
  const { get } = bench({ world: { machines: [{ id: MACHINE, computerDnsName: "o'brien", files: [] }] } });
  const response = get("/api/machines?$filter=computerDnsName eq 'O''Brien'");
  expect(json(response)['value']).toMatchObject([{ id: MACHINE }]);
});
