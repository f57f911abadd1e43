import { Agent } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { lengthOf, listening, PATH, raw, send } from './testing-port.ts';

describe('what is not a whole request', () => {
  const head = `POST ${PATH} HTTP/1.1\r\nHost: h\r\n`;

  test('is answered 400 when it is not HTTP', async () => {
    const it = await listening();
    const got = await raw(it.port, 'what is this?\r\n\r\n');
    expect(got).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nDate: Wed, 24 Jan 2024 01:36:28 GMT\r\n/);
    expect(got).toContain('{"error":{"code":"BadRequest"');
    expect(it.told.lines).toEqual([]);
  });

  test.each(['', 'Host: a\r\nhost: b\r\n', 'Host: not a host\r\n', 'Host: http://h\r\n'])(
    'is answered 400 when its host is not clear: %j',
    async (hosts) => {
      const it = await listening();
      const got = await raw(it.port, `POST ${PATH} HTTP/1.1\r\n${hosts}Content-Length: 2\r\n\r\n{}`, 'end');
      expect(got).toMatch(/^HTTP\/1\.1 400 /);
      expect(it.told.lines).toEqual([]);
    },
  );

  test.each(['Host: [::1]:8080\r\n', 'Host: \r\n', 'Host: a-b.example.test:80\r\n'])(
    'is taken with another host: %j',
    async (hosts) => {
      const it = await listening();
      const got = await raw(it.port, `POST ${PATH} HTTP/1.1\r\n${hosts}Content-Length: 2\r\n\r\n{}`, 'end');
      expect(got).toMatch(/^HTTP\/1\.1 401 /);
    },
  );

  test('is answered 431 when its head is too large', async () => {
    const it = await listening();
    expect(await raw(it.port, `${head}X: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
  });

  test('is answered 400, and told, when its body is badly framed', async () => {
    const it = await listening();
    const got = await raw(it.port, `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n`);
    expect(got).toMatch(/^HTTP\/1\.1 400 /);
    expect(it.told.lines).toEqual([
      `1 request 1 POST ${PATH} 0`,
      expect.stringMatching(/^1 response 400 complete (\d+)\/\1$/),
    ]);
  });

  test.each([
    ['end', 'cut'],
    ['reset', 'reset'],
  ] as const)('is told as lost when the upload stops: %s', async (ending, lost) => {
    const it = await listening();
    await raw(it.port, `${head}Content-Length: 100\r\n\r\n{"Comment"`, ending);
    await it.told.waitFor(/lost/);
    expect(it.told.lines).toEqual([`1 request 1 POST ${PATH} 10`, `1 lost ${lost}`]);
  });

  test('is read on after a 413, so that a peer that sends before it reads is not reset', async () => {
    const it = await listening();
    const length = 8_000_000;
    const sent = await new Promise<Error | null | undefined>((resolve) => {
      const socket = connect(it.port.port, '127.0.0.1', () => {
        socket.write(`${head}Content-Length: ${length}\r\n\r\n${'x'.repeat(length)}`, resolve);
      });
      socket.on('error', () => undefined);
    });
    expect(sent ?? null).toBeNull();
    await it.told.waitFor(/response 413/);
  });

  test('is answered 413 and closed when its body is longer than 1 MiB', async () => {
    const it = await listening();
    const got = await send(it.port, { body: 'x'.repeat(3_000_000), agent: new Agent({ keepAlive: true }) });
    expect(got).toMatchObject({ status: 413, end: 'complete' });
    expect(got.headers.join('\n')).toMatch(/Connection\nclose/);
    expect(it.told.lines).toEqual([
      `1 request 1 POST ${PATH} 1048577`,
      `1 response 413 complete ${lengthOf(got.body.length)}`,
    ]);
  });
});
