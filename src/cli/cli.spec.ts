import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { main } from './program.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const BASE = { PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] };
const folder = mkdtempSync(join(tmpdir(), 'cordon-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command line in a process of its own, in a folder of its own. */
function cordon(args: string[], env: Record<string, string> = {}) {
  const result = spawnSync(process.execPath, [MAIN, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...BASE, ...env },
    timeout: 60_000,
  });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

/** Runs the command line in this process: what it prints, and the exit code that it sets. */
async function inProcess(args: string[]): Promise<{ code: unknown; out: string; err: string }> {
  let out = '';
  let err = '';
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => ((out += String(chunk)), true)),
    vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => ((err += String(chunk)), true)),
  ];
  const before = process.exitCode;
  process.exitCode = undefined;
  const heard = new Set(process.listeners('SIGTERM').concat(process.listeners('SIGINT')));
  try {
    await main([process.execPath, MAIN, ...args]);
    return { code: process.exitCode, out, err };
  } finally {
    process.exitCode = before;
    for (const spy of spies) spy.mockRestore();
    for (const name of ['SIGTERM', 'SIGINT'] as const)
      for (const listener of process.listeners(name)) if (!heard.has(listener)) process.off(name, listener);
  }
}

const file = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

/** Like `cordon`, but this process goes on serving meanwhile. */
function cordonBeside(
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [MAIN, ...args], {
      cwd: folder,
      env: { ...BASE, ...env },
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('exit', (code) => resolve({ code, out, err }));
  });
}

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

