import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { RequestLine } from '../trace/lines.ts';
import { createRedactor } from '../trace/redact.ts';
import { curlOf } from './curl.ts';

const request = (head: string, body: RequestLine['body'] = ''): RequestLine => ({
  kind: 'request',
  t: 0,
  s: 1,
  x: 1,
  conn: 1_000_001,
  method: 'POST',
  path: '/x',
  headers: [],
  body,
  token: { use: 'valid' },
  raw: { head, sent: 'whole' },
});

test('a message that was written byte by byte is sent again by nc, its token from the environment', () => {
  const head = 'POST /x HTTP/1.1\r\nAuthorization: Bearer [redacted]\r\n\r\n';
  expect(curlOf(request(head, '{}'), 'http://127.0.0.1:8080')).toBe(
    `{ printf 'POST /x HTTP/1.1\\r\\nAuthorization: %s\\r\\n\\r\\n' "Bearer $CORDON_TOKEN"; printf %s e30= | base64 -d; } | nc -w 3 127.0.0.1 8080`,
  );
  expect(curlOf(request('X'), 'https://h.example.test')).toBe(
    "{ printf 'X'; } | openssl s_client -quiet -connect h.example.test:443",
  );
});

test('nothing in the command is taken for a secret', () => {
  const command = curlOf(
    request('POST /x HTTP/1.1\r\nAuthorization: Bearer [redacted]\r\nContent-Type: a/b\r\n\r\n'),
    'http://h',
  );
  expect(createRedactor().text(command)).toBe(command);
});

test('a shell makes the same bytes of it', () => {
  const head = `P '%s' \\n HTTP/1.1\r\nX: ${'y'.repeat(70_000)}\xff\0\t${'%'.repeat(300)}\r\nAuthorization : bearer [redacted]\r\n\r\n`;
  const command = curlOf(request(head, { base64: '/w==' }), 'http://h.example.test').replace(
    / \| nc .*$/,
    '',
  );
  expect(command.length).toBeLessThan(1_500);
  const made = execFileSync('sh', ['-c', command], { env: { ...process.env, CORDON_TOKEN: 't0ken' } });
  expect(made.toString('latin1')).toBe(`${head.replace('[redacted]', 't0ken')}\xff`);
});
