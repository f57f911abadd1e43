import { describe, expect, test } from 'vitest';
import { PROFILES, type ProfileId } from './contract.ts';
import { loadCaptures, loadContract, loadFacts, loadLedger } from './load.ts';
import { compile } from './validator.ts';

const HASH = 'da39a3ee5e6b4b0d3255bfef95601890afd80709';
const MINUTE = { name: 'minute', calls: 100, windowMs: 60_000 };
const HOUR = { name: 'hour', calls: 1500, windowMs: 3_600_000 };
const keywords = (profile: ProfileId, body: unknown) =>
  compile(loadContract(profile).requestBody)(body).map((fault) => `${fault.keyword} ${fault.path}`);

test('current has the newest path, both limits, six error statuses and the permissions that the service wants', () => {
  const { requestBody, responseBody, errorBody, ...contract } = loadContract('current');
  expect(contract).toEqual({
    profile: 'current',
    method: 'POST',
    path: '/api/machines/{id}/StopAndQuarantineFile',
    hosts: [
      'https://api.securitycenter.microsoft.com',
      'https://api.security.microsoft.com',
      'https://api.securitycenter.windows.com',
    ],
    hashNames: ['Sha1'],
    requestHeaders: [
      { name: 'Authorization', required: true, value: 'Bearer {token}' },
      { name: 'Content-Type', required: true, value: 'application/json' },
    ],
    successStatus: 201,
    errorStatuses: [400, 401, 403, 404, 429, 500],
    limits: [MINUTE, HOUR],
    permissions: [['Machine.StopAndQuarantine'], ['Machine.Read.All', 'Machine.ReadWrite.All']],
  });
  expect([requestBody, responseBody, errorBody].map((schema) => schema?.['type'])).toEqual([
    'object',
    'object',
    'object',
  ]);
});

describe('a document profile is closed', () => {
  test('preview-2017 has its own host and path, either name of the hash, no limits, errors or permissions', () => {
    expect(loadContract('preview-2017')).toMatchObject({
      path: '/testwdatppreview/machines/{id}/stopAndQuarantineFile',
      hosts: ['https://graph.microsoft.com'],
      hashNames: ['SHA1', 'Sha1'],
      requestHeaders: [
        { name: 'Authorization', required: true },
        { name: 'Content-Type', required: false },
      ],
      errorStatuses: [],
      errorBody: null,
      limits: [],
      permissions: [],
    });
  });

  test('windows-2019 has its host, one permission, and no limits', () => {
    expect(loadContract('windows-2019')).toMatchObject({
      hosts: ['https://api.securitycenter.windows.com'],
      hashNames: ['Sha1'],
      limits: [],
      errorStatuses: [],
      permissions: [['Machine.StopAndQuarantine']],
    });
  });

  test('microsoft-2021-sv has one permission and both limits, but no errors', () => {
    expect(loadContract('microsoft-2021-sv')).toMatchObject({
      limits: [MINUTE, HOUR],
      errorStatuses: [],
      permissions: [['Machine.StopAndQuarantine']],
    });
  });

  test('summary-2021 lists error statuses without a body, and names no host', () => {
    expect(loadContract('summary-2021')).toMatchObject({
      hosts: [],
      limits: [MINUTE, HOUR],
      errorStatuses: [400, 401, 403, 404, 429, 500],
      errorBody: null,
    });
  });

  test('microsoft-2023 takes any one of three permissions', () => {
    expect(loadContract('microsoft-2023').permissions).toEqual([
      ['Machine.StopAndQuarantine', 'Machine.Read.All', 'Machine.ReadWrite.All'],
    ]);
    expect(loadContract('microsoft-2023').errorBody).toBeNull();
  });
});

describe('the body of a call', () => {
  test.each(PROFILES)('in %s needs Comment and a hash, both text, and may have more', (profile) => {
    expect(keywords(profile, { Comment: 'c', Sha1: HASH, more: 1 })).toEqual([]);
    expect(keywords(profile, { Sha1: HASH })).toEqual(['required ']);
    expect(keywords(profile, { Comment: null, Sha1: HASH })).toEqual(['type /Comment']);
    expect(keywords(profile, { Comment: 'c' })).toContain('required ');
    expect(keywords(profile, [])).toContain('type ');
  });

  test('in preview-2017 has the hash under either name', () => {
    expect(keywords('preview-2017', { Comment: 'c', SHA1: HASH })).toEqual([]);
    expect(keywords('windows-2019', { Comment: 'c', SHA1: HASH })).toEqual(['required ']);
  });

  test('has a form for the hash only where it is said', () => {
    const strict = PROFILES.filter((profile) => keywords(profile, { Comment: 'c', Sha1: 'x' }).length > 0);
    expect(strict).toEqual(['summary-2021', 'current']);
    expect(keywords('current', { Comment: 'c', Sha1: HASH.toUpperCase() })).toEqual([]);
  });
});

test('an error body in current has code and message', () => {
  const { errorBody } = loadContract('current');
  if (!errorBody) throw new Error('no error body');
  expect(compile(errorBody)({ error: { code: '429', message: 'm' } })).toEqual([]);
  expect(compile(errorBody)({ error: { code: 'x', target: 't' } })).toEqual([
    { path: '/error', keyword: 'required', message: "must have required property 'message'" },
  ]);
});

test('the same contract is given each time', () => {
  expect(loadContract('current')).toBe(loadContract('current'));
});

test('a profile that does not exist is refused with those that do', () => {
  expect(() => loadContract('latest' as ProfileId)).toThrow(
    'the profile "latest" does not exist; there are preview-2017, windows-2019, microsoft-2021-sv, summary-2021, microsoft-2023, current',
  );
});

test('facts, ledger and captures are there to read', () => {
  expect(loadFacts('summary-2021').facts.find(({ id }) => id === 'errors.status.429')?.line).toBe(45);
  expect(loadLedger().map(({ topic }) => topic)).toContain('application permissions');
  expect(loadCaptures().captures['permissions-2021-08']?.origin).toContain('issue 6055');
});
