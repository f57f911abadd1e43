import { describe, expect, test } from 'vitest';
import { folder, cordon, inProcess, file } from './cli.fixture.ts';

test('an exit code reaches the shell', () => {
  expect(cordon(['chekc'])).toMatchObject({ code: 2, out: '' });
  expect(cordon(['--version'])).toMatchObject({ code: 0, out: '0.1.0\n', err: '' });
});

describe('bad usage is exit 2, and says what, which value and what is allowed', () => {
  test.each<[string, string[], RegExp]>([
    ['an unknown command', ['chekc'], /unknown command 'chekc'/],
    ['an unknown flag', ['check', 'service', 'mock', '--profil', 'x'], /unknown option '--profil'/],
    [
      'an unknown profile',
      ['check', 'service', 'mock', '--profile', 'x'],
      /'x' is invalid\. Allowed choices are preview-2017, /,
    ],
    [
      'an unknown requirement',
      ['check', 'service', 'mock', '--only', 'a.b'],
      /there is no requirement a\.b; see: cordon list requirements/,
    ],
    [
      'an unknown scenario',
      ['check', 'client', '--scenario', 'nope', '--', 'true'],
      /nope.*(plain|throttled-once)/s,
    ],
    [
      'a port that is none',
      ['record', '--to', 'http://127.0.0.1:9', '--port', '99999'],
      /'99999' is invalid\. It has to be a port, from 0 to 65535/,
    ],
    ['an unknown load profile', ['load', 'nope'], /nope.*reference/s],
    [
      'a URL without scheme',
      ['check', 'service', '127.0.0.1:8080'],
      /"127\.0\.0\.1:8080" is not a target: write mock, emulator, or a URL with its scheme, such as http:\/\/127\.0\.0\.1:8080/,
    ],
    [
      'another scheme',
      ['check', 'service', 'ftp://127.0.0.1'],
      /the scheme of ftp:\/\/127\.0\.0\.1 is ftp; allowed are http and https/,
    ],
    [
      'a path in the URL',
      ['check', 'service', 'http://127.0.0.1:1/api'],
      /has a path or query; give the origin alone, http:\/\/127\.0\.0\.1:1/,
    ],
    [
      'a password in the URL',
      ['check', 'service', 'http://a:b@127.0.0.1:1'],
      /holds a user name or password/,
    ],
    [
      'a number that is none',
      ['check', 'service', 'mock', '--seed', '1x'],
      /'1x' is invalid\. It has to be a whole number of at least 0/,
    ],
    [
      'a list item that is not allowed',
      ['check', 'service', 'http://127.0.0.1:1', '--allow', 'actions,all'],
      /"all" is not allowed; allowed are actions, quota, hour, reads/,
    ],
    [
      'a flag for a URL on a target of ours',
      ['check', 'service', 'mock', '--lab'],
      /--lab is for a URL; mock is ours/,
    ],
    [
      'a host of Microsoft',
      ['check', 'service', 'https://api.securitycenter.microsoft.com', '--lab'],
      /counts as a tenant, and the configuration has no "tenant" section/,
    ],
    [
      'half of a pair',
      ['check', 'service', 'http://127.0.0.1:1', '--machine', 'x'],
      /--machine and --sha1 go together; --sha1 is missing/,
    ],
    [
      'no configuration',
      ['gate', '--config', 'none.json'],
      /there is no configuration none\.json; make one with: cordon init gate/,
    ],
    ['a trace that is not there', ['judge', 'nothing.jsonl'], /cannot read the trace nothing\.jsonl/],
    ['a folder without documents', ['derive', folder], /cordon: .*\S/],
    ['no command', [], /Usage: cordon/],
  ])('%s', async (_, args, message) => {
    const { code, err } = await inProcess(args);
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });

  test('a configuration with a wrong field names the field and what is allowed', async () => {
    const path = file(
      'wrong.json',
      '{ "services": [{ "name": "x", "target": "mock", "profil": ["current"] }] }',
    );
    const { code, err } = await inProcess(['gate', '--config', path]);
    expect(err).toContain('at /services/0: unknown field "profil"; allowed are name, target, url, profiles');
    expect(code).toBe(2);
  });
  test('a configuration without targets', async () => {
    const { code, err } = await inProcess(['gate', '--config', file('empty.json', '{ "services": [] }')]);
    expect(err).toContain('names no target: add services, clients or load');
    expect(code).toBe(2);
  });
  test('a configuration that is not JSON names the line', async () => {
    const { code, err } = await inProcess(['gate', '--config', file('torn.json', '{\n  "services": [\n')]);
    expect(err).toMatch(/is not JSON: \w+ on line 3/);
    expect(code).toBe(2);
  });
  test('a world with a wrong field', async () => {
    const path = file('world.json', '{ "machines": [{ "id": "m", "files": ["abc"] }] }');
    const { code, err } = await inProcess(['check', 'service', 'http://127.0.0.1:1', '--world', path]);
    expect(err).toContain('at /machines/0/files/0: "abc" does not match ^[0-9A-Fa-f]{40}$');
    expect(code).toBe(2);
  });
  test('a mean that the environment lacks', async () => {
    const path = file(
      'mean.json',
      '{ "services": [{ "name": "x", "url": "http://127.0.0.1:9", "means": ["token"] }] }',
    );
    const { code, err } = await inProcess(['gate', '--config', path]);
    expect(err).toContain('the mean "token" is asked for, but CORDON_TOKEN is not set');
    expect(code).toBe(2);
  });
  test('a waiver that ran out', async () => {
    const path = file(
      'waivers.json',
      JSON.stringify([
        {
          requirement: 'body.id',
          profile: 'current',
          target: 'mock',
          reason: 'known',
          link: 'https://example.test',
          until: '2020-01-01',
        },
      ]),
    );
    const { code, err } = await inProcess(['check', 'service', 'mock', '--waivers', path]);
    expect(err).toContain('the waiver of body.id ran out on 2020-01-01');
    expect(code).toBe(2);
  });
  test('an output folder that cannot be written', async () => {
    const { code, err } = await inProcess(['check', 'service', 'mock', '--out', file('a-file', '')]);
    expect(err).toMatch(/a-file/);
    expect(code).toBe(2);
  });
});
