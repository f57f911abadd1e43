import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { virtualClock } from '../clock/clock.ts';
import { leaksOf, secrets, writingsOf } from './leaks.fixture.ts';
import type { HeaderLine, HeaderList } from './lines.ts';
import { createRecorder } from './recorder.ts';
import { createRedactor } from './redact.ts';
import { REDACTED } from './secret-patterns.ts';
import { fileSink, memorySink, type Sink } from './sinks.ts';

const folder = mkdtempSync(join(tmpdir(), 'cordon-redact-'));
afterAll(() => rmSync(folder, { recursive: true }));

const HEADER: Omit<HeaderLine, 'kind' | 'trace'> = {
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
};

test('a secret can be read from no line of a trace, wherever and however it was written', () => {
  fc.assert(
    fc.property(secrets, (secret) => {
      const memory = memorySink();
      const path = join(folder, 'trace.jsonl');
      const file = fileSink(path);
      writeEverywhere(secret, {
        write: (line) => [memory, file].forEach((sink) => sink.write(line)),
        close: () => file.close(),
      });
      expect(leaksOf(readFileSync(path, 'utf8'), secret)).toEqual([]);
      expect(memory.lines.flatMap((line) => leaksOf(JSON.stringify(line), secret))).toEqual([]);
      expect(memory.lines).toHaveLength(2 + 8 * writingsOf(secret).length);
    }),
    { numRuns: 25 },
  );
});

/** Puts each way of writing the secret into each field that holds text from outside. */
function writeEverywhere(secret: string, sink: Sink): void {
  const redactor = createRedactor([secret]);
  const recorder = createRecorder({
    sink,
    clock: virtualClock(0),
    redactor,
    header: { ...HEADER, name: `http://h/${secret}` },
  });
  for (const writing of writingsOf(secret)) {
    const s = recorder.scenario('created', { skipped: `because of ${writing}` });
    const call = recorder.call(s, {
      machineId: writing,
      comment: `a ${writing} b`,
      breaks: { rule: writing, path: writing },
    });
    const headers: HeaderList = [
      ['Authorization', `Bearer ${secret}`],
      ['Authorization', writing],
      ['X-Echo', `a=${writing}; b`],
      ['Cookie', writing],
    ];
    const token = { use: 'valid', print: 'p' } as const;
    const json = JSON.stringify({ Comment: writing });
    const x = recorder.request(s, {
      call,
      conn: 1,
      method: 'POST',
      path: `/a/${writing}?b=${writing}`,
      headers,
      body: Buffer.from(json),
      token,
    });
    recorder.fault(s, x, { did: `answered ${writing}`, actionId: writing });
    recorder.response(s, x, { status: 400, headers, body: bytes(writing), end: 'complete' });
    recorder.result(s, { call, action: { [writing]: [writing], base64: writing } });
    recorder.result(s, {
      call,
      error: { kind: 'http', message: `failed: ${writing}`, code: writing },
      unsupported: writing,
    });
    recorder.client(s, 'stderr', `Error: ${writing}\n  at ${writing}`);
  }
  recorder.close();
}

/** Not UTF-8: a lone 0xff in front, an overlong sequence behind. */
function bytes(text: string): Uint8Array {
  return Buffer.concat([Buffer.from([0xff]), Buffer.from(text), Buffer.from([0xc0, 0x80])]);
}

test('to redact twice is to redact once', () => {
  fc.assert(
    fc.property(secrets, fc.string(), (secret, between) => {
      const redactor = createRedactor([secret]);
      const once = redactor.text(writingsOf(secret).join(between));
      expect(redactor.text(once)).toBe(once);
    }),
    { numRuns: 30 },
  );
});

test('text without secrets is left as it is', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      const redactor = createRedactor(['s3cr3t-value-of-this-test']);
      expect(redactor.text(json)).toBe(json);
      expect(redactor.deep(JSON.parse(json))).toEqual(JSON.parse(json));
    }),
  );
});

