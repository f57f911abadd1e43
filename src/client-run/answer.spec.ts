import { describe, expect, test } from 'vitest';
import { readClientLine } from './answer.ts';

describe('a line of the protocol is read', () => {
  test('the greeting, whatever else it holds', () => {
    expect(readClientLine('{"hello":{"concurrency":8,"deadline":true},"more":1}')).toEqual({
      is: 'hello',
      concurrency: 8,
    });
    expect(readClientLine('{"hello":{}}')).toEqual({ is: 'hello' });
  });

  test('an action, with keys that nobody knows', () => {
    expect(readClientLine('{"call":3,"action":{"id":"a"},"took":5}')).toEqual({
      is: 'answer',
      result: { call: 3, action: { id: 'a' } },
    });
  });

  test('an error, its Retry-After as text or number', () => {
    const line =
      '{"call":1,"error":{"kind":"http","status":429,"code":"429","target":null,"retryAfter":60,"extra":true}}';
    expect(readClientLine(line)).toEqual({
      is: 'answer',
      result: { call: 1, error: { kind: 'http', status: 429, code: '429', retryAfter: '60' } },
    });
  });

  test('a call that the client cannot make', () => {
    expect(readClientLine('{"call":0,"unsupported":"no comments"}')).toEqual({
      is: 'answer',
      result: { call: 0, unsupported: 'no comments' },
    });
  });

  test('an error with a value of a wrong type, which is left out and named', () => {
    expect(readClientLine('{"call":1,"error":{"kind":"http","status":"429"}}')).toEqual({
      is: 'answer',
      result: { call: 1, error: { kind: 'http' } },
      garbage: String.raw`an error with a wrong type in status: "{\"call\":1,\"error\":{\"kind\":\"http\",\"status\":\"429\"}}"`,
    });
  });
});

test.each([
  ['not JSON', 'done', 'a line that is not a JSON object: "done"'],
  ['a list', '[]', 'a line that is not a JSON object: "[]"'],
  [
    'no number',
    '{"call":"1","action":{}}',
    String.raw`a line without the number of a call: "{\"call\":\"1\",\"action\":{}}"`,
  ],
  [
    'nothing said',
    '{"call":1}',
    String.raw`a line with 0 of action, error, unsupported, where one is due: "{\"call\":1}"`,
  ],
  [
    'two things said',
    '{"call":1,"action":{},"error":{}}',
    String.raw`a line with 2 of action, error, unsupported, where one is due: "{\"call\":1,\"action\":{},\"error\":{}}"`,
  ],
  [
    'an error that is a text',
    '{"call":1,"error":"x"}',
    String.raw`an error without a kind: "{\"call\":1,\"error\":\"x\"}"`,
  ],
])('a line with %s is garbage', (_, line, garbage) => {
  expect(readClientLine(line)).toEqual({ is: 'garbage', garbage });
});
