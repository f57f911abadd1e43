import type { Numbered } from '../judge/types.ts';
import type { HeaderLine, RequestLine, ResponseLine, TraceLine } from '../trace/lines.ts';

export const HEADER: HeaderLine = {
  kind: 'header',
  trace: 1,
  run: 'a1',
  startedAt: '2025-01-24T10:11:12.000Z',
  recorder: 'client',
  target: 'lab',
  profile: 'current',
  means: ['token'],
  timeScale: 1,
  seed: 7,
  world: null,
  cordon: '0.1.0',
  name: 'http://127.0.0.1:8080',
};

const PATH = '/api/machines/1e5bc9d7e413ddd7902c2932e418702b84d0cc07/StopAndQuarantineFile';

/** A request of a trace for tests. */
export function requestLine(more: Partial<RequestLine> = {}): RequestLine {
  return {
    kind: 'request',
    t: 10,
    s: 1,
    x: 1,
    call: 1,
    conn: 1,
    method: 'POST',
    path: PATH,
    headers: [
      ['Authorization', 'Bearer [redacted]'],
      ['Content-Type', 'application/json'],
    ],
    body: '{"Comment":"Åsa","Sha1":"87662bc3d60e4200ceaf7aae249d1c343f4b83c9"}',
    token: { use: 'valid', print: 'p1' },
    ...more,
  };
}

/** A whole answer of a trace for tests. */
export function responseLine(
  more: Partial<Extract<ResponseLine, { status: number }>> = {},
): Extract<ResponseLine, { status: number }> {
  return {
    kind: 'response',
    t: 12.5,
    s: 1,
    x: 1,
    status: 201,
    headers: [['Content-Type', 'application/json; charset=utf-8']],
    body: '{"id":"5382f7ea-7557-4ab7-9782-d50480024a4e"}',
    end: 'complete',
    ...more,
  };
}

/** Numbers lines as in a file. */
export function numbered(...lines: TraceLine[]): Numbered[] {
  return lines.map((line, index) => ({ n: index + 1, line }));
}
