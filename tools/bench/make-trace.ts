import { closeSync, openSync, writeSync } from 'node:fs';
import { sha1Of } from '../../src/play/random.ts';
import type { HeaderList, TraceLine } from '../../src/trace/lines.ts';

/** Spacing of calls in ms: 1,440 an hour, so that an honest service refuses none for its number. */
const SPACING_MS = 2_500;
const LATENCY_MS = 4;
/** Each pair comes again after half a day, when its action has long ended. */
const MACHINES = 1_000;
const FILES = 20;
const CHUNK_LINES = 2_000;

/**
 * Writes a trace of so many exchanges as a client recorder does at a service that keeps the contract: of 20 calls, 17 create an
 * action, two are refused for what is wrong in them, and one reads an action back.
 */
export function writeMadeTrace(path: string, exchanges: number): void {
  const file = openSync(path, 'w');
  let chunk: string[] = [];
  const flush = () => {
    writeSync(file, chunk.join(''));
    chunk = [];
  };
  const write = (line: TraceLine) => {
    chunk.push(`${JSON.stringify(line)}\n`);
    if (chunk.length >= CHUNK_LINES) flush();
  };
  write({
    kind: 'header',
    trace: 1,
    run: 'bench',
    startedAt: '2025-01-01T00:00:00.000Z',
    recorder: 'client',
    target: 'lab',
    profile: 'current',
    means: ['token', 'world', 'actions', 'quota', 'hour', 'exclusive', 'reads'],
    timeScale: 1,
    seed: 1,
    world: {
      machines: Array.from({ length: MACHINES }, (_, m) => ({
        id: machineOf(m),
        files: Array.from({ length: FILES }, (__, f) => fileOf(m + f * MACHINES)),
      })),
    },
    cordon: '0.1.0',
    party: 'service',
  });
  write({ kind: 'scenario', t: 0, s: 1, id: 'bench' });
  let id = '';
  for (let x = 1; x <= exchanges; x += 1) {
    const t = x * SPACING_MS;
    const turn = x % 20;
    if (turn === 19) id = writeRead(write, x, t, id);
    else id = writeCall(write, x, t, turn < 2 && x > 2) ?? id;
  }
  const counts = { scenarios: 1, calls: 0, requests: exchanges, responses: exchanges, lost: 0, faults: 0 };
  write({ kind: 'footer', t: (exchanges + 1) * SPACING_MS, counts });
  flush();
  closeSync(file);
}

const REQUEST_HEADERS: HeaderList = [
  ['Authorization', 'Bearer [redacted]'],
  ['Content-Type', 'application/json'],
  ['Accept', 'application/json'],
];
const TOKEN = { use: 'valid', print: 'p1', app: 'a1' } as const;

type Write = (line: TraceLine) => void;

function writeCall(write: Write, x: number, t: number, refused: boolean): string | undefined {
  const machineId = machineOf(x);
  const hash = fileOf(x);
  const comment = `Cordon bench call ${x}`;
  const body = JSON.stringify(refused ? { Comment: comment } : { Comment: comment, Sha1: hash });
  const path = `/api/machines/${machineId}/StopAndQuarantineFile`;
  write({
    kind: 'request',
    t,
    s: 1,
    x,
    conn: 1,
    method: 'POST',
    path,
    headers: REQUEST_HEADERS,
    body,
    token: TOKEN,
  });
  if (refused) {
    const error = {
      code: 'MissingRequiredParameter',
      message: 'Parameter Sha1 is missing.',
      target: idOf(x),
    };
    writeAnswer(write, x, t, 400, { error });
    return undefined;
  }
  writeAnswer(write, x, t, 201, actionOf(x, t, machineId, hash, comment));
  return idOf(x);
}

function writeRead(write: Write, x: number, t: number, id: string): string {
  const path = `/api/machineactions/${id}`;
  write({
    kind: 'request',
    t,
    s: 1,
    x,
    conn: 1,
    method: 'GET',
    path,
    headers: REQUEST_HEADERS.slice(0, 1),
    body: '',
    token: TOKEN,
  });
  const of = Number.parseInt(id.slice(24), 16);
  writeAnswer(
    write,
    x,
    t,
    200,
    actionOf(of, of * SPACING_MS, machineOf(of), fileOf(of), `Cordon bench call ${of}`),
  );
  return id;
}

function writeAnswer(write: Write, x: number, t: number, status: number, value: object): void {
  const body = JSON.stringify(value);
  const headers: HeaderList = [
    ['Date', new Date(Date.UTC(2025, 0, 1) + t).toUTCString()],
    ['Content-Type', 'application/json'],
    ['Content-Length', String(Buffer.byteLength(body))],
  ];
  write({ kind: 'response', t: t + LATENCY_MS, s: 1, x, status, headers, body, end: 'complete' });
}

const machineOf = (x: number) => sha1Of(`machine ${x % MACHINES}`);
const fileOf = (x: number) => sha1Of(`file ${x % (MACHINES * FILES)}`);

/** A GUID that holds its number. */
function idOf(x: number): string {
  return `00000000-0000-4000-8000-${x.toString(16).padStart(12, '0')}`;
}

function actionOf(x: number, t: number, machineId: string, hash: string, comment: string): object {
  const at = new Date(Date.UTC(2025, 0, 1) + t).toISOString();
  return {
    '@odata.context': 'https://api.example.test/api/$metadata#MachineActions/$entity',
    id: idOf(x),
    type: 'StopAndQuarantineFile',
    title: null,
    requestor: 'Cordon bench',
    requestorComment: comment,
    status: 'Pending',
    machineId,
    computerDnsName: null,
    creationDateTimeUtc: at,
    lastUpdateDateTimeUtc: at,
    cancellationRequestor: null,
    cancellationComment: null,
    cancellationDateTimeUtc: null,
    errorHResult: 0,
    scope: null,
    externalId: null,
    requestSource: 'PublicApi',
    relatedFileInfo: { fileIdentifier: hash, fileIdentifierType: 'Sha1' },
    commands: [],
    troubleshootInfo: null,
  };
}
