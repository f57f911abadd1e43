import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { realClock } from '../../src/clock/clock.ts';
import type { Fault } from '../../src/contract/world.ts';
import { servePort, type Port, type PortOptions } from './http.ts';
import { bench, FILE, MACHINE, WORLD } from './testing.ts';

const PATH = `/api/machines/${MACHINE}/StopAndQuarantineFile`;

const ports: Port[] = [];
afterEach(async () => {
  await Promise.all(ports.splice(0).map((port) => port.close()));
});

/** What a recorder was told, in order, as short lines. */
type Told = { lines: string[]; waitFor(line: RegExp): Promise<string> };

async function listening(options: Partial<PortOptions> = {}, ...faults: Fault[]) {
  const it = bench({ world: { ...WORLD, faults } });
  const lines: string[] = [];
  const waiting: { line: RegExp; resolve: (line: string) => void }[] = [];
  const tell = (line: string) => {
    lines.push(line);
    for (const one of waiting) if (one.line.test(line)) one.resolve(line);
  };
  const told: Told = {
    lines,
    waitFor: (line) =>
      new Promise((resolve) => {
        const known = lines.find((one) => line.test(one));
        if (known === undefined) waiting.push({ line, resolve });
        else resolve(known);
      }),
  };
  let x = 0;
  const port = await servePort({
    service: () => it.service,
    clock: it.clock,
    record: {
      onRequest: ({ conn, method, path, body }) => {
        x += 1;
        tell(`${x} request ${conn} ${method} ${path} ${body.length}`);
        return x;
      },
      onResponse: (n, { status, end, body, headers }) => {
        const length = headers.find(([name]) => name === 'Content-Length')?.[1];
        tell(`${n} response ${status} ${end} ${body.length}/${length}`);
      },
      onLost: (n, { lost }) => {
        tell(`${n} lost ${lost}`);
      },
      onFault: (n, { did, actionId }) => {
        tell(`${n} fault ${did}${actionId === undefined ? '' : ' with action'}`);
      },
    },
    ...options,
  });
  ports.push(port);
  return { ...it, port, told };
}

type Got = { status?: number; headers: string[]; body: string; end: string };

/** Sends with Node's own client and reports what became of it: `complete`, or the code of the error. */
function send(
  port: Port,
  o: { method?: string; path?: string; headers?: Record<string, string>; body?: string; agent?: Agent } = {},
): Promise<Got> {
  return new Promise((resolve) => {
    const got: Got = { headers: [], body: '', end: 'complete' };
    const failed = (error: NodeJS.ErrnoException) => {
      resolve({ ...got, end: error.code ?? error.message });
    };
    const { port: number } = port;
    const outgoing = request(
      {
        host: '127.0.0.1',
        port: number,
        method: o.method ?? 'POST',
        path: o.path ?? PATH,
        headers: o.headers ?? {},
        agent: o.agent,
      },
      (response) => {
        got.status = response.statusCode ?? 0;
        got.headers = response.rawHeaders;
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (got.body += chunk));
        response.on('end', () => {
          resolve(got);
        });
        response.on('error', failed);
      },
    );
    outgoing.on('error', failed);
    outgoing.end(o.body);
  });
}

function call(it: Awaited<ReturnType<typeof listening>>, agent?: Agent): Promise<Got> {
  return send(it.port, {
    headers: { Authorization: `Bearer ${it.service.token('valid')}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ Comment: 'c', Sha1: FILE }),
    ...(agent ? { agent } : {}),
  });
}

const lengthOf = (body: string | number) => `${body}/${body}`;

/** Writes raw bytes and collects what comes until the connection ends. */
function raw(port: Port, bytes: string, o: { then?: 'end' | 'reset' } = {}): Promise<string> {
  return new Promise((resolve) => {
    let got = '';
    const socket = connect(port.port, '127.0.0.1', () => {
      socket.write(bytes, () => {
        if (o.then === 'end') socket.end();
        if (o.then === 'reset') socket.resetAndDestroy();
      });
    });
    socket.on('data', (chunk) => (got += chunk.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve(got);
    });
  });
}

describe('an exchange', () => {
  test('is answered by the service, and told before it is answered', async () => {
    const it = await listening();
    expect(it.port.origin).toBe(`http://127.0.0.1:${it.port.port}`);
    const got = await call(it);
    expect(got).toMatchObject({ status: 201, end: 'complete' });
    expect(JSON.parse(got.body)).toMatchObject({ machineId: MACHINE });
    expect(it.told.lines).toEqual([
      `1 request 1 POST ${PATH} 65`,
      `1 response 201 complete ${lengthOf(got.body.length)}`,
    ]);
  });

  test('keeps header names as they were sent, on both sides', async () => {
    const seen: string[][] = [];
    const it = await listening({
      record: {
        onRequest: ({ headers }) => {
          seen.push(headers.map(([name]) => name));
          return 1;
        },
        onResponse: () => undefined,
        onLost: () => undefined,
        onFault: () => undefined,
      },
    });
    const got = await send(it.port, { method: 'GET', headers: { 'X-OdD': '1' } });
    expect(seen).toEqual([['X-OdD', 'Host', 'Connection']]);
    expect(got.headers.filter((_, i) => i % 2 === 0)).toEqual(
      expect.arrayContaining(['Date', 'Content-Type', 'Allow', 'Content-Length']),
    );
    expect(got.headers.filter((name) => name === 'Date')).toHaveLength(1);
  });

  test('on a kept connection has that connection’s number', async () => {
    const it = await listening();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    await call(it, agent);
    await call(it, agent);
    agent.destroy();
    await call(it);
    const numbers = it.told.lines
      .filter((line) => line.includes('request'))
      .map((line) => line.split(' ')[2]);
    expect(numbers).toEqual(['1', '1', '2']);
  });

  test('waits for a recorder that writes', async () => {
    const held = Promise.withResolvers<void>();
    const written = Promise.withResolvers<void>();
    let answered = false;
    const it = await listening({
      record: {
        onRequest: () => 1,
        onResponse: () => {
          held.resolve();
          return written.promise;
        },
        onLost: () => undefined,
        onFault: () => undefined,
      },
    });
    const got = call(it).finally(() => {
      answered = true;
    });
    await held.promise;
    // Another connection is answered meanwhile: only its recorder holds the first one back.
    await raw(it.port, 'nonsense\r\n\r\n');
    expect(answered).toBe(false);
    written.resolve();
    expect((await got).status).toBe(201);
  });
});