test('of a secret that is part of another nothing stays', () => {
  const redactor = createRedactor(['abcdef', 'abcdef-ghijkl']);
  expect(redactor.text('abcdef-ghijkl abcdef')).toBe(`${REDACTED} ${REDACTED}`);
});

test('a secret inside longer base64 takes its digits with it, at each alignment', () => {
  const redactor = createRedactor(['client-secret-1']);
  for (const before of ['', 'a', 'id', 'id:', 'user'])
    expect(redactor.text(Buffer.from(`${before}client-secret-1, and more`).toString('base64'))).toMatch(
      /^\w{0,6}\[redacted\]\w{8,}=*$/,
    );
});

test('a secret with other than ASCII characters is found in text, bytes and UTF-16', () => {
  const redactor = createRedactor(['Grüße-geheim']);
  const body = (bytesOf: Buffer) =>
    redactor.deep({ base64: Buffer.concat([Buffer.from([0xff]), bytesOf]).toString('base64') });
  const redacted = { base64: Buffer.concat([Buffer.from([0xff]), Buffer.from(REDACTED)]).toString('base64') };
  expect(redactor.text('x Grüße-geheim y')).toBe(`x ${REDACTED} y`);
  expect(redactor.text('x Gr%C3%BC%c3%9fe-geheim y')).toBe(`x ${REDACTED} y`);
  expect(redactor.text('x Gr\\u00fc\\u00DFe-geheim y')).toBe(`x ${REDACTED} y`);
  expect(body(Buffer.from('Grüße-geheim'))).toEqual(redacted);
  expect(body(Buffer.from('Grüße-geheim', 'latin1'))).toEqual(redacted);
  expect(createRedactor(['geheim-1']).text('g\0e\0h\0e\0i\0m\0-\x001\0')).toBe(`${REDACTED}\0`);
});

test('bytes whose base64 spells a secret are not kept', () => {
  const redactor = createRedactor(['c2VjcmV0c2VjcmV0']);
  expect(redactor.deep({ base64: 'c2VjcmV0c2VjcmV0' })).toEqual({
    base64: Buffer.from(REDACTED).toString('base64'),
  });
});

test('secrets that are too short to search for, or words of the formats, are left alone', () => {
  const redactor = createRedactor(['valid', 'no-role', 'expire', undefined, '', REDACTED, 'redact']);
  const line = { kind: 'request', token: { use: 'no-role' }, did: 'valid, expired [redacted]' };
  expect(redactor.deep(line)).toEqual(line);
});

test.each([
  ['Authorization', 'Bearer abc.def', `Bearer ${REDACTED}`],
  ['authorization', 'BEARER abc.def', `BEARER ${REDACTED}`],
  ['Authorization', 'Basic aWQ6c2VjcmV0', `Basic ${REDACTED}`],
  ['Authorization', 'hunter2 and more', REDACTED],
  ['Authorization', 'Bearer', REDACTED],
  ['Proxy-Authorization', 'Negotiate YII', `Negotiate ${REDACTED}`],
  ['Cookie', 'session abc', REDACTED],
  ['Set-Cookie', 'a=b; Path=/', REDACTED],
  ['X-API-Key', 'Bearer abc', REDACTED],
  ['Ocp-Apim-Subscription-Key', 'abc', REDACTED],
])('of the header %s: %s the value %s is kept', (name, value, kept) => {
  expect(createRedactor().deep([[name, value]])).toEqual([[name, kept]]);
});

test('credentials that a request carried are not kept where the answer repeats them', () => {
  const redactor = createRedactor();
  redactor.deep([
    ['Authorization', 'Bearer opaque/token+1234567890=='],
    ['X-Api-Key', 'key-key-key-key-key'],
  ]);
  const text = 'opaque%2Ftoken%2B1234567890%3D%3D opaque/token\\u002B1234567890== key-key-key-key-key';
  expect(redactor.text(text)).toBe(`${REDACTED} ${REDACTED} ${REDACTED}`);
});

