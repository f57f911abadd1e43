import { expect, test } from 'vitest';
import { virtualClock } from '../clock/clock.ts';
import type { Activity } from './emulator.ts';
import { patience } from './patience.ts';

function watch(activity: Partial<Activity>, o: { silenceMs?: number; outputMs?: number } = {}) {
  const clock = virtualClock(0);
  return patience({
    clock,
    done: new AbortController().signal,
    activity: { lastMs: 0, pausedUntilMs: 0, requests: 0, ...activity },
    outputMs: () => o.outputMs ?? 0,
    silenceMs: o.silenceMs ?? 130_000,
  }).then((why) => ({ why, afterMs: clock.now() }));
}

test('a silent client is ended after 130 s', async () => {
  const { why, afterMs } = await watch({});
  expect(why).toBe('it was still running after 130 s of silence');
  expect(afterMs).toBeGreaterThanOrEqual(130_000);
  expect(afterMs).toBeLessThan(131_000);
});

test('the pause that it was asked for is not counted, nor is the time before its last request or line', async () => {
  expect((await watch({ pausedUntilMs: 60_000 })).afterMs).toBeGreaterThanOrEqual(190_000);
  expect((await watch({ lastMs: 5_000 })).afterMs).toBeGreaterThanOrEqual(135_000);
  expect((await watch({}, { outputMs: 7_000 })).afterMs).toBeGreaterThanOrEqual(137_000);
});

test('a client in a loop is ended', async () => {
  expect((await watch({ requests: 2_001 })).why).toBe('it was ended after 2000 requests in one scenario');
});

test('no scenario lasts for ever', async () => {
  const { why } = await watch({ lastMs: 60 * 60_000 });
  expect(why).toBe('it was still running after 15 minutes');
});

test('it stops watching when the client has ended', async () => {
  const done = new AbortController();
  done.abort(new Error('the client has ended'));
  const activity = { lastMs: 0, pausedUntilMs: 0, requests: 0 };
  await expect(
    patience({ clock: virtualClock(0), done: done.signal, activity, outputMs: () => 0, silenceMs: 1 }),
  ).rejects.toThrow('the client has ended');
});