describe('a fault', () => {
  test('reset before: the client sees a reset and nothing exists', async () => {
    const it = await listening({}, { on: 'action', do: 'reset', when: 'before' });
    expect(await call(it)).toMatchObject({ end: 'ECONNRESET', body: '' });
    expect(it.told.lines.slice(1)).toEqual(['1 fault reset before', '1 lost reset']);
    expect((await call(it)).status).toBe(201);
  });

  test('reset after: the client sees a reset and the action exists', async () => {
    const it = await listening({}, { on: 'action', do: 'reset', when: 'after' });
    const got = await call(it);
    expect([got.status, got.end]).toEqual([undefined, 'ECONNRESET']);
    expect(it.told.lines.slice(1)).toEqual(['1 fault reset after with action', '1 lost reset']);
    expect((await call(it)).status).toBe(400);
  });

  test.each([
    [{ do: 'reset', when: 'during' }, 'reset'],
    [{ do: 'cut' }, 'cut'],
  ] as const)('%j: the client sees the head and half of the body', async (what, end) => {
    const it = await listening({}, { on: 'action', ...what });
    const got = await call(it);
    expect([got.status, got.end]).toEqual([201, 'ECONNRESET']);
    const whole = Number(got.headers[got.headers.indexOf('Content-Length') + 1]);
    expect(got.body).toHaveLength(Math.floor(whole / 2));
    expect(it.told.lines.at(-1)).toBe(`1 response 201 ${end} ${got.body.length}/${whole}`);
  });

  test('cut closes the connection in order', async () => {
    const it = await listening({}, { on: 'action', do: 'cut' });
    const body = JSON.stringify({ Comment: 'c', Sha1: FILE });
    const outcome = await new Promise<string>((resolve) => {
      const socket = connect(it.port.port, '127.0.0.1', () => {
        socket.write(
          `POST ${PATH} HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ${it.service.token('valid')}\r\n` +
            `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
        );
      });
      socket.resume();
      socket.on('end', () => {
        resolve('end');
      });
      socket.on('error', (error) => {
        resolve(error.message);
      });
    });
    expect(outcome).toBe('end');
  });

  test('delay waits on the clock of the port', async () => {
    const it = await listening({}, { on: 'action', do: 'delay', ms: 5_000 });
    expect((await call(it)).status).toBe(201);
    expect(it.clock.now()).toBe(5_000);
  });

  test('a peer that leaves during a delay is told as lost, and the action exists', async () => {
    const it = await listening({ clock: realClock() }, { on: 'action', do: 'delay', ms: 600_000 });
    const body = JSON.stringify({ Comment: 'c', Sha1: FILE });
    const head = `POST ${PATH} HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ${it.service.token('valid')}\r\n`;
    await raw(
      it.port,
      `${head}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      {
        then: 'end',
      },
    );
    await it.told.waitFor(/lost cut/);
    expect(it.told.lines).toEqual([
      `1 request 1 POST ${PATH} ${body.length}`,
      '1 fault delay 600000 ms with action',
      '1 lost cut',
    ]);
  });
});

describe('what is not a whole request', () => {
  const head = `POST ${PATH} HTTP/1.1\r\nHost: h\r\n`;

  test('is answered 400 when it is not HTTP', async () => {
    const it = await listening();
    const got = await raw(it.port, 'what is this?\r\n\r\n');
    expect(got).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nDate: Wed, 24 Jan 2024 01:36:28 GMT\r\n/);
    expect(got).toContain('{"error":{"code":"BadRequest"');
    expect(it.told.lines).toEqual([]);
  });

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
  ] as const)('is told as lost when the upload stops: %s', async (then, lost) => {
    const it = await listening();
    await raw(it.port, `${head}Content-Length: 100\r\n\r\n{"Comment"`, { then });
    await it.told.waitFor(/lost/);
    expect(it.told.lines).toEqual([`1 request 1 POST ${PATH} 10`, `1 lost ${lost}`]);
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

describe('a port', () => {
  test('that is taken is refused with EADDRINUSE', async () => {
    const it = await listening();
    await expect(
      servePort({ service: () => it.service, clock: it.clock, port: it.port.port }),
    ).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  test('that closes ends every connection, waiting ones too', async () => {
    const it = await listening({ clock: realClock() }, { on: 'action', do: 'delay', ms: 600_000 });
    const waiting = call(it);
    await it.told.waitFor(/fault/);
    await it.port.close();
    expect((await waiting).end).toBe('ECONNRESET');
    await it.told.waitFor(/lost/);
    expect((await call(it)).end).toBe('ECONNREFUSED');
    ports.splice(0);
  });

  test('answers with the service of the moment', async () => {
    let n = 0;
    const it = await listening({
      service: () => ({
        ...it.service,
        handle: () => {
          n += 1;
          return {
            ...it.service.handle({ method: 'GET', path: '/', headers: [], body: new Uint8Array() }),
            status: 500 + n,
          };
        },
      }),
    });
    expect([(await call(it)).status, (await call(it)).status]).toEqual([501, 502]);
  });
});
