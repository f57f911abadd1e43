import { describe, expect, test } from 'vitest';
import type { Policy } from './policy.ts';
import { createPolicy } from './retry-after.ts';

const options = (calls: number) => ({ calls, random: () => 0.5, timeScale: 20 });
const answer = (
  policy: Policy,
  call: number,
  status: number,
  nowMs: number,
  headers: Record<string, string> = {},
) => policy.onResponse({ call, status, headers, nowMs });

describe('the policy that keeps Retry-After', () => {
  test('sends one call after another, each as soon as the one before is answered', () => {
    const policy = createPolicy(options(2));
    expect(policy.next(0)).toEqual({ do: 'send', call: 0 });
    expect(policy.next(0)).toEqual({ do: 'wait', untilMs: Number.POSITIVE_INFINITY });
    answer(policy, 0, 201, 5);
    expect(policy.next(5)).toEqual({ do: 'send', call: 1 });
    answer(policy, 1, 201, 9);
    expect(policy.next(9)).toEqual({ do: 'done' });
  });

  test('sends the same call again when Retry-After is over, and not before', () => {
    const policy = createPolicy(options(1));
    policy.next(0);
    answer(policy, 0, 429, 100, { 'retry-after': '3' });
    expect(policy.next(100)).toEqual({ do: 'wait', untilMs: 3100 });
    expect(policy.next(3099.9)).toEqual({ do: 'wait', untilMs: 3100 });
    expect(policy.next(3100)).toEqual({ do: 'send', call: 0 });
  });

  test('waits a minute of the service where a 429 does not say how long', () => {
    const policy = createPolicy(options(1));
    policy.next(0);
    answer(policy, 0, 429, 100, { 'retry-after': 'soon' });
    expect(policy.next(100)).toEqual({ do: 'wait', untilMs: 3100 });
  });

  test.each([0, 400, 401, 404, 500, 503])('never sends a call again after status %d', (status) => {
    const policy = createPolicy(options(2));
    policy.next(0);
    answer(policy, 0, status, 5);
    expect(policy.next(5)).toEqual({ do: 'send', call: 1 });
  });

  test('gives a call up after eight refusals in a row, and goes on with the next when the last wait is over', () => {
    const policy = createPolicy(options(2));
    let nowMs = 0;
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      expect(policy.next(nowMs)).toEqual({ do: 'send', call: 0 });
      answer(policy, 0, 429, nowMs, { 'retry-after': '1' });
      nowMs += 1000;
    }
    expect(policy.next(nowMs - 1)).toEqual({ do: 'wait', untilMs: nowMs });
    expect(policy.next(nowMs)).toEqual({ do: 'send', call: 1 });
  });
});
