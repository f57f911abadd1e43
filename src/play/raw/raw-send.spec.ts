import { createServer, type AddressInfo, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { realClock } from '../../clock/clock.ts';
import type { RawOut } from '../target.ts';
import { rawSend } from './raw-send.ts';

const SHORT = { answerMs: 150, holdMs: 50 };
const ANSWER = 'HTTP/1.1 404 N\r\nContent-Length: 2\r\n\r\n{}';

/** A listener that does with a connection as told; `got` is what it was sent. */
async function listening(on: (socket: Socket, got: () => string) => void) {
  const got: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const index = got.push('') - 1;
    sockets.add(socket);
    socket.on('data', (bytes: Buffer) => (got[index] += bytes.toString('latin1')));
    socket.on('error', () => undefined);
    on(socket, () => got[index] ?? '');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const clock = realClock();
  const sent: [number, number][] = [];
  const send = (...messages: Partial<RawOut>[]) =>
    rawSend(`http://127.0.0.1:${port}`, clock, SHORT)(
      messages.map((message) => ({
        head: 'POST / HTTP/1.1\r\n\r\n',
        body: Buffer.from('body'),
        sent: 'whole',
        ...message,
      })),
      (index, conn) => sent.push([index, conn]),
      new AbortController().signal,
    );
  return { send, got, sent };
}

const answering = (answer: string) => (socket: Socket) =>
  void socket.on('data', () => {
    socket.write(answer);
  });

describe('messages on one connection', () => {
  test('are written as they are, each when the one before was answered', async () => {
    const it = await listening(answering(ANSWER));
    const outcomes = await it.send({}, { head: 'not HTTP at all', body: Buffer.from([0xff]) });
    expect(outcomes).toMatchObject([
      { status: 404, end: 'complete', raw: { version: 'HTTP/1.1', closed: false } },
      { status: 404, end: 'complete', raw: { version: 'HTTP/1.1', closed: false } },
    ]);
    expect(it.got).toEqual(['POST / HTTP/1.1\r\n\r\nbodynot HTTP at all\xff']);
    expect(it.sent).toEqual([
      [0, 1_000_001],
      [1, 1_000_001],
    ]);
  });

  test('end where the service closes, and what was not sent has no outcome', async () => {
    const it = await listening((socket) => void socket.on('data', () => socket.end(ANSWER)));
    expect(await it.send({}, {})).toMatchObject([{ status: 404, raw: { closed: true } }]);
    expect(it.sent).toHaveLength(1);
  });

  test('may be answered with more than was asked for', async () => {
    const it = await listening(answering(`${ANSWER}HTTP/1.1 400 B\r\n\r\n`));
    expect(await it.send({})).toMatchObject([{ status: 404, raw: { rest: 'HTTP/1.1 400 B\r\n\r\n' } }]);
  });

  test('are lost where nothing comes, nothing listens, or the connection breaks', async () => {
    const silent = await listening(() => undefined);
    expect(await silent.send({}, {})).toMatchObject([
      { lost: 'timeout', why: 'no whole answer came within 0.15 s', raw: { closed: false } },
    ]);
    const closing = await listening((socket) => void socket.on('data', () => socket.end()));
    expect(await closing.send({})).toMatchObject([{ lost: 'cut', raw: { closed: true } }]);
    const breaking = await listening((socket) => void socket.on('data', () => socket.resetAndDestroy()));
    expect(await breaking.send({})).toMatchObject([{ lost: 'reset' }]);
    const gone = await rawSend('http://127.0.0.1:1', realClock(), SHORT)(
      [{ head: '', body: new Uint8Array(), sent: 'whole' }],
      () => undefined,
      new AbortController().signal,
    );
    expect(gone).toMatchObject([{ lost: 'refused' }]);
  });

  test('are given up when more comes than anybody reads', async () => {
    const it = await listening(answering(`HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(1_100_000)}`));
    expect(await it.send({})).toMatchObject([{ lost: 'cut', why: 'more than 1048576 bytes came' }]);
  });

  test('are given up when the run is', async () => {
    const signal = AbortSignal.abort();
    const send = rawSend('http://127.0.0.1:1', realClock(), SHORT);
    expect(
      await send([{ head: '', body: new Uint8Array(), sent: 'whole' }], () => undefined, signal),
    ).toMatchObject([{ lost: 'refused', why: 'the run was interrupted' }]);
  });
});

describe('a body', () => {
  test('that is held back is sent when it is asked for', async () => {
    const it = await listening((socket, got) => {
      socket.on('data', () => socket.write(got().endsWith('body') ? ANSWER : 'HTTP/1.1 100 C\r\n\r\n'));
    });
    expect(await it.send({ sent: 'held' })).toMatchObject([
      { status: 404, raw: { interim: [100], held: { body: 'asked-for' } } },
    ]);
  });

  test('that is held back is never sent where the final answer comes first', async () => {
    const it = await listening(answering(ANSWER));
    expect(await it.send({ sent: 'held' }, {})).toMatchObject([
      { status: 404, raw: { held: { body: 'kept' } } },
    ]);
    expect(it.got).toEqual(['POST / HTTP/1.1\r\n\r\n']);
  });

  test('that is held back is sent after a while all the same', async () => {
    const it = await listening((socket, got) => {
      socket.on('data', () => got().endsWith('body') && socket.write(ANSWER));
    });
    const [outcome] = await it.send({ sent: 'held' });
    expect(outcome?.raw?.held).toMatchObject({ body: 'sent-anyway' });
    expect(outcome?.raw?.held?.waitedMs).toBeGreaterThanOrEqual(SHORT.holdMs - 1);
  });

  test('that is slow comes in pieces', async () => {
    const pieces: string[] = [];
    const it = await listening((socket, got) => {
      socket.on('data', (bytes: Buffer) => {
        pieces.push(bytes.toString('latin1'));
        if (got().endsWith('body')) socket.write(ANSWER);
      });
    });
    expect(await it.send({ sent: 'slow' })).toMatchObject([{ status: 404 }]);
    expect(pieces.slice(1)).toEqual(['b', 'o', 'd', 'y']);
  });

  test('that stops half way ends with the connection', async () => {
    const it = await listening(() => undefined);
    expect(await it.send({ sent: 'stopped' })).toMatchObject([
      { lost: 'cut', why: 'we closed the connection half way', raw: { closed: false } },
    ]);
  });

  test('after which our side is closed can still be answered', async () => {
    const it = await listening((socket) => void socket.on('end', () => socket.end(ANSWER)));
    expect(await it.send({ sent: 'half-closed' })).toMatchObject([{ status: 404, raw: { closed: true } }]);
  });
});

test('a service that was asked to close has time for it', async () => {
  const it = await listening((socket) => {
    socket.on('data', () => {
      socket.write(ANSWER);
      setTimeout(() => socket.end(), 60);
    });
  });
  expect(await it.send({ head: 'POST / HTTP/1.1\r\nConnection: close\r\n\r\n' })).toMatchObject([
    { status: 404, raw: { closed: true } },
  ]);
});
