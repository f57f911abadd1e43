import { describe, expect, test } from 'vitest';
import { parseHttpDate, parseRetryAfter } from './retry-after.ts';

const SUNDAY = Date.UTC(1994, 10, 6, 8, 49, 37);

describe('a Retry-After', () => {
  test('that is absent says nothing', () => {
    expect(parseRetryAfter([])).toEqual({ kind: 'none' });
  });

  test.each([
    ['0', 0],
    ['60', 60],
    ['007', 7],
    [' \t60 ', 60],
  ])('of %j is whole seconds', (value, seconds) => {
    expect(parseRetryAfter([value])).toEqual({ kind: 'seconds', seconds });
  });

  test('with more digits than a number holds is still a number of seconds', () => {
    expect(parseRetryAfter(['9'.repeat(400)])).toEqual({ kind: 'seconds', seconds: Infinity });
  });

  test.each([
    ['Sun, 06 Nov 1994 08:49:37 GMT', 'imf-fixdate'],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 'rfc850'],
    ['Sun Nov  6 08:49:37 1994', 'asctime'],
  ])('of %j is a date', (value, form) => {
    expect(parseRetryAfter([` ${value}\t`])).toEqual({ kind: 'date', epochMs: SUNDAY, form });
  });

  test('sent twice with the same value is that value', () => {
    expect(parseRetryAfter(['60', ' 60'])).toEqual({ kind: 'seconds', seconds: 60 });
  });

  test.each([
    [['60', '61'], '2 different values'],
    [['60', 'Sun, 06 Nov 1994 08:49:37 GMT', 'soon'], '3 different values'],
    [[''], 'empty'],
    [[' '], 'empty'],
    [['-5'], 'a sign in "-5": only digits are allowed'],
    [['+5'], 'a sign in "+5": only digits are allowed'],
    [['1.5'], 'a fraction in "1.5": only whole seconds are allowed'],
    [['.5'], 'a fraction in ".5": only whole seconds are allowed'],
    [['60 s'], '"60 s" is neither whole seconds nor an HTTP-date in GMT'],
    [['5, 10'], '"5, 10" is neither whole seconds nor an HTTP-date in GMT'],
    [['soon'], '"soon" is neither whole seconds nor an HTTP-date in GMT'],
    [['1e3'], '"1e3" is neither whole seconds nor an HTTP-date in GMT'],
    [['٦٠'], '"٦٠" is neither whole seconds nor an HTTP-date in GMT'],
    [['x'.repeat(99)], `"${'x'.repeat(60)}…" is neither whole seconds nor an HTTP-date in GMT`],
  ])('of %j is invalid', (values, why) => {
    expect(parseRetryAfter(values)).toEqual({ kind: 'invalid', why });
  });
});

describe('an HTTP-date', () => {
  test.each([
    ['a local zone', 'Sun, 06 Nov 1994 08:49:37 CET'],
    ['an offset', 'Sun, 06 Nov 1994 08:49:37 +0000'],
    ['ISO 8601', '1994-11-06T08:49:37Z'],
    ['lower case', 'sun, 06 nov 1994 08:49:37 gmt'],
    ['one digit for the day', 'Sun, 6 Nov 1994 08:49:37 GMT'],
    ['a long weekday', 'Sunday, 06 Nov 1994 08:49:37 GMT'],
    ['a localised month', 'Sun, 06 nov. 1994 08:49:37 GMT'],
  ])('with %s is invalid', (_, text) => {
    expect(parseHttpDate(text)).toEqual({
      why: `${JSON.stringify(text)} is neither whole seconds nor an HTTP-date in GMT`,
    });
  });

  test('whose weekday is another is invalid', () => {
    const text = 'Mon, 06 Nov 1994 08:49:37 GMT';
    expect(parseHttpDate(text)).toEqual({ why: `the weekday and the date disagree in "${text}"` });
  });

  test('that no calendar has is invalid', () => {
    const text = 'Wed, 30 Feb 2022 08:49:37 GMT';
    expect(parseHttpDate(text)).toEqual({ why: `no such day in "${text}"` });
  });

  test('at a time that no clock shows is invalid', () => {
    const text = 'Sun, 06 Nov 1994 24:00:00 GMT';
    expect(parseHttpDate(text)).toEqual({ why: `no such time of day in "${text}"` });
  });

  test('may be a leap second', () => {
    expect(parseHttpDate('Sat, 31 Dec 2016 23:59:60 GMT')).toEqual({
      epochMs: Date.UTC(2017, 0, 1),
      form: 'imf-fixdate',
    });
  });

  test('with two digits for the year takes the century that its weekday fits', () => {
    expect(parseHttpDate('Saturday, 06-Nov-27 08:49:37 GMT')).toEqual({
      epochMs: Date.UTC(2027, 10, 6, 8, 49, 37),
      form: 'rfc850',
    });
  });
});
