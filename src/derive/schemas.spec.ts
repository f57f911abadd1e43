import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PROFILES, type JsonSchema, type ProfileId } from '../contract/contract.ts';
import { SCHEMAS_DIR, loadCaptures, loadContract, loadLedger } from '../contract/load.ts';
import { compile } from '../contract/validator.ts';
import { factsOf } from './documents.ts';
import { committed, derivedFiles } from './output.ts';
import { PLAIN_PAGE } from './sample-documents.fixture.ts';
import { schemasOf } from './schemas.ts';

const facts = committed();
const schemas = Object.entries(schemasOf(facts)) as [ProfileId, Record<string, JsonSchema>][];
const CONTAINERS = ['properties', '$defs'];
const UNSOURCED = ['x-source', 'x-none', '$schema', '$id', '$comment', ...CONTAINERS];

/** Every schema node under `schema`, with its path. */
function* nodes(schema: JsonSchema, path: string): Generator<[path: string, node: JsonSchema]> {
  yield [path, schema];
  for (const [keyword, value] of Object.entries(schema)) {
    const within = `${path}/${keyword}`;
    if (CONTAINERS.includes(keyword))
      for (const [name, one] of Object.entries(value as Record<string, JsonSchema>))
        yield* nodes(one, `${within}/${name}`);
    else if (['anyOf', 'allOf', 'oneOf'].includes(keyword))
      for (const [index, one] of (value as JsonSchema[]).entries()) yield* nodes(one, `${within}/${index}`);
    else if (['contains', 'items', 'not', 'additionalProperties'].includes(keyword))
      yield* nodes(value as JsonSchema, within);
  }
}
const all = schemas.flatMap(([profile, four]) =>
  Object.entries(four).flatMap(([name, schema]) =>
    [...nodes(schema, `${profile}/${name}`)].map((found) => [profile, ...found] as const),
  ),
);

describe('the committed files', () => {
  test('are what the committed facts give, byte for byte', () => {
    for (const { path, text } of derivedFiles(facts))
      expect(readFileSync(join(SCHEMAS_DIR, path), 'utf8'), path).toBe(text);
  });

  test('are 5 files of facts and 4 schemas for each of 6 profiles', () => {
    expect(derivedFiles(facts)).toHaveLength(5 + 4 * 6);
  });

  test('name for each fact a line that the document has, and no line as both used and unused', () => {
    for (const { facts: said, unused, lines, profile } of facts)
      for (const { id, line } of said) {
        expect(line >= 1 && line <= lines, `${profile} ${id}`).toBe(true);
        expect(
          unused.some(([from, to]) => line >= from && line <= to),
          `${profile} ${id}`,
        ).toBe(false);
      }
  });

  test('hold no running text of a document', () => {
    for (const { facts: said, profile } of facts)
      for (const { id, value } of said)
        expect(String(value).split(/\s+/).length, `${profile} ${id}`).toBeLessThanOrEqual(6);
  });
});

describe('every keyword of every schema node', () => {
  test('names its source, and no source is named for a keyword that is not there', () => {
    expect(all.length).toBeGreaterThan(150);
    for (const [, path, node] of all) {
      const keywords = Object.keys(node).filter((keyword) => !UNSOURCED.includes(keyword));
      const sources = (node['x-source'] ?? {}) as Record<string, string[]>;
      expect(Object.keys(sources).sort(), path).toEqual(keywords.sort());
      for (const [keyword, named] of Object.entries(sources))
        expect(named.length, `${path} ${keyword}`).toBeGreaterThan(0);
    }
  });

  test('has sources that exist: a line with a fact, a capture, a page, or a section of an RFC', () => {
    const lines = new Set(
      facts.flatMap(({ profile, facts: said }) => said.map(({ line }) => `${profile}:${line}`)),
    );
    const { captures, pages } = loadCaptures();
    const exists = (source: string) =>
      lines.has(source) ||
      Object.hasOwn(captures, source.replace(/^capture:/, '')) ||
      Object.hasOwn(pages, source.replace(/^page:/, '')) ||
      /^rfc\d{4}#\d+(\.\d+)*$/.test(source);
    for (const [, path, node] of all)
      for (const source of Object.values((node['x-source'] ?? {}) as Record<string, string[]>).flat())
        expect(exists(source), `${path}: ${source}`).toBe(true);
  });

  test('of a document profile comes from that document or from an RFC alone', () => {
    for (const [profile, path, node] of all.filter(([one]) => one !== 'current'))
      for (const source of Object.values((node['x-source'] ?? {}) as Record<string, string[]>).flat())
        expect(source.startsWith(`${profile}:`) || source.startsWith('rfc'), `${path}: ${source}`).toBe(true);
  });

  test('forbids no property', () => {
    for (const [, path, node] of all) expect(node, path).not.toHaveProperty('additionalProperties');
  });
});