test('of credentials that were only seen, the last sixteen are searched for', () => {
  const redactor = createRedactor();
  const token = (number: number) => `opaque-token-of-call-${number}.`;
  for (let number = 1; number <= 17; number += 1)
    redactor.deep([['Authorization', `Bearer ${token(number)}`]]);
  expect(redactor.text(token(1))).toBe(token(1));
  expect(redactor.text(token(2))).toBe(REDACTED);
  expect(redactor.text(token(17))).toBe(REDACTED);
});

test.each([
  ['a JWT', 'see eyJhbGciOiJub25l.eyJhIjoxfQ. there', `see ${REDACTED} there`],
  [
    'a bearer token',
    'Bearer a1b2c3, and bearer abcdefghijklmnop',
    `Bearer ${REDACTED}, and bearer ${REDACTED}`,
  ],
  [
    'a token endpoint’s answer',
    '{"access_token": "abc\\"d", "expires_in": 1}',
    `{"access_token": "${REDACTED}", "expires_in": 1}`,
  ],
  ['one that was cut', '{"refresh_token":"abc', `{"refresh_token":"${REDACTED}`],
  [
    'one inside JSON',
    '{"body":"{\\"accessToken\\":\\"abc\\"}"}',
    `{"body":"{\\"accessToken\\":\\"${REDACTED}\\"}"}`,
  ],
  ['a form', 'a=1&client_secret=abc&b=2', `a=1&client_secret=${REDACTED}&b=2`],
  ['a password in a URL', 'https://me:pass@host/p', `https://${REDACTED}@host/p`],
])('what looks like a secret goes as well: %s', (_what, text, redacted) => {
  expect(createRedactor().text(text)).toBe(redacted);
});

test.each([
  'no bearer token, and a Bearer challenge',
  'Bearer realm="r", authorization_uri="https://login.test/t", error="invalid_token"',
  '{"www":"Bearer authorization_uri=\\"https://login.test/t\\""}',
  'Bearer [redacted]',
  'https://host.test/a@b?c=d@e',
  '{"token_type":"Bearer","secretary":"password"}',
])('what only sounds like a secret stays: %s', (text) => {
  expect(createRedactor().text(text)).toBe(text);
});

test('a text made of escapes is searched to its end', () => {
  const redactor = createRedactor(['\\"+secret+"\\']);
  const escapes = '\\'.repeat(20_000) + '%25'.repeat(20_000) + '&#0000'.repeat(5_000);
  expect(redactor.text(`${escapes}\\\\\\"%2bsecret+&quot;\\`)).toBe(`${escapes}${REDACTED}`);
});

const FRAGMENTS = [
  ['bearer', 'Bearer', ' ', '\t', 'eyJhbGciOi', '.', 'client_secret', 'access_token', 'token=', 'password'],
  ['"', '\\', '://', 'user', '@', ':', 'a1b2c3d4e5f6a7b8', '[redacted]', '\u0001', '%20'],
].flat();
const text = fc.oneof(
  fc.string(),
  fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 8 }).map((parts) => parts.join('')),
);

test('what is called clean is what redaction leaves as it is, known secrets or not', () => {
  fc.assert(
    fc.property(secrets, fc.array(text), fc.boolean(), fc.nat({ max: 13 }), (secret, texts, known, which) => {
      const redactor = createRedactor(known ? [secret] : []);
      const value = { n: 1, a: texts, [texts[0] ?? 'b']: `x${writingsOf(secret)[which] ?? ''}y` };
      const json = JSON.stringify(value);
      if (redactor.isClean(json)) expect(redactor.deep(value)).toEqual(value);
      if (known) expect(redactor.isClean(json)).toBe(false);
    }),
    { numRuns: 400 },
  );
  expect(createRedactor(['s3cr3t-value']).isClean(JSON.stringify({ plain: ['text', 1, null] }))).toBe(true);
});
