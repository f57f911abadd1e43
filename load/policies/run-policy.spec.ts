import { describe, expect, test } from 'vitest';
import type { CreatePolicy } from './policy.ts';
import { createPolicy as retryAfter } from './retry-after.ts';
import { runPolicy } from './run-policy.ts';

type Answered = { status: number; headers: Record<string, string> };

/** Time that moves on when nobody has anything to do; a response takes 2 ms. */
function world(answer: (call: number, nowMs: number) => Answered) {
  let nowMs = 0;
  let queue: { atMs: number; run: () => void }[] = [];
  const at = (atMs: number, run: () => void) => {
    const entry = { atMs, run };
    queue.push(entry);
    setImmediate(turn);
    return () => {
      queue = queue.filter((other) => other !== entry);
    };
  };
  const turn = () => {
    const next = queue.toSorted((a, b) => a.atMs - b.atMs)[0];
    if (!next) return;
    queue = queue.filter((other) => other !== next);
    nowMs = Math.max(nowMs, next.atMs);
    next.run();
    setImmediate(turn);
  };
  const sent: { call: number; atMs: number }[] = [];
  return {
    sent,
    run: (createPolicy: CreatePolicy, calls = 3, deadlineMs = 60_000) =>
      runPolicy({
        createPolicy,
        calls,
        random: () => 0.5,
        timeScale: 1,
        deadlineMs,
        now: () => nowMs,
        timer: (ms, then) => (ms === Number.POSITIVE_INFINITY ? () => undefined : at(nowMs + ms, then)),
        send: (call) => {
          sent.push({ call, atMs: nowMs });
          return new Promise((resolve) => {
            at(nowMs + 2, () => resolve(answer(call, nowMs)));
          });
        },
      }),
  };
}

const created = () => ({ status: 201, headers: {} });
const decides = (next: (nowMs: number) => unknown): CreatePolicy => {
  return () => ({ next: next as ReturnType<CreatePolicy>['next'], onResponse: () => undefined });
};

describe('carrying a policy out', () => {
  test('sends, waits and sends again as the policy says', async () => {
    const { run, sent } = world((_, nowMs) =>
      nowMs >= 4 && nowMs < 3000 ? { status: 429, headers: { 'retry-after': '3' } } : created(),
    );
    expect(await run(retryAfter)).toBeUndefined();
    expect(sent).toEqual([
      { call: 0, atMs: 0 },
      { call: 1, atMs: 2 },
      { call: 1, atMs: 3004 },
      { call: 2, atMs: 3006 },
    ]);
  });

  test('has as many calls in flight as the policy wants, and hears of every answer before it ends', async () => {
    const { run, sent } = world(created);
    let next = 0;
    const heard: number[] = [];
    const burst: CreatePolicy = ({ calls }) => ({
      next: () => (next < calls ? { do: 'send', call: next++ } : { do: 'done' }),
      onResponse: ({ call }) => void heard.push(call),
    });
    expect(await run(burst)).toBeUndefined();
    expect(sent.map(({ atMs }) => atMs)).toEqual([0, 0, 0]);
    expect(heard.toSorted((a, b) => a - b)).toEqual([0, 1, 2]);
  });

  test.each<[string, CreatePolicy, string]>([
    ['a bare number', decides(() => 300), 'next returned 300;'],
    ['NaN', decides(() => ({ do: 'wait', untilMs: Number.NaN })), 'next wants to wait until NaN;'],
    ['a call out of range', decides(() => ({ do: 'send', call: 3 })), 'next wants to send the call 3;'],
    [
      'attempts without end',
      decides(() => ({ do: 'send', call: 0 })),
      'the policy wants more than 115 attempts for 3 calls',
    ],
    [
      'turns without end',
      decides(() => ({ do: 'wait', untilMs: 0 })),
      'the policy asked 1000 times in a row',
    ],
    [
      'waiting without end',
      decides((nowMs) => ({ do: 'wait', untilMs: nowMs + 50 })),
      'had not finished after 60.0 s',
    ],
    [
      'waiting for a response that cannot come',
      decides(() => ({ do: 'wait', untilMs: Number.POSITIVE_INFINITY })),
      'the policy waits for a response, but no call is in flight',
    ],
    [
      'an exception in next',
      decides(() => {
        throw new Error('boom');
      }),
      'next threw: Error: boom',
    ],
    [
      'an exception at the start',
      () => {
        throw new Error('boom');
      },
      'createPolicy threw: Error: boom',
    ],
    [
      'an exception in onResponse',
      (o) => {
        const { next } = retryAfter(o);
        const onResponse = () => {
          throw new Error('boom');
        };
        return { next, onResponse };
      },
      'onResponse threw: Error: boom',
    ],
  ])('ends a policy that breaks: %s', async (_, policy, fault) => {
    expect(await world(created).run(policy)).toContain(fault);
  });

  test('waits for the answers in flight when a policy breaks', async () => {
    const { run, sent } = world(created);
    let asked = 0;
    const heard: number[] = [];
    const fault = await run(() => ({
      next: () => (asked++ === 0 ? { do: 'send', call: 0 } : { do: 'send', call: 99 }),
      onResponse: ({ call }) => void heard.push(call),
    }));
    expect(fault).toContain('next wants to send the call 99');
    expect([sent.length, heard]).toEqual([1, [0]]);
  });
});
