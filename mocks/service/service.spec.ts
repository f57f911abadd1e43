import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bare,
  bench,
  bytes,
  failure,
  FILE,
  hash,
  header,
  json,
  MACHINE,
  PREVIEW,
  codePoint,
} from './testing.ts';

describe('the path', () => {
  test.each([
    `/api/machines/${MACHINE}/stopandquarantinefile`,
    `/api/machines/${MACHINE}/StopAndQuarantineFile?x=1`,
    `/api/v1.0/machines/${MACHINE}/StopAndQuarantineFile`,
    `/API/machines/${MACHINE.toUpperCase()}/StopAndQuarantineFile/`,
    `/api/machines/%31${MACHINE.slice(1)}/StopAndQuarantineFile`,
    `https://api.securitycenter.microsoft.com/api/machines/${MACHINE}/StopAndQuarantineFile`,
  ])('%s is the operation', (path) => {
    expect(bench().post({ path }).status).toBe(201);
  });

  test('another method is 405 with Allow, before the token is looked at', () => {
    const response = bench().service.handle(bare('GET', `/api/machines/${MACHINE}/StopAndQuarantineFile`));
    expect(failure(response)).toBe('405 MethodNotAllowed');
    expect(header(response, 'allow')).toBe('POST');
  });

  test('an unknown path is 404', () => {
    const { post } = bench();
    for (const path of ['/', '*', '', '/api/machine', '/api/machines//StopAndQuarantineFile', '/api/%'])
      expect(failure(post({ path }))).toBe('404 NotFound');
  });

  test('HEAD is answered without a body', () => {
    const response = bench().service.handle(bare('HEAD', `/api/machines/${MACHINE}/StopAndQuarantineFile`));
    expect([response.status, response.body.length]).toEqual([405, 0]);
  });
});

test('the preview answers at its own path, takes either name of the hash and shows what it names', () => {
  const { post } = bench({ contract: PREVIEW });
  const body = (fields: object) => post({ headers: undefined, body: { Comment: 'c', ...fields } });
  expect(json(body({ Sha1: FILE }))).toEqual({
    '@odata.context': 'https://graph.microsoft.com/testwdatppreview/$metadata#FileMachineActions/$entity',
    id: expect.any(String) as string,
    type: 'StopAndQuarantineFile',
    status: 'Pending',
    error: 'Unknown',
  });
  expect(body({ SHA1: hash(1), Sha1: 'not read' }).status).toBe(201);
  // No pattern, no rule for the form of a hash: this one is on no machine.
  expect(failure(body({ SHA1: 'zz' }))).toBe('404 ResourceNotFound');
});

test('any bytes at all get a status and a JSON body', () => {
  const it = bench();
  const authorization = `Bearer ${it.service.token('valid')}`;
  const value = fc.oneof(
    fc.string({ unit: codePoint }),
    fc.constantFrom(authorization, 'application/json', 'Basic Og=='),
  );
  const path = fc.oneof(
    fc.string({ unit: codePoint }),
    fc
      .tuple(
        fc.constantFrom('/api/machines/', '/api/machineactions', '/t/oauth2/token', '/api/v1.0/'),
        fc.string(),
      )
      .map((p) => p.join('')),
    fc.constantFrom(
      `/api/machines/${MACHINE}/StopAndQuarantineFile`,
      '/api/machineactions?$filter=id+eq',
      '/api/machines?$top=x',
    ),
  );
  fc.assert(
    fc.property(
      fc.oneof(fc.constantFrom('POST', 'GET', 'HEAD'), fc.string()),
      path,
      fc.array(
        fc.tuple(fc.oneof(fc.constantFrom('Authorization', 'Content-Type', 'Host'), fc.string()), value),
        { maxLength: 4 },
      ),
      fc.oneof(fc.uint8Array(), fc.json().map(bytes)),
      (method, target, headers, body) => {
        const response = it.service.handle({ method, path: target, headers, body });
        expect(response.status).toBeGreaterThanOrEqual(200);
        expect(response.status).not.toBe(500);
        if (method !== 'HEAD') expect(json(response)).toBeTypeOf('object');
      },
    ),
    { numRuns: 500 },
  );
});
