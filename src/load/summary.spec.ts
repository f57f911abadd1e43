import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readSummary } from './summary.ts';

const folder = mkdtempSync(join(tmpdir(), 'cordon-summary-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const counts = { sent: 3, status_201: 1, status_429: 1, lost: 1, other: 0, finished: 1, broken: 0 };
const read = (text: string) => {
  writeFileSync(join(folder, 'summary.json'), text);
  return readSummary(join(folder, 'summary.json'));
};

test('a summary of k6 is read', () => {
  expect(read(JSON.stringify({ version: 1, calls: 2, counts, durationMs: 12.5 }))).toEqual({
    ok: true,
    summary: {
      counts: { sent: 3, created: 1, throttled: 1, lost: 1, other: 0 },
      finished: true,
      broken: false,
    },
  });
});

test.each([
  ['', 'the summary of k6 is not JSON'],
  ['null', 'the summary of k6 has the version undefined; allowed is 1'],
  [JSON.stringify({ version: 2, counts }), 'the summary of k6 has the version 2; allowed is 1'],
  [JSON.stringify({ version: 1 }), 'the summary of k6 has no count of sent'],
  [
    JSON.stringify({ version: 1, counts: { ...counts, lost: '0' } }),
    'the summary of k6 has no count of lost',
  ],
])('one that is not whole is none: %s', (text, why) => {
  expect(read(text)).toEqual({ ok: false, why: expect.stringContaining(why) });
});

test('one that is missing is none', () => {
  expect(readSummary(join(folder, 'absent.json'))).toEqual({ ok: false, why: 'k6 wrote no summary' });
});
