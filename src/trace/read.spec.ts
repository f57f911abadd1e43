import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { UsageError } from '../errors.ts';
import type { TraceLine } from './lines.ts';
import { readTrace, type ReadState } from './read.ts';

const folder = mkdtempSync(join(tmpdir(), 'cordon-read-'));
afterAll(() => rmSync(folder, { recursive: true }));

const HEADER: TraceLine = {
  kind: 'header',
  trace: 1,
  run: 'a1',
  startedAt: '2025-01-24T10:11:12.000Z',
  recorder: 'client',
  target: 'lab',
  profile: 'current',
  means: [],
  timeScale: 1,
  seed: 7,
  world: null,
  cordon: '0.1.0',
};
const stderr = (detail: string): TraceLine => ({ kind: 'client', t: 1, s: 1, event: 'stderr', detail });
const textOf = (...lines: TraceLine[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('');

let files = 0;
function read(content: string | Uint8Array, state?: ReadState) {
  const path = join(folder, `${(files += 1)}.jsonl`);
  writeFileSync(path, content);
  return { path, lines: () => [...readTrace(path, state)] };
}

/** The message of the UsageError, without the folder. */
function refusal(content: string | Uint8Array): string {
  const { lines, path } = read(content);
  try {
    lines();
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message.replaceAll(path, 'FILE');
  }
  throw new Error('it was read');
}

test('lines are numbered as in the file, blank ones counted and left out', () => {
  const { lines } = read(`${textOf(HEADER)}\n \r\n${textOf(stderr('a')).replace('\n', '\r\n')}`);
  expect(lines()).toEqual([
    { n: 1, line: HEADER },
    { n: 4, line: stderr('a') },
  ]);
});

test('a last line that was cut is left out and its number noted', () => {
  const whole = textOf(HEADER, stderr('a'), stderr('b 🛡'));
  for (const cut of [1, 2, 6, 30]) {
    const state: ReadState = {};
    expect(
      read(Buffer.from(whole).subarray(0, -cut), state)
        .lines()
        .map(({ n }) => n),
    ).toEqual([1, 2]);
    expect(state).toEqual({ cutAt: 3 });
  }
});

test('of a whole file nothing is noted', () => {
  const state: ReadState = {};
  expect(read(textOf(HEADER, stderr('a')), state).lines()).toHaveLength(2);
  expect(state).toEqual({});
});

test('a character on the border of two chunks is read as one', () => {
  const border = 1 << 18;
  const start = Buffer.byteLength(textOf(HEADER)) + textOf(stderr('')).length - '"}\n'.length;
  for (const before of [1, 2, 3]) {
    const detail = `${'a'.repeat(border - start - before)}🛡${'b'.repeat(border)}Å`;
    const content = Buffer.from(textOf(HEADER, stderr(detail), stderr('end')));
    expect(content.subarray(border - before, border - before + 4).toString()).toBe('🛡');
    expect(read(content).lines().slice(1)).toEqual([
      { n: 2, line: stderr(detail) },
      { n: 3, line: stderr('end') },
    ]);
  }
});

test('a line that is not JSON is named by its number', () => {
  expect(refusal(`${textOf(HEADER, stderr('a'))}{"kind":"client",}\n${textOf(stderr('b'))}`)).toBe(
    'line 3 of the trace FILE is not JSON: {"kind":"client",}',
  );
});

test('the lines before a bad one have been handed out', () => {
  const { path } = read(`${textOf(HEADER, stderr('a'))}nonsense\n`);
  const seen: number[] = [];
  expect(() => {
    for (const { n } of readTrace(path)) seen.push(n);
  }).toThrow('line 3');
  expect(seen).toEqual([1, 2]);
});

test.each([
  ['{"kind":"answer"}', '"answer"'],
  ['{"kind":7}', '7'],
  ['{}', 'undefined'],
  ['null', 'undefined'],
  ['[]', 'undefined'],
])('a line of another kind is refused: %s', (line, kind) => {
  expect(refusal(`${textOf(HEADER)}${line}\n`)).toBe(
    `line 2 of the trace FILE has the kind ${kind}; allowed are header, scenario, call, request, response, fault, result, client, footer`,
  );
});

test('a line that breaks the format is refused with the field', () => {
  expect(refusal(`${textOf(HEADER)}{"kind":"client","t":-1,"s":1,"event":"e"}\n`)).toBe(
    'line 2 of the trace FILE (client): at the top: the field "detail" is missing; at /t: -1 must be >= 0',
  );
});

test('a trace without a header, or with a second one, is refused', () => {
  expect(refusal(textOf(stderr('a')))).toBe(
    'line 1 of the trace FILE is a client; the header, and only it, stands on line 1',
  );
  expect(refusal(textOf(HEADER, HEADER))).toBe(
    'line 2 of the trace FILE is a header; the header, and only it, stands on line 1',
  );
});

test('a trace without a whole line is refused', () => {
  const message = 'the trace FILE has no whole line; its first line must be a header';
  expect(refusal('')).toBe(message);
  expect(refusal(JSON.stringify(HEADER))).toBe(message);
});

test('a file that cannot be read is named with the reason', () => {
  const missing = join(folder, 'missing.jsonl');
  expect(() => [...readTrace(missing)]).toThrow(
    `cannot read the trace ${missing}: ENOENT: no such file or directory, open '${missing}'`,
  );
  expect(() => [...readTrace(folder)]).toThrow(`cannot read the trace ${folder}: EISDIR`);
});
