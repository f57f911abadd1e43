import { expect, test } from 'vitest';
import { loadContract } from '../contract/load.ts';
import type { RequestLine, ResponseLine, TraceLine } from '../trace/lines.ts';
import { wireCounts } from './wire-counts.ts';

const contract = loadContract('current');
const path = (machine: string) => `/api/machines/${machine}/StopAndQuarantineFile`;
const request = (x: number, t: number, more: Partial<RequestLine> = {}): RequestLine => ({
  kind: 'request',
  t,
  s: 1,
  x,
  conn: 1,
  method: 'POST',
  path: path('m1'),
  headers: [],
  body: `{"Comment":"${x}"}`,
  token: { use: 'valid' },
  ...more,
});
const response = (
  x: number,
  t: number,
  status: number,
  end: 'complete' | 'cut' = 'complete',
): ResponseLine => ({
  kind: 'response',
  t,
  s: 1,
  x,
  status,
  headers: [],
  body: '',
  end,
});
const counted = (...lines: TraceLine[]) =>
  wireCounts(
    lines.map((line, index) => ({ n: index + 1, line })),
    contract,
  );

test('attempts at the operation are counted by what came of them', () => {
  expect(
    counted(
      request(1, 10),
      response(1, 12, 201),
      request(2, 20),
      response(2, 22, 429),
      request(3, 30),
      response(3, 32, 201, 'cut'),
      request(4, 40),
      { kind: 'response', t: 42, s: 1, x: 4, lost: 'reset' },
      request(5, 50),
      response(5, 52, 400),
      request(6, 60, { body: '{"Comment":"1"}' }),
      response(6, 64, 201),
      request(7, 70),
    ),
  ).toEqual({ sent: 7, created: 2, throttled: 1, lost: 3, other: 1, tried: 6, accepted: 1, spanMs: 54 });
});

test('what is not an attempt at the operation is not counted', () => {
  expect(
    counted(
      request(1, 10, { path: '/api/machineactions' }),
      response(1, 11, 201),
      request(2, 12, { method: 'GET' }),
      response(2, 13, 405),
    ),
  ).toEqual({ sent: 0, created: 0, throttled: 0, lost: 0, other: 0, tried: 0, accepted: 0, spanMs: 0 });
});
