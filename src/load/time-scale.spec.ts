import { expect, test } from 'vitest';
import { checkTimeScale } from './time-scale.ts';

test('a time scale up to 20 is allowed', () => {
  for (const timeScale of [0.5, 1, 20]) expect(() => checkTimeScale(timeScale, false)).not.toThrow();
});

test('a larger one distorts, and is allowed by force only', () => {
  expect(() => checkTimeScale(60, false)).toThrow(
    'the time scale 60 makes a minute 1.0 s long, while Retry-After is in whole real seconds, so that waits would be much too long; allowed is up to 20, or more with --force',
  );
  expect(() => checkTimeScale(60, true)).not.toThrow();
});

test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])(
  '%d is no time scale, by force neither',
  (timeScale) => {
    expect(() => checkTimeScale(timeScale, true)).toThrow('is not allowed; it has to be a number above 0');
  },
);
