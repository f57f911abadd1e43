import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { realClock } from '../../src/clock/clock.ts';
import { FILE } from './testing.ts';
import { call, listening, PATH, raw } from './testing-port.ts';

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
      'end',
    );
    await it.told.waitFor(/lost cut/);
    expect(it.told.lines).toEqual([
      `1 request 1 POST ${PATH} ${body.length}`,
      '1 fault delay 600000 ms with action',
      '1 lost cut',
    ]);
  });
});
