import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bench, CURRENT, FILE, header, json, MACHINE, text, codePoint } from './testing.ts';

describe('a created action', () => {
  test('is answered 201 with the captured properties in the captured order', () => {
    const { post } = bench();
    const response = post();
    expect(response.status).toBe(201);
    expect(header(response, 'content-type')).toBe('application/json');
    expect(header(response, 'date')).toBe('Wed, 24 Jan 2024 01:36:28 GMT');
    const body = json(response);
    expect(Object.keys(body)).toEqual(Object.keys(CURRENT.responseBody['properties'] as object));
    expect(body).toMatchObject({
      '@odata.context': 'https://api.securitycenter.microsoft.com/api/$metadata#MachineActions/$entity',
      type: 'StopAndQuarantineFile',
      title: null,
      requestor: 'Cordon reference client',
      requestorComment: 'because',
      status: 'Pending',
      machineId: MACHINE,
      computerDnsName: 'mymachine1.contoso.com',
      cancellationRequestor: null,
      errorHResult: 0,
      requestSource: 'PublicApi',
      relatedFileInfo: { fileIdentifier: FILE, fileIdentifierType: 'Sha1' },
      commands: [],
      troubleshootInfo: null,
    });
    expect(body['id']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(body['creationDateTimeUtc']).toMatch(/^2024-01-24T01:36:28(\.\d{1,7})?Z$/);
  });

  test('was last updated a few ticks after its creation', () => {
    const { creationDateTimeUtc, lastUpdateDateTimeUtc } = json(bench().post());
    const ticks = (value: unknown) => Number(`0.${String(value).slice(20, -1)}`) * 1e7;
    const between = Math.round(ticks(lastUpdateDateTimeUtc) - ticks(creationDateTimeUtc));
    expect(between).toBeGreaterThan(0);
    expect(between).toBeLessThan(20);
  });

  test('carries any comment back as it was sent', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: codePoint }), (Comment) => {
        const body = json(bench().post({ body: { Comment, Sha1: FILE } }));
        expect(body['requestorComment']).toBe(Comment);
      }),
      { numRuns: 50 },
    );
  });

  test('is written as JSON.stringify writes it, whatever it says and is chosen', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: codePoint }),
        fc.constantFrom('emit', 'omit'),
        fc.subarray(Object.keys(CURRENT.responseBody['properties'] as object)),
        fc.option(fc.string({ unit: codePoint }), { nil: undefined }),
        (Comment, nulls, names, computerDnsName) => {
          const properties = Object.fromEntries(names.map((name) => [name, {}]));
          const contract = { ...CURRENT, responseBody: { type: 'object', properties } };
          const machine = { id: MACHINE, files: [FILE], ...(computerDnsName ? { computerDnsName } : {}) };
          const it = bench({ contract, choices: { nulls }, world: { machines: [machine] } });
          const created = text(it.post({ body: { Comment, Sha1: FILE } }));
          expect(created).toBe(JSON.stringify(JSON.parse(created)));
          const list = text(it.get('/api/machineactions'));
          expect(list).toBe(JSON.stringify(JSON.parse(list)));
        },
      ),
      { numRuns: 50 },
    );
  });

  test('echoes an upper-case hash as it was sent', () => {
    const body = json(bench().post({ body: { Comment: 'c', Sha1: FILE.toUpperCase() } }));
    expect(body['relatedFileInfo']).toMatchObject({ fileIdentifier: FILE.toUpperCase() });
  });

  test('has null for the name of a machine without one, and no such property where nulls are left out', () => {
    const machine = 'f46b9bb259ed4a7fb9981b73510e3cc7aa81ec1f';
    expect(json(bench().post({ machine }))['computerDnsName']).toBeNull();
    const omitted = json(bench({ choices: { nulls: 'omit' } }).post({ machine }));
    expect(omitted).not.toHaveProperty('computerDnsName');
    expect(Object.values(omitted)).not.toContain(null);
  });

  test('keeps a null that the profile requires where nulls are left out', () => {
    const contract = { ...CURRENT, responseBody: { ...CURRENT.responseBody, required: ['id', 'title'] } };
    const body = json(bench({ contract, choices: { nulls: 'omit' } }).post());
    expect(body['title']).toBeNull();
    expect(body).not.toHaveProperty('scope');
  });

  test('starts with the status that was chosen', () => {
    const { post } = bench({ choices: { initialStatus: 'InProgress' } });
    expect(json(post())['status']).toBe('InProgress');
  });

  test('starts as InProgress in a profile whose schema does not know Pending', () => {
    const responseBody = { type: 'object', properties: { id: {}, status: { enum: ['InProgress'] } } };
    expect(json(bench({ contract: { ...CURRENT, responseBody } }).post())).toEqual({
      id: expect.any(String) as string,
      status: 'InProgress',
    });
  });

  test('has all captured properties where the profile names none', () => {
    const contract = { ...CURRENT, responseBody: { type: 'object' } };
    expect(Object.keys(json(bench({ contract }).post()))).toEqual(Object.keys(json(bench().post())));
  });

  test('is the same for the same seed, clock and requests', () => {
    expect(text(bench().post())).toBe(text(bench().post()));
  });
});
