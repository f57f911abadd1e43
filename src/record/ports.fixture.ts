import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { realClock } from '../clock/clock.ts';
import type { TraceLine } from '../trace/lines.ts';
import { createRecorder } from '../trace/recorder.ts';
import { createRedactor } from '../trace/redact.ts';
import { memorySink } from '../trace/sinks.ts';
import { tokenTrace } from '../trace/token.ts';
import { startProxy, type Proxy, type ProxyOptions } from './proxy.ts';

/** A service of bare bytes: `answer` gets what has come on a connection so far, each time that more came. */
export async function bareService(
  answer: (came: string, socket: Socket) => void,
): Promise<{ origin: string; connections(): number; came: string[] }> {
  let connections = 0;
  const came: string[] = [];
  const server = createServer((socket) => {
    const mine = connections;
    connections += 1;
    came[mine] = '';
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      came[mine] += chunk.toString('latin1');
      answer(came[mine] ?? '', socket);
    });
    onTestFinished(() => void socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    came,
  };
}

/** A port of loopback where nobody listens. */
export async function nobody(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/** A recorder in front of `to`, and what it wrote. */
export async function recorderOf(
  to: string,
  more: Partial<ProxyOptions> = {},
): Promise<{ proxy: Proxy; lines: TraceLine[]; text(): string }> {
  const clock = realClock();
  const sink = memorySink();
  const recorder = createRecorder({
    sink,
    clock,
    redactor: createRedactor(),
    header: {
      run: 'test',
      startedAt: '2024-05-06T07:00:00Z',
      recorder: 'proxy',
      target: 'lab',
      profile: 'current',
      means: ['token'],
      timeScale: 1,
      seed: 0,
      world: null,
      cordon: '0',
      party: 'service',
    },
  });
  const proxy = await startProxy({
    to,
    port: 0,
    clock,
    recorder,
    tokenOf: (authorization) => tokenTrace(authorization, 'unknown', Buffer.alloc(32)),
    say: () => undefined,
    ...more,
  });
  onTestFinished(() => proxy.close());
  const { lines } = sink;
  return { proxy, lines, text: () => lines.map((line) => JSON.stringify(line)).join('\n') };
}

/** Writes bytes to a port and reads until `until` matches or the connection ends. */
export function exchange(
  origin: string,
  parts: readonly string[],
  until: RegExp = /$^/,
): Promise<{ text: string; ended: 'open' | 'end' | 'reset' }> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    onTestFinished(() => void socket.destroy());
    let text = '';
    let next = 0;
    const write = () => {
      const part = parts[next];
      next += 1;
      if (part !== undefined) socket.write(part, 'latin1');
    };
    socket.on('connect', write);
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (next < parts.length) write();
      else if (until.test(text)) resolve({ text, ended: 'open' });
    });
    socket.on('end', () => resolve({ text, ended: 'end' }));
    socket.on('error', () => resolve({ text, ended: 'reset' }));
  });
}
