import { describe, expect, test } from 'vitest';
import { readDecision } from './decision.ts';

describe('a decision', () => {
  test.each([
    { do: 'send', call: 0 },
    { do: 'send', call: 2 },
    { do: 'wait', untilMs: 12.5 },
    { do: 'wait', untilMs: Number.POSITIVE_INFINITY },
    { do: 'done' },
  ])('is taken as it is: %o', (decision) => {
    expect(readDecision(decision, 3)).toEqual({ ok: true, decision });
  });

  test.each([
    [300, 'next returned 300;'],
    [Number.NaN, 'next returned NaN;'],
    [undefined, 'next returned undefined;'],
    [null, 'next returned null;'],
    [{ do: 'stop' }, 'next wants to do stop;'],
    [{}, 'next wants to do undefined;'],
    [{ do: { do: 'send' } }, 'next wants to do an object;'],
    [() => 0, 'next returned a function;'],
    [{ do: 'send', call: 3 }, 'next wants to send the call 3; calls are whole numbers from 0 to 2'],
    [{ do: 'send', call: -1 }, 'next wants to send the call -1; calls are whole numbers from 0 to 2'],
    [{ do: 'send', call: 0.5 }, 'next wants to send the call 0.5; calls are whole numbers from 0 to 2'],
    [{ do: 'send' }, 'next wants to send the call undefined; calls are whole numbers from 0 to 2'],
    [
      { do: 'wait', untilMs: Number.NaN },
      'next wants to wait until NaN; untilMs is a time in ms, or Infinity',
    ],
    [{ do: 'wait', untilMs: '5' }, 'next wants to wait until 5; untilMs is a time in ms, or Infinity'],
  ])('is refused: %o', (value, why) => {
    const read = readDecision(value, 3);
    expect(read).toEqual({ ok: false, why: expect.stringContaining(why) });
  });

  test('that is long is shown in part', () => {
    const read = readDecision({ do: 'x'.repeat(500) }, 3);
    expect(read.ok ? '' : read.why).toContain(`${'x'.repeat(57)}...;`);
  });
});
