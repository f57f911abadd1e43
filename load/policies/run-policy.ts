import { readDecision } from './decision.ts';
import type { Answer, CreatePolicy, Policy } from './policy.ts';

/** What carries a policy out: its clock, its timer and its transport. */
export type PolicyRun = {
  createPolicy: CreatePolicy;
  calls: number;
  random: () => number;
  timeScale: number;
  /** Monotonic ms. */
  now(): number;
  /** Calls `then` after `ms`, unless the returned function is called before. */
  timer(ms: number, then: () => void): () => void;
  /** Sends one call; resolves with status 0 when the exchange was lost. Never rejects. */
  send(call: number): Promise<Pick<Answer, 'status' | 'headers'>>;
  /** By this time of `now` the policy must have finished. */
  deadlineMs: number;
};

/** A policy that never ends is stopped after so many attempts. */
export const mostAttempts = (calls: number): number => 5 * calls + 100;

/** So often in a row a policy may ask to be woken at a time that has passed. */
const MOST_IDLE_TURNS = 1000;

/**
 * Carries a policy out until it is done and every answer is in, with as many calls in flight as it asks for.
 * @returns undefined when it finished, else what it did wrong.
 */
export async function runPolicy(o: PolicyRun): Promise<string | undefined> {
  let policy: Policy;
  try {
    policy = o.createPolicy({ calls: o.calls, random: o.random, timeScale: o.timeScale });
  } catch (error) {
    return `createPolicy threw: ${String(error)}`;
  }
  const flight = new Set<Promise<void>>();
  let fault: string | undefined;
  let sent = 0;
  let idle = 0;
  let wake = () => {};

  const send = (call: number) => {
    sent += 1;
    idle = 0;
    const exchange = o.send(call).then(({ status, headers }) => {
      flight.delete(exchange);
      idle = 0;
      try {
        policy.onResponse({ call, status, headers, nowMs: o.now() });
      } catch (error) {
        fault ??= `onResponse threw: ${String(error)}`;
      }
      wake();
    });
    flight.add(exchange);
  };
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const cancel = o.timer(ms, resolve);
      wake = () => {
        cancel();
        resolve();
      };
    });

  while (fault === undefined) {
    const nowMs = o.now();
    if (nowMs >= o.deadlineMs) {
      fault = `the policy had not finished after ${(o.deadlineMs / 1000).toFixed(1)} s`;
      break;
    }
    const read = ask(policy, nowMs, o.calls);
    if (!read.ok) fault = read.why;
    else if (read.decision.do === 'done') break;
    else if (read.decision.do === 'send') {
      if (sent < mostAttempts(o.calls)) send(read.decision.call);
      else fault = `the policy wants more than ${mostAttempts(o.calls)} attempts for ${o.calls} calls`;
    } else {
      const { untilMs } = read.decision;
      idle = untilMs <= nowMs ? idle + 1 : 0;
      if (untilMs === Number.POSITIVE_INFINITY && flight.size === 0)
        fault = 'the policy waits for a response, but no call is in flight';
      else if (idle > MOST_IDLE_TURNS)
        fault = `the policy asked ${MOST_IDLE_TURNS} times in a row to be woken at a time that had passed`;
      else await pause(Math.max(0, Math.min(untilMs, o.deadlineMs) - nowMs));
    }
  }
  while (flight.size > 0) await Promise.all(flight);
  return fault;
}

function ask(policy: Policy, nowMs: number, calls: number): ReturnType<typeof readDecision> {
  try {
    return readDecision(policy.next(nowMs), calls);
  } catch (error) {
    return { ok: false, why: `next threw: ${String(error)}` };
  }
}