describe('a run', () => {
  test('init gate writes a configuration that the gate reads, and never writes over one', async () => {
    const path = join(folder, 'made.json');
    expect((await inProcess(['init', 'gate', '--config', path])).code).toBeUndefined();
    expect(readFileSync(path, 'utf8')).toContain('// Your service on loopback.');
    expect((await inProcess(['gate', '--config', path])).err).toContain(
      'the mean "token" is asked for, but CORDON_TOKEN is not set',
    );
    const again = await inProcess(['init', 'gate', '--config', path]);
    expect(again.err).toContain('exists already');
    expect(again.code).toBe(2);
  });

  test('the trace of a run, judged again, gives the same verdicts', () => {
    const out = join(folder, 'run');
    const args = ['check', 'service', 'mock', '--profile', 'summary-2021', '--out', out];
    const first = cordon(args);
    expect(first.out).toMatch(/28 pass, 0 fail, 0 unproven, 0 not selected → passed, exit 0\n$/);
    expect(first.code).toBe(0);
    const again = cordon(['judge', join(out, 'trace.jsonl'), '--json']);
    const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as { verdicts: unknown };
    expect((JSON.parse(again.out) as { verdicts: unknown }).verdicts).toEqual(report.verdicts);
    expect(again.code).toBe(0);
  });

  test('a trace that is cut in a line is judged up to there, says so, and is incomplete', async () => {
    const out = join(folder, 'cut');
    await inProcess(['check', 'service', 'mock', '--only', 'auth.missing', '--out', out]);
    const whole = readFileSync(join(out, 'trace.jsonl'), 'utf8');
    const lines = whole.trimEnd().split('\n');
    const last = lines.at(-1) ?? '';
    const path = file('cut.jsonl', whole.slice(0, whole.length - Math.ceil(last.length / 2)));
    const { code, out: text } = await inProcess(['judge', path]);
    expect(text).toContain(
      `line ${lines.length} of ${path} is cut in the middle: judged up to the line before`,
    );
    expect(code).toBe(3);
  });

  test('on a target of ours --allow confines what the run may cost', async () => {
    const { code, out } = await inProcess([
      'check',
      'service',
      'emulator',
      '--allow',
      'actions',
      '--time-scale',
      '10',
    ]);
    expect(out).toMatch(/quota would add \d+/);
    expect(code).toBe(0);
  });

  test('show prints the exchange of a trace line as HTTP text', async () => {
    const out = join(folder, 'shown');
    await inProcess(['check', 'service', 'mock', '--only', 'auth.missing', '--out', out]);
    const path = join(out, 'trace.jsonl');
    const lines = readFileSync(path, 'utf8').split('\n');
    const n = lines.findIndex((line) => line.includes('"kind":"request"')) + 1;
    const { out: text } = await inProcess(['show', `${path}:${n}`]);
    expect(text).toMatch(
      /^# line \d+, [\d.]+ ms, token \w[\w-]*\nPOST \/api\/machines\/[0-9a-f]{40}\/StopAndQuarantineFile HTTP\/1\.1\n/,
    );
    expect(text).toMatch(/\n\n# line \d+, [\d.]+ ms\nHTTP\/1\.1 \d{3}\n/);
    const missing = await inProcess(['show', `${path}:99999`]);
    expect(missing.err).toContain('has no line 99999; it ends with line');
    expect(missing.code).toBe(2);
    expect((await inProcess(['show', path])).err).toContain('is not FILE:LINE, such as out/trace.jsonl:12');
  });

  test('a trace with a wrong line names the line and the field', async () => {
    const path = file('bad.jsonl', '{"kind":"header","trace":2}\n');
    const { code, err } = await inProcess(['judge', path]);
    expect(err).toMatch(/line 1 of the trace .*at \/trace: 2 is not 1/);
    expect(code).toBe(2);
  });

  test('list prints what there is', async () => {
    const profiles = JSON.parse((await inProcess(['list', 'profiles', '--json'])).out) as {
      profiles: { id: string }[];
      ledger: unknown[];
    };
    expect(profiles.profiles.map(({ id }) => id)).toHaveLength(6);
    expect(profiles.ledger.length).toBeGreaterThan(10);
    const requirements = JSON.parse((await inProcess(['list', 'requirements', '--json'])).out) as {
      id: string;
      mutants: string[];
    }[];
    expect(requirements.length).toBeGreaterThan(50);
  });
});

describe('services that are none', () => {
  const servers: Server[] = [];
  let fiveHundred = '';
  let emptyCreated = '';
  const listen = async (status: number) => {
    const server = createServer((request, response) => {
      request.resume();
      request.on('end', () => response.writeHead(status).end());
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  beforeAll(async () => {
    fiveHundred = await listen(500);
    emptyCreated = await listen(201);
  });
  afterAll(() => {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  });
  const world = () =>
    file(
      'two.json',
      JSON.stringify({ machines: [{ id: '1'.repeat(40), files: ['a'.repeat(40), 'b'.repeat(40)] }] }),
    );
  const token = { CORDON_TOKEN: 'a-token-of-no-use-to-anybody' };
  const args = (url: string) => [
    'check',
    'service',
    url,
    '--world',
    world(),
    '--allow',
    'actions',
    '--time-scale',
    '60',
  ];

  test('nothing listens: incomplete, and says that the connection was refused', async () => {
    const { code, out } = await cordonBeside(args('http://127.0.0.1:9'), token);
    expect(out).toContain(
      '3 exchanges in a row had no answer, the last because the connection was refused (ECONNREFUSED)',
    );
    expect(code).toBe(3);
  });
  test('always 500 fails, and says what was expected', async () => {
    const { code, out } = await cordonBeside(args(fiveHundred), token);
    expect(out).toContain('FAIL     status.created: expected 201, got 500');
    expect(code).toBe(1);
  });
  test('always 201 with an empty body fails', async () => {
    const { code, out } = await cordonBeside(args(emptyCreated), token);
    expect(out).toContain('FAIL     body.json: expected one JSON object, got no bytes at all');
    expect(out).toContain('FAIL     auth.missing: expected 401, got 201');
    expect(code).toBe(1);
  });
  test('no secret of the environment is printed', async () => {
    const { out, err } = await cordonBeside(args(emptyCreated), token);
    expect(out + err).not.toContain(token.CORDON_TOKEN);
  });
});

describe('signals', () => {
  const world = () =>
    file(
      'signal-world.json',
      JSON.stringify({ machines: [{ id: '1'.repeat(40), files: ['a'.repeat(40)] }] }),
    );

  /** Starts a command, sends it a signal once its output matches, and waits for its end. */
  function interrupted(
    args: string[],
    when: RegExp,
    signal: NodeJS.Signals,
    env: Record<string, string> = {},
  ) {
    return new Promise<{ code: number | null; text: string }>((resolve) => {
      const child = spawn(process.execPath, [MAIN, ...args], { cwd: folder, env: { ...BASE, ...env } });
      let text = '';
      let sent = false;
      const hear = (chunk: Buffer) => {
        text += chunk.toString();
        if (!sent && when.test(text)) sent = child.kill(signal);
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.on('exit', (code) => resolve({ code, text }));
    });
  }

  test.each(['SIGINT', 'SIGTERM'] as const)('%s is the normal end of serve', async (signal) => {
    const { code, text } = await interrupted(['serve'], /listening on/, signal);
    expect(text).toMatch(/^export CORDON_BASE_URL='http:\/\/127\.0\.0\.1:\d+'$/m);
    expect(text).toMatch(/^export CORDON_TOKEN='eyJ/m);
    expect(code).toBe(0);
  });

  test('a port in use is bad usage', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { code, err } = await cordonBeside(['serve', '--port', String(port)]);
    server.close();
    expect(err).toContain(
      `cannot listen on port ${port}: it is in use. Choose another with --port, or 0 for any free one`,
    );
    expect(code).toBe(2);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s ends a check as incomplete, with a whole trace and report',
    async (signal) => {
      const out = join(folder, `interrupted-${signal}`);
      const slow = createServer((request, response) => {
        request.resume();
        request.on('end', () => setTimeout(() => response.writeHead(404).end(), 20));
      });
      await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
      const url = `http://127.0.0.1:${(slow.address() as AddressInfo).port}`;
      const args = [
        'check',
        'service',
        url,
        '--world',
        world(),
        '--only',
        'routing.machine-unknown',
        '--out',
        out,
      ];
      const { code, text } = await interrupted(args, /… .*\n.*… /s, signal, {
        CORDON_TOKEN: 'a-token-of-no-use-to-anybody',
      });
      slow.closeAllConnections();
      slow.close();
      expect(text).toContain('the trace has no regular end');
      expect(code).toBe(3);
      const lines = readFileSync(join(out, 'trace.jsonl'), 'utf8').trimEnd().split('\n');
      expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ kind: 'footer', interrupted: true });
      expect(JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'))).toMatchObject({ exitCode: 3 });
    },
  );
});
