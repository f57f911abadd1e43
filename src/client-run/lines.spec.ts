import { expect, test } from 'vitest';
import { createLineSplitter, lineFor, LONGEST_LINE } from './lines.ts';

test('a line ends at LF alone, wherever the pieces are cut', () => {
  const text = 'one\r\u2028two\u2029\nthree\n\nfour';
  for (let size = 1; size <= text.length; size += 1) {
    const lines = createLineSplitter();
    const found: string[] = [];
    for (let at = 0; at < text.length; at += size) found.push(...lines.push(text.slice(at, at + size)));
    expect(found).toEqual(['one\r\u2028two\u2029', 'three', '']);
    expect(lines.rest()).toBe('four');
  }
});

test('a line that grows too long is refused, whole or not', () => {
  const long = 'x'.repeat(LONGEST_LINE + 1);
  expect(() => createLineSplitter().push(long)).toThrow('a line is longer than 1048576 characters');
  expect(() => createLineSplitter().push(`${long}\n`)).toThrow(RangeError);
  expect(createLineSplitter().push(`${long.slice(1)}\n`)).toHaveLength(1);
});

test('a written line has no separator inside that any line reader splits at', () => {
  const value = { comment: 'a\nb\rc\u2028d\u2029e\u0085' };
  const line = lineFor(value);
  expect(line.slice(0, -1)).not.toMatch(/[\n\r\u2028\u2029]/);
  expect(line.endsWith('\n')).toBe(true);
  expect(JSON.parse(line)).toEqual(value);
});
