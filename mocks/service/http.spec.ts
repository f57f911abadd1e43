import { Agent } from 'node:http';
import { describe, expect, test } from 'vitest';
import { realClock } from '../../src/clock/clock.ts';
import { servePort } from './http.ts';
import { MACHINE } from './testing.ts';
import { call, lengthOf, listening, PATH, raw, send } from './testing-port.ts';

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
    // The port never closes an idle connection, so it announces no time for that.
    expect(got.headers).not.toContain('Keep-Alive');
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

describe('a port', () => {
  test('whose recorder fails says so and closes the connection', async () => {
    const errors: unknown[] = [];
    const it = await listening({
      record: {
        onRequest: () => Promise.reject(new Error('the disk is full')),
        onResponse: () => undefined,
        onLost: () => undefined,
        onFault: () => undefined,
      },
      onError: (error) => errors.push(error),
    });
    expect((await call(it)).end).toBe('ECONNRESET');
    expect(errors).toEqual([new Error('the disk is full')]);
  });

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
  });

  test('answers with the service of the moment, and adds no date of its own', async () => {
    let status = 500;
    const it = await listening({
      service: () => ({
        ...it.service,
        handle: (asked) => ({ ...it.service.handle(asked), status: (status += 1), headers: [] }),
      }),
    });
    const [first, second] = [await call(it), await call(it)];
    expect([first.status, second.status]).toEqual([501, 502]);
    expect(first.headers).not.toContain('Date');
  });
});
