import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { file, cordonBeside } from './cli.fixture.ts';

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
    '600',
  ];

  test('nothing listens: incomplete, and says that the connection was refused', async () => {
    const { code, out } = await cordonBeside(args('http://127.0.0.1:9'), token);
    expect(out).toContain(
      '3 exchanges in a row had no answer, the last because the connection was refused (ECONNREFUSED)',
    );
    expect(code).toBe(3);
  });
  test('always 500 fails, and says what was expected; the plan is printed before anything is played', async () => {
    const { code, out, err } = await cordonBeside(args(fiveHundred), token);
    const [plan = ''] = err.split('\n… ');
    expect(plan.replaceAll(/\d+(?= call| with one| read| s\b| min)/g, 'N')).toMatch(
      new RegExp(
        `^plan for ${fiveHundred} \\(lab\\), profile current, a minute lasts 0\\.N s:\n` +
          '  N calls without an effect, N with one, N reads, at most one each 0\\.N s\n' +
          '  up to N calls more, to make failing cases smaller\n' +
          '  about N s; it ends by [\\dT:-]+Z, within N min( N s)?: what was not played by then is unproven$',
      ),
    );
    expect(out).toContain('FAIL     status.created: expected 201, got 500');
    expect(code).toBe(1);
  });
  test('always 201 with an empty body fails, and no secret of the environment is printed', async () => {
    const { code, out, err } = await cordonBeside(args(emptyCreated), token);
    expect(out).toContain('FAIL     body.json: expected one JSON object, got no bytes at all');
    expect(out).toContain('FAIL     auth.missing: expected 401, got 201');
    expect(code).toBe(1);
    expect(out + err).not.toContain(token.CORDON_TOKEN);
  });
});
