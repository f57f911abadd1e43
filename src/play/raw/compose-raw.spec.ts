import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { virtualClock } from '../../clock/clock.ts';
import { createRecorder } from '../../trace/recorder.ts';
import { createRedactor } from '../../trace/redact.ts';
import type { TraceLine } from '../../trace/lines.ts';
import { composeRaw } from './compose-raw.ts';
import { playRaw } from './play-raw.ts';

const VALUES = { origin: 'http://h.example.test:81', path: '/api/x', token: 'abc', json: '{"Comment":"é"}' };

describe('a message of a scenario', () => {
  test('is a call without effect where it says nothing', () => {
    const { out, method, path, authorization } = composeRaw({}, VALUES);
    expect(out.head).toBe(
      'POST /api/x HTTP/1.1\r\nHost: h.example.test:81\r\nAuthorization: Bearer abc\r\n' +
        'Content-Type: application/json\r\nContent-Length: 16\r\n\r\n',
    );
    expect(Buffer.from(out.body).toString()).toBe(VALUES.json);
    expect([out.sent, method, path, authorization]).toEqual(['whole', 'POST', '/api/x', 'Bearer abc']);
  });

  test('has its places filled in, in the head and in the body, and parts repeated', () => {
    const { out, path } = composeRaw(
      {
        head: [
          'PUT {origin}{path} HTTP/1.1',
          {
            parts: [
              ['X: ', 1],
              ['y', 3],
            ],
          },
          'L: {length} {unknown}',
        ],
        body: { parts: [['{path}', 2]] },
        sent: 'slow',
      },
      VALUES,
    );
    expect(out.head).toBe('PUT http://h.example.test:81/api/x HTTP/1.1\r\nX: yyy\r\nL: 12 {unknown}\r\n\r\n');
    expect(Buffer.from(out.body).toString()).toBe('/api/x/api/x');
    expect(path).toBe('/api/x');
  });

  test('may be in the chunked coding, whose sizes are bytes', () => {
    const { out } = composeRaw({ body: '{chunks}' }, { ...VALUES, json: '{"a":"é"}' });
    expect(Buffer.from(out.body).toString()).toBe('4\r\n{"a"\r\n6\r\n:"é"}\r\n0\r\n\r\n');
  });
});

describe('the token of a message that was written byte by byte', () => {
  test('is in no line of the trace, whatever it looks like', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.stringMatching(/^[A-Za-z0-9._~+/-]{1,40}=?$/).map((text) => `<<${text}`),
        fc.constantFrom(
          'Authorization: Bearer',
          'authorization :bearer',
          'AUTHORIZATION:',
          'Proxy-Authorization: Basic',
        ),
        async (token, name) => {
          const lines: TraceLine[] = [];
          const recorder = createRecorder({
            sink: { write: (line) => void lines.push(line), close: () => undefined },
            clock: virtualClock(0),
            redactor: createRedactor(),
            header: {
              run: 'r',
              startedAt: '2024-05-06T07:08:09Z',
              recorder: 'client',
              target: 'lab',
              profile: 'current',
              means: [],
              timeScale: 1,
              seed: 1,
              world: null,
              cordon: '0',
            },
          });
          await playRaw([{ head: ['POST {path} HTTP/1.1', `${name} {token}`, 'Host: {host}'] }], {
            send: (messages, onSend) => {
              onSend(0, 1);
              expect(messages[0]?.head).toContain(token);
              return Promise.resolve([{ lost: 'cut', at: 0 }]);
            },
            values: () => ({ ...VALUES, token }),
            recorder,
            s: recorder.scenario('x'),
            key: new Uint8Array(8),
            signal: new AbortController().signal,
          });
          expect(JSON.stringify(lines)).not.toContain(token);
          expect(JSON.stringify(lines)).toContain('Host: h.example.test:81');
        },
      ),
    );
  });
});
