import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { servePort } from '../../mocks/service/http.ts';
import { createService } from '../../mocks/service/service.ts';
import { realClock } from '../../src/clock/clock.ts';
import { loadContract } from '../../src/contract/load.ts';
import { makeWorld } from '../../src/play/make-world.ts';
import { seededRandom } from '../../src/play/random.ts';
import { portRecorder } from '../../src/play/recorded-port.ts';
import { createRecorder } from '../../src/trace/recorder.ts';
import { createRedactor } from '../../src/trace/redact.ts';
import { groupedFileSink } from '../../src/trace/sinks.ts';

/** What a server under load tells its parent. */
export type Ready = { port: number; request: string };
export type Used = { cpuMicros: number };

/** Each window of a limit lasts microseconds, so that the limiter counts every call and refuses next to none. */
const TIME_SCALE = 1_000_000;

const post = (path: string, token: string, body: string) =>
  [
    `POST ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    `Authorization: Bearer ${token}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');

const SERVERS: Record<string, (tracePath: string) => Promise<Ready>> = { bare, emulator };

/** The least that node:http can do: one answer of the size of an action, whatever is asked. */
function bare(): Promise<Ready> {
  const body = JSON.stringify({ id: 'x', filler: 'y'.repeat(760) });
  const server = createServer((_request, response) => {
    response.writeHead(201, { 'Content-Type': 'application/json', 'Content-Length': body.length });
    response.end(body);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      resolve({ port, request: post('/', 'x'.repeat(200), JSON.stringify({ Comment: 'bench', Sha1: '0' })) });
    });
  });
}

/** Our service with the whole contract, its limiter, and a trace on disk. */
async function emulator(tracePath: string): Promise<Ready> {
  const clock = realClock();
  const contract = loadContract('current');
  const world = makeWorld({ machines: 1, files: 1 }, 'bench');
  const service = createService({
    contract,
    world,
    clock,
    random: seededRandom(1),
    timeScale: TIME_SCALE,
    choices: { duplicates: 'create' },
  });
  const token = service.token('valid');
  const recorder = createRecorder({
    sink: groupedFileSink(tracePath),
    clock,
    redactor: createRedactor([token]),
    header: {
      run: 'bench',
      startedAt: new Date(clock.epoch()).toISOString(),
      recorder: 'server',
      target: 'emulator',
      profile: 'current',
      means: [],
      timeScale: TIME_SCALE,
      seed: 1,
      world,
      cordon: '0.1.0',
    },
  });
  const record = portRecorder({
    recorder,
    s: recorder.scenario('bench'),
    service: () => service,
    key: Buffer.alloc(32),
  });
  const { port } = await servePort({ service: () => service, clock, record });
  const [machine] = world.machines;
  const path = contract.path.replace('{id}', machine?.id ?? '');
  return { port, request: post(path, token, JSON.stringify({ Comment: 'bench', Sha1: machine?.files[0] })) };
}

const [, , name = '', tracePath = ''] = process.argv;
const start = SERVERS[name];
if (start && process.send) {
  const ready = await start(tracePath);
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpuMicros: user + system } satisfies Used);
  });
  process.on('disconnect', () => process.exit(0));
  process.send(ready);
}
