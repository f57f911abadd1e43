import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { patternStrings } from './pattern-strings.ts';

const seed = 7;
const leastOf = (
  strings: fc.Arbitrary<string>,
  fails: (value: string) => boolean = () => true,
): string | undefined =>
  fc.check(
    fc.property(strings, (value) => !fails(value)),
    { seed, numRuns: 2000 },
  ).counterexample?.[0];

describe('strings of a pattern', () => {
  test.each([
    ['^[0-9A-Fa-f]{40}$', true],
    ['^$', true],
    ['^abc$', true],
    ['^a{2,}b?c+d*$', true],
    ['^\\d{4}-\\d\\d$', true],
    ['^[\\w.+-]{1,5}$', true],
    ['^[-a]$', true],
    ['^[\\]\\-\\\\]{3}$', true],
    ['^\\$\\.\\\\$', true],
    ['^\\u0041\\x42\\t{2}$', true],
    ['^é[α-ω]{2}$', true],
    ['^[😀😁]{2}$', true],
    ['^a\\$', false],
    ['^a|b$', false],
    ['^a+?$', false],
    ['^[^a]$', false],
    ['^.$', false],
    ['^(ab){2}$', false],
    ['^\\p{L}$', false],
    ['b', false],
  ])('all match %s', (pattern, dedicated) => {
    const expected = new RegExp(pattern, 'u');
    const { strings, exact } = patternStrings(pattern, { min: 0 });
    const made = fc.sample(strings, { numRuns: 100, seed });
    expect(made.filter((value) => !expected.test(value))).toEqual([]);
    expect(exact).toBe(dedicated);
  });

  it('reach both ends of every repetition and every character', () => {
    const made = fc.sample(patternStrings('^[ab]{1,3}$', { min: 0 }).strings, { numRuns: 300, seed });
    const all = 'a b aa ab ba bb aaa aab aba abb baa bab bba bbb'.split(' ');
    expect(new Set(made)).toEqual(new Set(all));
  });

  it('keep to the lengths, where the pattern can', () => {
    const within = patternStrings('^a*-b*$', { min: 30, max: 31 });
    expect(within.exact).toBe(true);
    expect(new Set(fc.sample(within.strings, { numRuns: 50, seed }).map((value) => value.length))).toEqual(
      new Set([30, 31]),
    );
    expect(patternStrings('^a{3}$', { min: 4 }).exact).toBe(false);
    expect(patternStrings('^a{3}$', { min: 0, max: 2 }).exact).toBe(false);
  });

  it('shrink to the shortest string of the simplest characters', () => {
    expect(leastOf(patternStrings('^[a-z0-9A-Z_]{2,9}-[A-F]+$', { min: 0 }).strings)).toBe('00-A');
    expect(leastOf(patternStrings('^[a-z]*$', { min: 3 }).strings)).toBe('aaa');
  });

  it('shrink what must stay to its least', () => {
    const { strings } = patternStrings('^[0-9a-f]{0,20}$', { min: 0 });
    expect(leastOf(strings, (value) => value.length >= 7)).toBe('0000000');
    expect(leastOf(strings, (value) => value.includes('b'))).toMatch(/^0*b$/);
    expect(leastOf(strings, (value) => /[5-9a-f].*[5-9a-f]/.test(value))).toMatch(/^0*50*5$/);
  });

  it('throws on a pattern that cannot be made, and says what can', () => {
    expect(() => patternStrings('^\\bx$', { min: 0 })).toThrow(
      /^No strings can be made for the pattern "\^\\\\bx\$": .+ Character classes, repetition, groups and alternatives can be\.$/,
    );
  });
});
