import { expect, test } from 'vitest';
import type { HeaderLine, TraceLine } from '../trace/lines.ts';
import { harOf } from './har.ts';
import { HEADER, numbered, requestLine, responseLine } from './trace.fixture.ts';

type Har = {
  log: {
    comment?: string;
    entries: {
      comment: string;
      request: { url: string; queryString: unknown; postData?: unknown; bodySize: number };
      response: { status: number; content: unknown; redirectURL: string; _error?: string };
    }[];
  };
};
const har = (...lines: TraceLine[]) => harOf(numbered(...lines)) as Har;
const urlOf = (header: Partial<HeaderLine>, more: Parameters<typeof requestLine>[0] = {}) => {
  const { name: _name, ...rest } = HEADER;
  return har({ ...rest, ...header }, requestLine(more)).log.entries[0]?.request.url;
};

test('an exchange becomes an entry of HAR 1.2', () => {
  const lines: TraceLine[] = [
    HEADER,
    { kind: 'scenario', t: 0, s: 1, id: 'created' },
    { kind: 'call', t: 9, s: 1, call: 1 },
    requestLine({ path: '/api/machines/a%20b/StopAndQuarantineFile?x=1&y=a%26b&x=' }),
    responseLine(),
  ];
  expect(harOf(numbered(...lines))).toEqual({
    log: {
      version: '1.2',
      creator: { name: 'cordon', version: '0.1.0' },
      entries: [
        {
          startedDateTime: '2025-01-24T10:11:12.010Z',
          time: 2.5,
          request: {
            method: 'POST',
            url: 'http://127.0.0.1:8080/api/machines/a%20b/StopAndQuarantineFile?x=1&y=a%26b&x=',
            httpVersion: 'HTTP/1.1',
            cookies: [],
            headers: [
              { name: 'Authorization', value: 'Bearer [redacted]' },
              { name: 'Content-Type', value: 'application/json' },
            ],
            queryString: [
              { name: 'x', value: '1' },
              { name: 'y', value: 'a&b' },
              { name: 'x', value: '' },
            ],
            postData: {
              mimeType: 'application/json',
              text: '{"Comment":"Åsa","Sha1":"87662bc3d60e4200ceaf7aae249d1c343f4b83c9"}',
            },
            headersSize: -1,
            bodySize: 68,
          },
          response: {
            status: 201,
            statusText: 'Created',
            httpVersion: 'HTTP/1.1',
            cookies: [],
            headers: [{ name: 'Content-Type', value: 'application/json; charset=utf-8' }],
            content: {
              size: 45,
              mimeType: 'application/json; charset=utf-8',
              text: '{"id":"5382f7ea-7557-4ab7-9782-d50480024a4e"}',
            },
            redirectURL: '',
            headersSize: -1,
            bodySize: 45,
          },
          cache: {},
          timings: { send: 0, wait: 2.5, receive: 0 },
          connection: '1',
          comment: 'scenario created, call 1, trace lines 4 and 5',
        },
      ],
    },
  });
});

test('an exchange without an answer has the status 0 and says why', () => {
  const { entries } = har(
    HEADER,
    requestLine({ x: 1 }),
    requestLine({ x: 2 }),
    { kind: 'fault', t: 11, s: 1, x: 1, did: 'reset before' },
    { kind: 'response', t: 11, s: 1, x: 1, lost: 'reset' },
  ).log;
  expect(entries.map(({ response }) => response)).toMatchObject([
    { status: 0, content: { size: 0, mimeType: 'x-unknown' }, _error: 'reset' },
    { status: 0, content: { size: 0, mimeType: 'x-unknown' }, _error: 'the trace ends before the answer' },
  ]);
  expect(entries.map(({ comment }) => comment)).toEqual([
    'call 1, fault reset before, trace lines 2 and 5',
    'call 1, trace line 3',
  ]);
});

test('an answer that was cut keeps what came and says so', () => {
  const [entry] = har(HEADER, requestLine(), responseLine({ end: 'cut', body: '{"id"' })).log.entries;
  expect(entry?.response).toMatchObject({ status: 201, content: { text: '{"id"' }, _error: 'cut' });
});

test('bodies that are not UTF-8 are kept in base64', () => {
  const [entry] = har(
    HEADER,
    requestLine({ body: { base64: '/w==' } }),
    responseLine({ body: { base64: '/4A=' } }),
  ).log.entries;
  expect(entry?.request).toMatchObject({
    postData: { mimeType: 'application/json', text: '/w==', _encoding: 'base64' },
    bodySize: 1,
  });
  expect(entry?.response.content).toEqual({
    size: 2,
    mimeType: 'application/json; charset=utf-8',
    text: '/4A=',
    encoding: 'base64',
  });
});

test('a request without a body has no posted data', () => {
  const [entry] = har(HEADER, requestLine({ method: 'GET', body: '' })).log.entries;
  expect(entry?.request).not.toHaveProperty('postData');
});

test('a redirect names where it leads', () => {
  const [entry] = har(HEADER, requestLine(), responseLine({ status: 307, headers: [['location', '/b']] })).log
    .entries;
  expect(entry?.response.redirectURL).toBe('/b');
});

test('entries stand in the order of their requests, however the answers come', () => {
  const { entries } = har(
    HEADER,
    requestLine({ x: 1, call: 1 }),
    requestLine({ x: 2, call: 2 }),
    responseLine({ x: 2 }),
    responseLine({ x: 1, status: 429 }),
  ).log;
  expect(entries.map(({ response }) => response.status)).toEqual([429, 201]);
});

test('the origin is that of the header, else the Host header, else a name that is nobody’s', () => {
  const path = '/p';
  expect(urlOf({ name: 'https://api.test/' }, { path })).toBe('https://api.test/p');
  expect(urlOf({ name: 'my-client' }, { path, headers: [['host', '127.0.0.1:9']] })).toBe(
    'http://127.0.0.1:9/p',
  );
  expect(urlOf({ target: 'mock' }, { path })).toBe('http://mock.invalid/p');
  expect(urlOf({ target: 'mock' }, { path: '*' })).toBe('http://mock.invalid/*');
  expect(urlOf({ name: 'https://api.test' }, { path: 'http://other.test/p' })).toBe('http://other.test/p');
});

test('the first 5,000 exchanges are taken and the others counted', () => {
  const exchange = (x: number): TraceLine[] => [requestLine({ x }), responseLine({ x })];
  const many = Array.from({ length: 5_007 }, (_, index) => exchange(index + 1)).flat();
  const { comment, entries } = har(HEADER, ...many).log;
  expect(entries).toHaveLength(5_000);
  expect(entries.at(-1)?.comment).toBe('call 1, trace lines 10000 and 10001');
  expect(comment).toBe('7 of 5007 exchanges are left out: this file holds the first 5000, the trace all');
  expect(har(HEADER, ...exchange(1)).log.comment).toBeUndefined();
});

test('lines that are no trace are refused', () => {
  expect(() => harOf([])).toThrow('a trace begins with a header, this one is empty');
  expect(() => har(requestLine())).toThrow('a trace begins with a header, this one with a request');
});