test('every schema compiles in strict mode', () => {
  for (const [, four] of schemas)
    for (const schema of Object.values(four)) expect(typeof compile(schema)).toBe('function');
});

describe('the ledger', () => {
  test('cites facts, captures and pages that exist', () => {
    const { captures, pages } = loadCaptures();
    const known = new Set([
      ...Object.keys(captures).map((name) => `capture:${name}`),
      ...Object.keys(pages).map((name) => `page:${name}`),
    ]);
    for (const row of loadLedger()) {
      expect(row.says.length, row.topic).toBeGreaterThan(0);
      for (const { profile, fact } of row.says)
        expect(
          facts.find((one) => one.profile === profile)?.facts.some(({ id }) => id === fact),
          `${row.topic}: ${profile} ${fact}`,
        ).toBe(true);
      for (const name of row.captures ?? []) expect(known.has(name), `${row.topic}: ${name}`).toBe(true);
    }
  });

  test('has each topic once', () => {
    const topics = loadLedger().map(({ topic }) => topic);
    expect(new Set(topics).size).toBe(topics.length);
  });
});

const ACTION_2019 = {
  id: '00000000-0000-4000-8000-000000000001',
  type: 'StopAndQuarantineFile',
  requestor: 'a',
  requestorComment: 'b',
  status: 'InProgress',
  machineId: 'm',
  creationDateTimeUtc: '2019-01-01T00:00:00.1234567Z',
  lastUpdateTimeUtc: '2019-01-01T00:00:00Z',
  relatedFileInfo: { fileIdentifier: 'f', fileIdentifierType: 'Sha1' },
};
const { lastUpdateTimeUtc: lastUpdate, ...rest } = ACTION_2019;
const ACTION_NOW = { ...rest, status: 'Pending', lastUpdateDateTimeUtc: lastUpdate };
const faults = (profile: ProfileId, body: unknown) => compile(loadContract(profile).responseBody)(body);

describe('what a response body must be', () => {
  test.each(['microsoft-2023', 'microsoft-2021-sv'] as const)('in %s: any JSON object', (profile) => {
    expect(faults(profile, {})).toEqual([]);
    expect(faults(profile, [])).toHaveLength(1);
  });

  test('in preview-2017: the four properties that its note says are returned', () => {
    const { id, type, status } = ACTION_2019;
    expect(faults('preview-2017', { id, type, status, error: 'None' })).toEqual([]);
    expect(faults('preview-2017', { id, type, status })).toEqual([
      { path: '', keyword: 'required', message: "must have required property 'error'" },
    ]);
  });

  test('in windows-2019: what its example shows, in the forms it shows', () => {
    expect(faults('windows-2019', ACTION_2019)).toEqual([]);
    expect(faults('windows-2019', { ...ACTION_2019, '@odata.context': 1 }).map(({ path }) => path)).toEqual([
      '/@odata.context',
    ]);
    expect(
      faults('windows-2019', { ...ACTION_2019, creationDateTimeUtc: '2019-01-01 00:00' }).map(
        ({ keyword }) => keyword,
      ),
    ).toEqual(['pattern']);
    expect(faults('windows-2019', { ...ACTION_2019, id: 'x' }).map(({ keyword }) => keyword)).toEqual([
      'format',
    ]);
    expect(faults('windows-2019', { ...ACTION_2019, type: 'Isolate' }).map(({ keyword }) => keyword)).toEqual(
      ['const'],
    );
    expect(faults('windows-2019', ACTION_NOW).map(({ message }) => message)).toEqual([
      "must have required property 'lastUpdateTimeUtc'",
    ]);
  });

  test('in summary-2021: the properties of its template, status being any text', () => {
    const action = { ...ACTION_NOW, id: 'any text', status: 'any text', computerDnsName: 'c' };
    expect(faults('summary-2021', action)).toEqual([]);
    expect(faults('summary-2021', ACTION_NOW).map(({ message }) => message)).toEqual([
      "must have required property 'computerDnsName'",
    ]);
  });

  test('in current: what every capture has; nulls may be left out, more may be there', () => {
    expect(faults('current', ACTION_NOW)).toEqual([]);
    expect(
      faults('current', { ...ACTION_NOW, title: null, troubleshootInfo: null, commands: [], more: 1 }),
    ).toEqual([]);
    expect(faults('current', ACTION_2019).map(({ message }) => message)).toEqual([
      "must have required property 'lastUpdateDateTimeUtc'",
    ]);
    expect(faults('current', { ...ACTION_NOW, status: 'Canceled' }).map(({ path }) => path)).toEqual([
      '/status',
    ]);
    expect(
      faults('current', {
        ...ACTION_NOW,
        relatedFileInfo: { fileIdentifier: 'f', fileIdentifierType: 'Sha256' },
      }).map(({ path }) => path),
    ).toEqual(['/relatedFileInfo/fileIdentifierType']);
  });
});

