import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MAIN, BASE, folder, file, cordonBeside } from './cli.fixture.ts';

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
