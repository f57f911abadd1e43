import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { virtualClock } from '../clock/clock.ts';
import type { HeaderLine } from './lines.ts';
import { createRecorder, type Recorder, type SentRequest } from './recorder.ts';
import { createRedactor } from './redact.ts';
import { fileSink, groupedFileSink, memorySink, type Sink } from './sinks.ts';

const folder = mkdtempSync(join(tmpdir(), 'cordon-recorder-'));
afterAll(() => rmSync(folder, { recursive: true }));

const HEADER: Omit<HeaderLine, 'kind' | 'trace'> = {
  run: 'a1',
  startedAt: '2025-01-24T10:11:12.000Z',
  recorder: 'client',
  target: 'lab',
  profile: 'current',
  means: ['token', 'world'],
  timeScale: 1,
  seed: 7,
  world: { machines: [] },
  cordon: '0.1.0',
};
const SENT: SentRequest = {
  conn: 1,
  method: 'POST',
  path: '/p',
  headers: [['Authorization', 'Bearer abc']],
  body: Buffer.from('{}'),
  token: { use: 'valid' },
};

function recording(o: { sink?: Sink; header?: Partial<HeaderLine> } = {}) {
  const memory = memorySink();
  const clock = virtualClock(0);
  clock.advance(1000);
  const recorder = createRecorder({
    sink: o.sink ?? memory,
    clock,
    redactor: createRedactor(),
    header: { ...HEADER, ...o.header },
  });
  return { recorder, clock, lines: memory.lines };
}

test('every line has its kind, its time since the start, and the scenario it belongs to', () => {
  const { recorder, clock, lines } = recording();
  const s = recorder.scenario('created', { world: { machines: [] } });
  clock.advance(5);
  const call = recorder.call(s, { machineId: 'm', sha1: 'h', comment: 'c', breaks: null });
  const x = recorder.request(s, { ...SENT, call });
  clock.advance(2);
  recorder.fault(s, x, { did: 'delay', actionId: 'i' });
  recorder.response(s, x, {
    status: 201,
    headers: [['A', 'b']],
    body: Buffer.from('{"id":1}'),
    end: 'complete',
  });
  recorder.result(s, { call, action: { id: 1 } });
  recorder.client(s, 'exit', '0');
  recorder.close();
  expect(lines).toEqual([
    { kind: 'header', trace: 1, ...HEADER },
    { kind: 'scenario', t: 0, s: 1, id: 'created', world: { machines: [] } },
    { kind: 'call', t: 5, s: 1, call: 1, machineId: 'm', sha1: 'h', comment: 'c', breaks: null },
    {
      kind: 'request',
      t: 5,
      s: 1,
      x: 1,
      call: 1,
      conn: 1,
      method: 'POST',
      path: '/p',
      headers: [['Authorization', 'Bearer [redacted]']],
      body: '{}',
      token: { use: 'valid' },
    },
    { kind: 'fault', t: 7, s: 1, x: 1, did: 'delay', actionId: 'i' },
    {
      kind: 'response',
      t: 7,
      s: 1,
      x: 1,
      status: 201,
      headers: [['A', 'b']],
      body: '{"id":1}',
      end: 'complete',
    },
    { kind: 'result', t: 7, s: 1, call: 1, action: { id: 1 } },
    { kind: 'client', t: 7, s: 1, event: 'exit', detail: '0' },
    {
      kind: 'footer',
      t: 7,
      counts: { scenarios: 1, calls: 1, requests: 1, responses: 1, lost: 0, faults: 1 },
    },
  ]);
});

test('scenarios, calls and exchanges are numbered from 1 through the whole run', () => {
  const { recorder } = recording();
  const numbers = (s: number) => [
    s,
    recorder.call(s, {}),
    recorder.request(s, SENT),
    recorder.request(s, SENT),
  ];
  expect([numbers(recorder.scenario('a')), numbers(recorder.scenario('b'))]).toEqual([
    [1, 1, 1, 2],
    [2, 2, 3, 4],
  ]);
});

test('the time of an event is that of the clock, to the microsecond, and never before the start', () => {
  const { recorder, clock, lines } = recording();
  recorder.request(1, SENT, 1001.23456);
  recorder.response(1, 1, { lost: 'reset' }, 1002.5);
  recorder.request(1, SENT, 999);
  clock.advance(0.5);
  recorder.response(1, 2, { lost: 'timeout' });
  expect(lines.slice(1).map((line) => 't' in line && line.t)).toEqual([1.235, 2.5, 0, 0.5]);
});

test('a body is text where it is UTF-8, and base64 where it is not', () => {
  const { recorder, lines } = recording();
  for (const body of [
    Buffer.from('Åsa 🛡\0'),
    Buffer.from([0xff, 0x00]),
    Buffer.from([0xef, 0xbb, 0xbf, 0x61]),
    new Uint8Array(),
  ])
    recorder.request(1, { ...SENT, body });
  expect(lines.slice(1).map((line) => 'body' in line && line.body)).toEqual([
    'Åsa 🛡\0',
    { base64: '/wA=' },
    '\ufeffa',
    '',
  ]);
});