describe('a whole call', () => {
  const call = schemas.find(([profile]) => profile === 'current')?.[1]['request'] ?? {};
  const good = {
    method: 'POST',
    path: '/api/machines/m/StopAndQuarantineFile',
    headers: { authorization: 'bearer a.b.c', 'content-type': 'application/json; charset=utf-8' },
    body: { Comment: 'c', Sha1: 'DA39a3ee5e6b4b0d3255bfef95601890afd80709' },
    token: { application: ['Machine.Read.All', 'Machine.StopAndQuarantine'] },
  };
  test('keeps the contract in any letter case that an RFC allows, and with the version in the path', () => {
    expect(compile(call)(good)).toEqual([]);
    expect(compile(call)({ ...good, path: '/api/v1.0/machines/m/StopAndQuarantineFile' })).toEqual([]);
    expect(compile(call)({ ...good, token: { delegated: ['Machine.StopAndQuarantine'] } })).toEqual([]);
  });
  test.each([
    ['another method', { method: 'PUT' }, '/method'],
    ['no machine in the path', { path: '/api/machines//StopAndQuarantineFile' }, '/path'],
    ['no bearer', { headers: { ...good.headers, authorization: 'Basic abc' } }, '/headers/authorization'],
    [
      'another media type',
      { headers: { ...good.headers, 'content-type': 'text/json' } },
      '/headers/content-type',
    ],
    ['a longer hash', { body: { ...good.body, Sha1: `${good.body.Sha1}0` } }, '/body/Sha1'],
    ['one of two permissions', { token: { application: ['Machine.StopAndQuarantine'] } }, '/token'],
  ])('breaks it with %s', (_, change, path) => {
    expect(compile(call)({ ...good, ...change }).some((fault) => fault.path.startsWith(path))).toBe(true);
  });
});

test('schemas follow the facts: another limit in the newest document is another limit in current', () => {
  const changed = facts.map((one) => ({
    ...one,
    facts: one.facts.map((fact) =>
      one.profile === 'microsoft-2023' && fact.id === 'limits.minute.calls' ? { ...fact, value: 50 } : fact,
    ),
  }));
  const limits = JSON.stringify(schemasOf(changed).current?.limits);
  expect(limits).toContain('"calls":{"const":50,"x-source":{"const":["microsoft-2023:45"]}}');
});

test('an object in an object in an example is a schema in a schema', () => {
  const nested = PLAIN_PAGE.replace(/"fileIdentifier": .*/, '"inner": { "deep": "x", "none": {} }');
  const document = factsOf('windows-2019', 'page.txt', Buffer.from(nested));
  const schema = schemasOf([document, ...facts.filter(({ profile }) => profile === 'microsoft-2023')])[
    'windows-2019'
  ];
  const shown = {
    id: ACTION_2019.id,
    type: ACTION_2019.type,
    status: 's',
    creationDateTimeUtc: '2019-01-01T00:00:00Z',
  };
  const response = (inner: unknown) => ({
    status: 201,
    headers: { 'content-type': 'application/json' },
    body: { ...shown, relatedFileInfo: { inner } },
  });
  const paths = (inner: unknown) => compile(schema?.response ?? {})(response(inner)).map(({ path }) => path);
  expect(paths({ deep: 'x', none: {} })).toEqual([]);
  expect(paths({ deep: 1, none: {} })).toEqual(['/body/relatedFileInfo/inner/deep']);
  expect(paths({ deep: 'x', none: [] })).toEqual(['/body/relatedFileInfo/inner/none']);
});

test('there is a set of schemas for each profile', () => {
  expect(schemas.map(([profile]) => profile).sort()).toEqual([...PROFILES].sort());
});
