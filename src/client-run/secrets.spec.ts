import { expect, test } from 'vitest';
import { createSecretSearch } from './secrets.ts';

const TOKEN = 'eyJhbGciOi.eyJhdWQi/+.c2ln';

test('a secret is found wherever the pieces of a stream are cut, and reported once', () => {
  const text = `before ${TOKEN} after ${TOKEN}`;
  for (let size = 1; size <= text.length; size += 1) {
    const secrets = createSecretSearch();
    secrets.add(TOKEN, 'the token');
    secrets.add('another-secret', 'the client secret');
    const found: string[] = [];
    for (let at = 0; at < text.length; at += size)
      found.push(...secrets.search('stderr', text.slice(at, at + size)));
    expect(found).toEqual(['the token']);
  }
});

test('a secret is found percent-encoded and in base64', () => {
  const secrets = createSecretSearch();
  secrets.add(TOKEN, 'the token');
  expect(secrets.search('a', encodeURIComponent(TOKEN))).toEqual(['the token']);
  expect(secrets.search('b', Buffer.from(TOKEN).toString('base64'))).toEqual(['the token']);
});

test('halves on two streams are no secret', () => {
  const secrets = createSecretSearch();
  secrets.add(TOKEN, 'the token');
  expect(secrets.search('stdout', TOKEN.slice(0, 9))).toEqual([]);
  expect(secrets.search('stderr', TOKEN.slice(9))).toEqual([]);
});