test('lost exchanges are counted apart from answered ones', () => {
  const { recorder, lines } = recording();
  recorder.response(1, recorder.request(1, SENT), { lost: 'refused' });
  recorder.response(1, recorder.request(1, SENT), {
    status: 200,
    headers: [],
    body: new Uint8Array(),
    end: 'cut',
  });
  recorder.close();
  expect(lines.at(-1)).toMatchObject({ counts: { requests: 2, responses: 1, lost: 1 } });
});

test.each<[string, (recorder: Recorder) => unknown, string]>([
  [
    'a status that is none',
    (r) => r.response(1, 1, { status: 42, headers: [], body: new Uint8Array(), end: 'complete' }),
    '/status: 42',
  ],
  ['a negative number', (r) => r.client(-1, 'a', 'b'), '/s: -1'],
  ['an unknown field', (r) => r.call(1, { machine: 'm' } as object), 'unknown field "machine"'],
  ['an unknown kind of loss', (r) => r.response(1, 1, { lost: 'gone' as 'reset' }), '/lost: "gone"'],
])('a line that breaks the format is refused and not written: %s', (_what, write, why) => {
  const { recorder, lines } = recording();
  expect(() => write(recorder)).toThrow(/^this line does not fit the trace format: at .*/);
  expect(() => write(recorder)).toThrow(why);
  expect(lines).toHaveLength(1);
});

test('a header that breaks the format is refused at once', () => {
  expect(() => recording({ header: { startedAt: 'today' } })).toThrow(
    'this line does not fit the trace format: at /startedAt: "today" does not match ^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$',
  );
});

test('the refusal of a line holds no secret', () => {
  const recorder = createRecorder({
    sink: memorySink(),
    clock: virtualClock(0),
    redactor: createRedactor(['s3cret-value']),
    header: HEADER,
  });
  expect(() => recorder.response(1, 1, { lost: 's3cret-value' as 'reset' })).toThrow('/lost: "[redacted]"');
});

test('the footer is written once, the sink closed once, and what comes later is dropped', () => {
  const memory = memorySink();
  let closed = 0;
  const { recorder } = recording({ sink: { write: memory.write, close: () => (closed += 1) } });
  recorder.close(true);
  recorder.close();
  recorder.client(1, 'stderr', 'late');
  expect(memory.lines.slice(1)).toEqual([
    {
      kind: 'footer',
      t: 0,
      counts: { scenarios: 0, calls: 0, requests: 0, responses: 0, lost: 0, faults: 0 },
      interrupted: true,
    },
  ]);
  expect(closed).toBe(1);
});

test('each line is in the file, whole, before the recorder returns', () => {
  const path = join(folder, 'trace.jsonl');
  const { recorder } = recording({ sink: fileSink(path) });
  const kinds = () =>
    readFileSync(path, 'utf8')
      .replace(/\n$/, '')
      .split('\n')
      .map((line) => (JSON.parse(line) as { kind: string }).kind);
  expect(kinds()).toEqual(['header']);
  recorder.client(1, 'stderr', 'two\nlines \u2028 \ud83d');
  expect(kinds()).toEqual(['header', 'client']);
  recorder.close();
  expect(kinds()).toEqual(['header', 'client', 'footer']);
});

test('a new trace replaces an old one', () => {
  const path = join(folder, 'again.jsonl');
  recording({ sink: fileSink(path) }).recorder.close();
  const before = readFileSync(path, 'utf8');
  recording({ sink: fileSink(path) }).recorder.close();
  expect(readFileSync(path, 'utf8')).toBe(before);
});

test('a grouped file has every line of an exchange when its server has waited', async () => {
  const path = join(folder, 'grouped.jsonl');
  const recorder = createRecorder({
    sink: groupedFileSink(path),
    clock: virtualClock(0),
    redactor: createRedactor(),
    header: { ...HEADER, recorder: 'server' },
  });
  const s = recorder.scenario('plain');
  expect(readFileSync(path, 'utf8')).toBe('');
  await Promise.all([recorder.flushed(), recorder.flushed()]);
  const kinds = () =>
    readFileSync(path, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { kind: string }).kind);
  expect(kinds()).toEqual(['header', 'scenario']);
  recorder.call(s, {});
  recorder.close();
  expect(kinds()).toEqual(['header', 'scenario', 'call', 'footer']);
});

test('a grouped file writes a long text whole, and tells who waits when it cannot', async () => {
  const path = join(folder, 'long.jsonl');
  const sink = groupedFileSink(path);
  const line = { kind: 'client', t: 0, s: 1, event: 'x', detail: 'é'.repeat(700_000) } as const;
  sink.write(line);
  sink.write(line);
  sink.close();
  expect(readFileSync(path, 'utf8')).toBe(`${JSON.stringify(line)}\n`.repeat(2));
  sink.write({ ...line, detail: 'late' });
  await expect(sink.flushed?.()).rejects.toThrow(/EBADF/);
});
