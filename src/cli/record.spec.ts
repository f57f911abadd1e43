import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BASE, file, folder, inProcess, MAIN } from './cli.fixture.ts';

describe('record', () => {
  /** A service that takes every call, whatever is in it, and gives no action. */
  async function carefree(): Promise<{ url: string; close(): void }> {
    const server = createServer((request, response) => {
      request
        .resume()
        .on('end', () => response.writeHead(201, { 'Content-Type': 'application/json' }).end('{}'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      close() {
        server.closeAllConnections();
        server.close();
      },
    };
  }

  test('ends with Ctrl-C, judges what a tool sent, and leaves a whole trace', async () => {
    const service = await carefree();
    const out = join(folder, 'recorded');
    const child = spawn(process.execPath, [MAIN, 'record', '--to', service.url, '--out', out], {
      cwd: folder,
      env: { ...BASE, CORDON_TOKEN: 'token-of-this-test-alone-0001' },
    });
    let words = '';
    let data = '';
    child.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()));
    const origin = await new Promise<string>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        data += chunk.toString();
        const found = /^export CORDON_BASE_URL='(.*)'$/m.exec(data)?.[1];
        if (found !== undefined) resolve(found);
      });
    });
    const answer = await fetch(`${origin}/api/machines/m1/StopAndQuarantineFile`, {
      method: 'POST',
      headers: { Authorization: 'Bearer token-of-this-test-alone-0001', 'Content-Type': 'application/json' },
      body: '{"Comment":"without a hash"}',
    });
    expect(answer.status).toBe(201);
    const code = new Promise((resolve) => child.on('exit', resolve));
    child.kill('SIGINT');
    expect(await code).toBe(1);
    service.close();
    expect(words).toContain(`recording ${origin} → ${service.url} (lab, profile current)`);
    expect(words).toContain(`give your tool ${origin} in place of ${service.url}`);
    expect(data).toContain('FAIL     validation.hash-required: expected 400, got 201');
    expect(data.trimEnd().split('\n').at(-1)).toMatch(/^\d+ pass, \d+ fail, .* → failed, exit 1$/);
    const lines = readFileSync(join(out, 'trace.jsonl'), 'utf8').trimEnd().split('\n');
    expect(lines.join('\n')).not.toContain('token-of-this-test');
    expect(lines.map((line) => (JSON.parse(line) as { kind: string }).kind)).toEqual([
      'header',
      'scenario',
      'request',
      'response',
      'footer',
    ]);
  });

  test.each([
    [[], "required option '--to <url>' not specified"],
    [['--to', 'localhost:1'], '"localhost:1" is not a target'],
    [['--to', 'http://127.0.0.1:1/api'], 'has a path or query; give the origin alone'],
    [
      ['--to', 'http://staging.example', '--lab'],
      'http://staging.example would carry a token in the clear: use https, or a loopback address',
    ],
    [
      ['--to', 'https://staging.example'],
      'it counts as a tenant, and the configuration has no "tenant" section',
    ],
    [
      ['--to', 'http://api.securitycenter.microsoft.com', '--lab', '--config', 'tenant.json'],
      'http://api.securitycenter.microsoft.com is a tenant: a token goes there over https alone',
    ],
    [
      ['--to', 'https://api.security.microsoft.com', '--config', 'tenant.json'],
      'the host api.security.microsoft.com is not in tenant.hosts of the configuration',
    ],
    [
      ['--to', 'https://api.securitycenter.microsoft.com', '--config', 'tenant.json', '--time-scale', '2'],
      '--time-scale is not for a tenant',
    ],
    [
      ['--to', 'http://127.0.0.1:1', '--allow', 'actions'],
      '--allow actions needs the service’s inventory: add --world FILE',
    ],
    [
      ['--to', 'http://127.0.0.1:1', '--allow', 'reads'],
      '"reads" is not allowed; allowed are actions, quota, hour',
    ],
    [['--to', 'http://127.0.0.1:1', '--only', 'no.such'], 'there is no requirement no.such'],
  ])('%j is bad usage', async (args, why) => {
    const config = file(
      'tenant.json',
      JSON.stringify({
        tenant: { hosts: ['api.securitycenter.microsoft.com'], machines: [], hashes: [], budget: 5 },
      }),
    );
    const { code, err } = await inProcess([
      'record',
      ...args.map((arg) => (arg === 'tenant.json' ? config : arg)),
    ]);
    expect(err).toContain(why);
    expect(code).toBe(2);
  });
});

describe('export openapi', () => {
  test('prints one profile as JSON, or as YAML, or writes it', async () => {
    const json = await inProcess(['export', 'openapi', '--profile', 'summary-2021']);
    expect(JSON.parse(json.out)).toMatchObject({ openapi: '3.1.0', info: { version: 'summary-2021' } });
    const yaml = await inProcess(['export', 'openapi', '--yaml']);
    expect(yaml.out).toMatch(/^openapi: 3\.1\.0\n/);
    const path = join(folder, 'openapi.json');
    expect(await inProcess(['export', 'openapi', '--out', path])).toMatchObject({ out: '' });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ info: { version: 'current' } });
    const nowhere = await inProcess(['export', 'openapi', '--out', join(folder, 'no', 'such', 'file')]);
    expect(nowhere.err).toContain('cannot write ');
    expect(nowhere.code).toBe(2);
  });
});
