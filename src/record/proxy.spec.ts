import { once } from 'node:events';
import http from 'node:http';
import { connect } from 'node:net';
import { describe, expect, test, vi } from 'vitest';
import { MOST_KEPT_BYTES } from './kept-body.ts';
import { bareService, exchange, nobody, recorderOf } from './ports.fixture.ts';

const OK = 'HTTP/1.1 200 Fine\r\nContent-Length: 2\r\n\r\nok';
const GET = 'GET /x HTTP/1.1\r\nHost: a\r\n\r\n';
const headEnds = (came: string) => came.includes('\r\n\r\n');

describe('a recorder forwards', () => {
  test('a request as it came, but for Host and what belongs to the connection', async () => {
    const service = await bareService((came, socket) => {
      if (came.endsWith('\xff\x00b')) socket.write(OK);
    });
    const { proxy } = await recorderOf(service.origin);
    const request =
      'POST /a%2fb//c?q=%20&q HTTP/1.1\r\nx-ODD: 1\r\nHost: somewhere:1\r\nConnection: keep-alive, X-Hop\r\nX-Hop: gone\r\n' +
      'Keep-Alive: timeout=5\r\nTE: trailers\r\nUpgrade: h2c\r\nProxy-Connection: keep-alive\r\nX-odd: 2\r\nX-Bytes: \xe4\xff\r\nauthorization: Bearer abc\r\nContent-length: 3\r\n\r\n\xff\x00b';
    await exchange(proxy.origin, [request], /ok$/);
    expect(service.came).toEqual([
      `POST /a%2fb//c?q=%20&q HTTP/1.1\r\nx-ODD: 1\r\nHost: ${new URL(service.origin).host}\r\nX-odd: 2\r\nX-Bytes: \xe4\xff\r\n` +
        'authorization: Bearer abc\r\nContent-length: 3\r\nConnection: keep-alive\r\n\r\n\xff\x00b',
    ]);
  });

  test('an answer as it came, repeated lines and letter case too', async () => {
    const service = await bareService((came, socket) => {
      if (headEnds(came))
        socket.write(
          'HTTP/1.1 201 Very Created\r\nset-cookie: a\r\nSet-Cookie: b\r\nRETRY-AFTER: 1\r\nKeep-Alive: timeout=1\r\nContent-Length: 4\r\nDate: today\r\n\r\n\xff\xfe\x00b',
          'latin1',
        );
    });
    const { proxy, lines } = await recorderOf(service.origin);
    const { text } = await exchange(proxy.origin, [GET], /b$/);
    expect(text).toBe(
      'HTTP/1.1 201 Very Created\r\nset-cookie: a\r\nSet-Cookie: b\r\nRETRY-AFTER: 1\r\nContent-Length: 4\r\nDate: today\r\nConnection: keep-alive\r\n\r\n\xff\xfe\x00b',
    );
    expect(lines.at(-1)).toMatchObject({
      kind: 'response',
      status: 201,
      body: { base64: '//4AYg==' },
      end: 'complete',
    });
  });

  test('a request without a body as one of no length, without chunks', async () => {
    const service = await bareService((came, socket) => {
      if (headEnds(came)) socket.write(OK);
    });
    const { proxy } = await recorderOf(service.origin);
    await exchange(proxy.origin, ['POST /x HTTP/1.1\r\nHost: a\r\n\r\n'], /ok$/);
    expect(service.came[0]).toMatch(/\r\nContent-Length: 0\r\n.*\r\n\r\n$/s);
    expect(service.came[0]).not.toMatch(/transfer-encoding/i);
  });

  test('chunks and trailers both ways', async () => {
    const service = await bareService((came, socket) => {
      if (came.includes('0\r\n'))
        socket.write(
          'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 9\r\n\r\n',
        );
    });
    const { proxy, lines } = await recorderOf(service.origin);
    const { text } = await exchange(
      proxy.origin,
      ['POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nX-Mine: 7\r\n\r\n'],
      /X-Sum: 9\r\n\r\n$/,
    );
    expect(text).toContain('3\r\nabc\r\n');
    expect(service.came[0]).toMatch(/2\r\nhi\r\n0\r\nX-Mine: 7\r\n\r\n$/);
    expect(lines).toMatchObject([{}, {}, { kind: 'request', body: 'hi' }, { kind: 'response', body: 'abc' }]);
  });

  test('a body while it comes, and 100 when the service says so', async () => {
    const service = await bareService((came, socket) => {
      if (came.endsWith('two')) socket.write(OK);
      else if (came.endsWith('one')) socket.write('HTTP/1.1 102 Processing\r\n\r\n');
      else if (headEnds(came)) socket.write('HTTP/1.1 100 Continue\r\n\r\n');
    });
    const { proxy } = await recorderOf(service.origin);
    const parts = [
      'POST /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 6\r\n\r\n',
      'onetwo',
    ];
    const { text } = await exchange(proxy.origin, parts, /ok$/);
    expect(text).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 Fine/);
  });

  test('a slow answer piece by piece', async () => {
    let release: (() => void) | undefined;
    const service = await bareService((came, socket) => {
      if (!headEnds(came)) return;
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n');
      release = () => void socket.write('ab', () => setImmediate(() => socket.write('cd')));
    });
    const { proxy, lines } = await recorderOf(service.origin);
    const first = await exchange(proxy.origin, [GET], /\r\n\r\n$/);
    expect(first.text).toMatch(/^HTTP\/1.1 200 OK/);
    expect(lines.at(-1)?.kind).toBe('request');
    release?.();
    await vi.waitFor(() => expect(lines.at(-1)).toMatchObject({ kind: 'response', body: 'abcd' }));
  });

  test('many calls beside each other, each caller’s on a connection of its own that stays', async () => {
    const service = await bareService((came, socket) => {
      if (came.endsWith('\r\n\r\n')) socket.write(OK);
    });
    const { proxy, lines } = await recorderOf(service.origin);
    const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
    const get = () =>
      new Promise<number | undefined>((resolve, reject) => {
        http
          .get(`${proxy.origin}/x`, { agent }, (answer) => {
            answer.resume().on('end', () => resolve(answer.statusCode));
          })
          .on('error', reject);
      });
    const statuses = await Promise.all(Array.from({ length: 40 }, get));
    agent.destroy();
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(service.connections()).toBe(8);
    const requests = lines.filter(({ kind }) => kind === 'request') as { x: number; conn: number }[];
    expect(new Set(requests.map(({ conn }) => conn)).size).toBe(8);
    expect(lines.filter(({ kind }) => kind === 'response')).toHaveLength(40);
  });

  test('a long body whole, and keeps its beginning', async () => {
    const length = MOST_KEPT_BYTES + 500;
    const service = await bareService((came, socket) => {
      const body = came.split('\r\n\r\n')[1] ?? '';
      if (body.length === length)
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\n${'z '.repeat(length / 2)}`);
    });
    const { proxy, lines } = await recorderOf(service.origin);
    const head = `POST /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ${length}\r\n\r\n`;
    const { text } = await exchange(proxy.origin, [head + 'y '.repeat(length / 2)]);
    expect(text.split('\r\n\r\n')[1]).toHaveLength(length);
    const [request, response] = lines.slice(-2) as { body: string; cut: number }[];
    expect([request?.cut, response?.cut]).toEqual([length, length]);
    expect(request?.body.length).toBeLessThanOrEqual(MOST_KEPT_BYTES);
    expect(response).toMatchObject({ end: 'complete' });
  });
});

describe('a service that does not answer', () => {
  test('refuses the connection: lost, and 502 for the caller', async () => {
    const { proxy, lines } = await recorderOf(await nobody());
    const { text } = await exchange(proxy.origin, [GET]);
    expect(text).toMatch(/^HTTP\/1.1 502 Bad Gateway\r\n/);
    expect(text).toContain('Proxy-Status: cordon; error=connection_refused');
    expect(text).toMatch(/cordon record: the connection was refused \(ECONNREFUSED\)\n$/);
    expect(lines.slice(2)).toMatchObject([
      { kind: 'request' },
      { kind: 'response', lost: 'refused', why: 'the connection was refused (ECONNREFUSED)' },
    ]);
  });

  test('resets it: lost, and the caller’s connection is dropped', async () => {
    const service = await bareService((_came, socket) => socket.resetAndDestroy());
    const { proxy, lines } = await recorderOf(service.origin);
    expect(await exchange(proxy.origin, [GET])).toMatchObject({ text: '' });
    expect(lines.at(-1)).toMatchObject({ kind: 'response', lost: 'reset' });
  });

  test('closes it without a word: lost, and the caller’s connection is dropped', async () => {
    const service = await bareService((_came, socket) => socket.end());
    const { proxy, lines } = await recorderOf(service.origin);
    expect(await exchange(proxy.origin, [GET])).toMatchObject({ text: '' });
    expect(lines.at(-1)).toMatchObject({ kind: 'response', lost: 'reset' });
  });

  test('is silent: lost after a while, and 504 for the caller', async () => {
    const service = await bareService(() => undefined);
    const { proxy, lines } = await recorderOf(service.origin, { timeoutMs: 60 });
    const { text } = await exchange(proxy.origin, [GET]);
    expect(text).toMatch(/^HTTP\/1.1 504 /);
    expect(lines.at(-1)).toMatchObject({ lost: 'timeout', why: 'the service gave no sign for 0.06 s' });
  });

  test('stops in the middle: the beginning is kept, and the caller’s connection is dropped', async () => {
    const service = await bareService((_came, socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc');
      if (!_came.includes('/silent')) socket.end();
    });
    const { proxy, lines } = await recorderOf(service.origin, { timeoutMs: 60 });
    expect(await exchange(proxy.origin, [GET])).toMatchObject({
      text: expect.stringMatching(/abc$/) as string,
    });
    expect(lines.at(-1)).toMatchObject({ status: 200, body: 'abc', end: 'cut' });
    await exchange(proxy.origin, [GET.replace('/x', '/silent')]);
    expect(lines.at(-1)).toMatchObject({ status: 200, body: 'abc', end: 'timeout' });
  });

  test('speaks something else: lost, and 502 for the caller', async () => {
    const service = await bareService((_came, socket) => socket.write('SSH-2.0-no\r\n'));
    const { proxy, lines } = await recorderOf(service.origin);
    expect((await exchange(proxy.origin, [GET])).text).toMatch(/^HTTP\/1.1 502 /);
    expect(lines.at(-1)).toMatchObject({
      lost: 'reset',
      why: expect.stringMatching(/^the answer is not HTTP/) as string,
    });
  });
});

describe('a caller', () => {
  test('who leaves does not keep the answer out of the trace', async () => {
    let answer: (() => void) | undefined;
    const service = await bareService((_came, socket) => {
      answer = () => socket.write(OK);
    });
    const { proxy, lines } = await recorderOf(service.origin);
    const socket = connect(proxy.port, '127.0.0.1', () => socket.write(GET));
    await vi.waitFor(() => expect(answer).toBeDefined());
    socket.destroy();
    await once(socket, 'close');
    answer?.();
    await vi.waitFor(() => expect(lines.at(-1)).toMatchObject({ kind: 'response', status: 200, body: 'ok' }));
    expect(lines.map(({ kind }) => kind)).not.toContain('fault');
  });

  test('who leaves in the middle of a request is in the trace as a fault, not as the service’s', async () => {
    const service = await bareService(() => undefined);
    const { proxy, lines } = await recorderOf(service.origin);
    const socket = connect(proxy.port, '127.0.0.1', () =>
      socket.write('POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc'),
    );
    await vi.waitFor(() => expect(service.came[0]).toMatch(/abc$/));
    socket.destroy();
    await vi.waitFor(() => expect(lines.at(-1)?.kind).toBe('response'));
    expect(lines.slice(2)).toMatchObject([
      { kind: 'request', body: 'abc' },
      { kind: 'fault', did: 'the caller left before the whole request had come' },
      { kind: 'response', lost: 'cut', why: 'the caller left' },
    ]);
  });

  test('gets no tunnel, no other protocol and no other host', async () => {
    const service = await bareService((came, socket) => {
      if (came.endsWith('\r\n\r\n')) socket.write(OK);
    });
    const { proxy, lines } = await recorderOf(service.origin);
    const tunnel = await exchange(proxy.origin, ['CONNECT a.example:443 HTTP/1.1\r\nHost: a\r\n\r\n']);
    expect(tunnel.text).toMatch(/^HTTP\/1.1 501 /);
    const other = await exchange(proxy.origin, [
      'GET http://other.example/x HTTP/1.1\r\nHost: other.example\r\n\r\n',
    ]);
    expect(other.text).toMatch(/^HTTP\/1.1 421 /);
    expect(lines).toHaveLength(2);
    const upgrade = 'GET /x HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
    expect((await exchange(proxy.origin, [upgrade], /ok$/)).text).toMatch(/^HTTP\/1.1 200 /);
    const own = await exchange(proxy.origin, [`GET ${proxy.origin}/y?z HTTP/1.1\r\nHost: a\r\n\r\n`], /ok$/);
    expect(own.text).toMatch(/^HTTP\/1.1 200 /);
    expect(service.came.join('')).not.toMatch(/upgrade/i);
    expect(lines.at(-2)).toMatchObject({ kind: 'request', path: '/y?z' });
  });

  test('whose connection the service ends when idle loses it as well', async () => {
    const service = await bareService((_came, socket) => {
      socket.write(OK, () => setImmediate(() => socket.end()));
    });
    const { proxy } = await recorderOf(service.origin);
    expect(await exchange(proxy.origin, [GET])).toMatchObject({ ended: 'end' });
  });
});

describe('a trace', () => {
  test('has the answer before the caller has its last byte, and no secret', async () => {
    const service = await bareService((came, socket) => {
      const token = /Bearer (\S+)/.exec(came)?.[1] ?? '';
      if (headEnds(came))
        socket.write(`HTTP/1.1 401 No\r\nContent-Length: ${token.length + 4}\r\n\r\nnot ${token}`);
    });
    const { proxy, lines, text } = await recorderOf(service.origin);
    const token = 'q7Zr5-opaque-credential-of-a-tool';
    const answer = await exchange(
      proxy.origin,
      [`GET /x HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\n\r\n`],
      /credential-of-a-tool$/,
    );
    expect(answer.text).toContain(token);
    expect(lines.at(-1)).toMatchObject({ kind: 'response', status: 401 });
    expect(text()).not.toContain(token);
    expect(lines.at(-2)).toMatchObject({
      token: { use: 'unknown', print: expect.stringMatching(/^[0-9a-f]{16}$/) as string },
    });
  });

  test('ends whole when the recording ends in the middle of an exchange', async () => {
    const service = await bareService(() => undefined);
    const { proxy, lines } = await recorderOf(service.origin);
    const lost = exchange(proxy.origin, [GET]);
    await vi.waitFor(() => expect(service.came[0]).toMatch(/\r\n\r\n$/));
    await proxy.close();
    await lost;
    expect(lines.slice(2)).toMatchObject([
      { kind: 'request' },
      { kind: 'fault', did: 'the recording ended before the answer did' },
      { kind: 'response', lost: 'cut' },
    ]);
  });
});
