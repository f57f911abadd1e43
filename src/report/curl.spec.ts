import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { curlOf } from './curl.ts';
import { requestLine } from './trace.fixture.ts';

/** What a shell makes of the command: curl's arguments, and its input. */
function argumentsOf(command: string): { words: string[]; input: string } {
  const show = `curl() { printf '%s\\0' "$@"; printf 'INPUT'; for w in "$@"; do [ "$w" = @- ] && base64 | tr -d '\\n'; done; :; }`;
  const { stdout } = spawnSync('sh', ['-c', `${show}; ${command}`], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], CORDON_TOKEN: 'from-the-environment' },
  });
  const words = stdout.split('\0');
  return { input: (words.pop() ?? '').replace('INPUT', ''), words };
}

test('a recorded request becomes a curl command with the token of the environment', () => {
  expect(
    curlOf(
      requestLine({ headers: [...requestLine().headers, ['Host', 'h'], ['Content-Length', '9']] }),
      'https://api.test/',
    ),
  ).toBe(
    `curl -i --globoff --path-as-is -X POST https://api.test/api/machines/1e5bc9d7e413ddd7902c2932e418702b84d0cc07/StopAndQuarantineFile \\
  -H "Authorization: Bearer $CORDON_TOKEN" \\
  -H 'Content-Type: application/json' \\
  --data-raw '{"Comment":"Åsa","Sha1":"87662bc3d60e4200ceaf7aae249d1c343f4b83c9"}'`,
  );
});

test('a request without a body sends none', () => {
  const request = requestLine({
    method: 'GET',
    path: '/api/machineactions',
    headers: [['Accept', 'application/json']],
    body: '',
  });
  expect(curlOf(request, 'http://127.0.0.1:8080')).toBe(
    `curl -i --globoff --path-as-is -X GET http://127.0.0.1:8080/api/machineactions \\\n  -H 'Accept: application/json'`,
  );
});

test('only the token of a bearer scheme is put in', () => {
  const words = (authorization: string) =>
    argumentsOf(
      curlOf(requestLine({ headers: [['authorization', authorization]], body: '' }), 'http://h'),
    ).words.slice(-1);
  expect(words('BEARER [redacted]')).toEqual(['authorization: BEARER from-the-environment']);
  expect(words('Basic [redacted]')).toEqual(['authorization: Basic [redacted]']);
  expect(words('[redacted]')).toEqual(['authorization: [redacted]']);
});

test('a body without a media type is sent without one', () => {
  expect(argumentsOf(curlOf(requestLine({ headers: [], body: 'x' }), 'http://h')).words.slice(-4)).toEqual([
    '-H',
    'Content-Type:',
    '--data-raw',
    'x',
  ]);
});

test('a header without a value is kept', () => {
  expect(
    argumentsOf(curlOf(requestLine({ headers: [['X-Empty', '']], body: '' }), 'http://h')).words.at(-1),
  ).toBe('X-Empty;');
});

test.each([
  `it's`,
  '$(id) `id` $HOME',
  '\\',
  `a'; id; '`,
  'line\nline\r\n',
  '@/etc/hosts',
  '🛡 "',
  '!x',
  '{a,b}[1-2]',
])('no shell reads %j', (text) => {
  const request = requestLine({
    method: 'P',
    path: `/${text}`,
    headers: [['Content-Type', text]],
    body: text,
  });
  expect(argumentsOf(curlOf(request, 'http://h')).words).toEqual([
    '-i',
    '--globoff',
    '--path-as-is',
    '-X',
    'P',
    `http://h/${text}`,
    '-H',
    `Content-Type: ${text}`,
    '--data-raw',
    text,
  ]);
});

test.each([
  ['bytes that are not UTF-8', { base64: '/wD+' }, '/wD+'],
  ['a NUL', 'a\0b', 'YQBi'],
])('%s go through a pipe', (_what, body, base64) => {
  const { input, words } = argumentsOf(curlOf(requestLine({ body }), 'http://h'));
  expect(words.slice(-2)).toEqual(['--data-binary', '@-']);
  expect(input).toBe(base64);
});
