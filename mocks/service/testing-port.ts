import { request, type Agent } from 'node:http';
import { connect } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Fault } from '../../src/contract/world.ts';
import { servePort, type Port, type PortOptions } from './http.ts';
import { bench, FILE, MACHINE, WORLD } from './testing.ts';

/** Support for the specs of the port: one to talk to, and clients that report what they see. */

export const PATH = `/api/machines/${MACHINE}/StopAndQuarantineFile`;

/** What a recorder was told, in order, as short lines. */
type Told = { lines: string[]; waitFor(line: RegExp): Promise<string> };

/** A port in virtual time with the given faults, closed when the test ends. */
export async function listening(options: Partial<PortOptions> = {}, ...faults: Fault[]) {
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
  onTestFinished(() => port.close());
  return { ...it, port, told };
}

type Got = { status?: number; headers: string[]; body: string; end: string };

/** Sends with Node's own client and reports what became of it: `complete`, or the code of the error. */
export function send(
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

/** POSTs the operation with a valid token. */
export function call(it: Awaited<ReturnType<typeof listening>>, agent?: Agent): Promise<Got> {
  return send(it.port, {
    headers: { Authorization: `Bearer ${it.service.token('valid')}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ Comment: 'c', Sha1: FILE }),
    ...(agent ? { agent } : {}),
  });
}

/** `n/n`: as many bytes sent as announced. */
export const lengthOf = (body: string | number) => `${body}/${body}`;

/** Writes raw bytes and collects what comes until the connection ends. */
export function raw(port: Port, bytes: string, ending?: 'end' | 'reset'): Promise<string> {
  return new Promise((resolve) => {
    let got = '';
    const socket = connect(port.port, '127.0.0.1', () => {
      socket.write(bytes, () => {
        if (ending === 'end') socket.end();
        if (ending === 'reset') socket.resetAndDestroy();
      });
    });
    socket.on('data', (chunk) => (got += chunk.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve(got);
    });
  });
}
