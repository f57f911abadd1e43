import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { PROFILES } from '../contract/contract.ts';
import { loadContract } from '../contract/load.ts';
import { ANNOTATIONS } from '../contract/validator.ts';
import { openApiOf } from './document.ts';

type Media = { content?: Record<string, { schema: { $ref: string }; example: Record<string, unknown> }> };
type Operation = {
  operationId: string;
  tags: string[];
  parameters: { name: string; in: string; required: boolean; schema: object }[];
  requestBody: Media & { required: boolean };
  responses: Record<
    string,
    Media & {
      description: string;
      headers?: Record<string, { schema: { pattern: string }; example: string; required: boolean }>;
    }
  >;
};

const ajv = new Ajv2020({ strict: true, strictRequired: false, addUsedSchema: false });
formats.default(ajv);
ajv.addVocabulary([...ANNOTATIONS]);

const operationOf = (profile: (typeof PROFILES)[number]) => {
  const document = openApiOf(profile);
  const { path, method } = loadContract(profile);
  return { document, operation: document.paths[path]?.[method.toLowerCase()] as unknown as Operation };
};

/** The schema of a body, looked up by its reference and compiled by another validator than ours. */
function validatorOf(document: ReturnType<typeof openApiOf>, media: Media) {
  const { schema, example } = Object.values(media.content ?? {})[0] ?? { schema: { $ref: '' }, example: {} };
  const found = document.components.schemas[schema.$ref.replace('#/components/schemas/', '')];
  return { isValid: ajv.compile(found ?? false), example };
}

describe.each(PROFILES)('OpenAPI of %s', (profile) => {
  const contract = loadContract(profile);
  const { document, operation } = operationOf(profile);
  const success = operation.responses[contract.successStatus] ?? { description: '' };

  test('has the bodies of the contract, keyword for keyword', () => {
    expect(document.components.schemas).toEqual({
      StopAndQuarantineFile: contract.requestBody,
      MachineAction: contract.responseBody,
      ...(contract.errorBody ? { Error: contract.errorBody } : {}),
    });
  });

  test('has the parts that OpenAPI requires, and each reference and name leads somewhere', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(document.info).toMatchObject({ title: expect.any(String) as string, version: profile });
    expect(document.servers.length).toBeGreaterThan(0);
    expect(operation.tags.every((tag) => document.tags.some(({ name }) => name === tag))).toBe(true);
    expect(operation.parameters).toMatchObject([
      { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
    ]);
    expect(operation.requestBody.required).toBe(true);
    expect(Object.values(operation.responses).every(({ description }) => description !== '')).toBe(true);
    const schemes = Object.keys(document.components['securitySchemes'] as object);
    expect(document.security.flatMap((one) => Object.keys(one))).toEqual(schemes);
  });

  test('has the statuses of the contract, and where it has none for errors no more than their class', () => {
    expect(Object.keys(operation.responses)).toEqual(
      contract.errorStatuses.length > 0
        ? [contract.successStatus, ...contract.errorStatuses].map(String)
        : [String(contract.successStatus), '4XX'],
    );
  });

  test('has valid examples, and the same ones each time', () => {
    const bodies = [operation.requestBody, ...Object.values(operation.responses)].filter(
      ({ content }) => content,
    );
    for (const body of bodies) {
      const { isValid, example } = validatorOf(document, body);
      expect(isValid(example), JSON.stringify(isValid.errors)).toBe(true);
    }
    expect(JSON.stringify(openApiOf(profile))).toBe(JSON.stringify(document));
  });

  test('refuses near misses of a call', () => {
    const { isValid, example } = validatorOf(document, operation.requestBody);
    const hash = contract.hashNames.at(-1) ?? '';
    const { Comment: _, ...withoutComment } = example;
    const { [hash]: __, ...withoutHash } = example;
    const misses: unknown[] = [
      withoutComment,
      withoutHash,
      { ...example, Comment: null },
      { ...example, [hash]: 7 },
      [],
    ];
    for (const miss of misses) expect(isValid(miss), JSON.stringify(miss)).toBe(false);
    const hasPattern = JSON.stringify(contract.requestBody).includes('"pattern"');
    expect(isValid({ ...example, [hash]: 'abc' })).toBe(!hasPattern);
  });

  test('refuses an action that lacks a property or has one of another kind', () => {
    const { isValid, example } = validatorOf(document, success);
    for (const name of (contract.responseBody['required'] as string[] | undefined) ?? []) {
      const { [name]: _, ...without } = example;
      expect(isValid(without), name).toBe(false);
      expect(isValid({ ...example, [name]: 7.5 }), name).toBe(false);
    }
  });
});

test('Retry-After and the challenge are headers of the profile that knows them, with examples of their form', () => {
  const withHeaders = PROFILES.filter((profile) =>
    Object.values(operationOf(profile).operation.responses).some(({ headers }) => headers),
  );
  expect(withHeaders).toEqual(['current']);
  const { responses } = operationOf('current').operation;
  const retryAfter = responses['429']?.headers?.['Retry-After'];
  const challenge = responses['401']?.headers?.['WWW-Authenticate'];
  expect([retryAfter?.required, challenge?.required]).toEqual([true, true]);
  const matches = (header: typeof retryAfter, value: string) =>
    new RegExp(header?.schema.pattern ?? '$^').test(value);
  expect(matches(retryAfter, retryAfter?.example ?? '')).toBe(true);
  expect(matches(retryAfter, 'Mon, 06 May 2024 07:08:09 GMT')).toBe(true);
  for (const wrong of ['-1', '1.5', 'soon', '']) expect(matches(retryAfter, wrong)).toBe(false);
  for (const right of ['Bearer', 'Negotiate, bearer realm="x"']) expect(matches(challenge, right)).toBe(true);
  expect(matches(challenge, 'Basic realm="x"')).toBe(false);
});

test('the limits are those of the contract, in seconds', () => {
  const limitsOf = (profile: (typeof PROFILES)[number]) =>
    (operationOf(profile).operation as unknown as Record<string, unknown>)['x-rate-limits'];
  expect(limitsOf('current')).toEqual([
    { name: 'minute', calls: 100, windowSeconds: 60, per: 'application and tenant' },
    { name: 'hour', calls: 1500, windowSeconds: 3600, per: 'application and tenant' },
  ]);
  expect(limitsOf('preview-2017')).toBeUndefined();
});
