import type { TimedCall } from './timeline.ts';
import type { SimulatedService } from './simulated-limiters.ts';

/** Repeatable random numbers in [0, 1) (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export type Burst = {
  most: number;
  inFlight?: number;
  /** Least time between two requests, ms. */
  spacingMs?: number;
  untilRefused?: boolean;
  /** Share of calls without an effect. */
  free?: number;
  /** Share of calls whose answer is lost. */
  lost?: number;
};

export type Traffic = {
  calls: TimedCall[];
  now(): number;
  /** Sends, and moves time on to the last answer. */
  burst(burst: Burst): TimedCall[];
  pause(ms: number): void;
};

/** A caller in virtual time: each call is decided at a random instant between its request and its response. */
export function trafficTo(
  service: SimulatedService,
  latencyMs: () => number,
  random: () => number,
  startMs: number,
): Traffic {
  let now = startMs;
  const calls: TimedCall[] = [];

  function burst({
    most,
    inFlight = 1,
    spacingMs = 0,
    untilRefused = false,
    free = 0,
    lost = 0,
  }: Burst): TimedCall[] {
    const connections = Array.from({ length: inFlight }, () => now);
    let undecided: { s: number; t: number; r: number }[] = [];
    const sent: TimedCall[] = [];
    let left = most;
    let next = now;
    let stop = Infinity;
    for (;;) {
      const ready = Math.min(...connections);
      const send = left > 0 ? Math.max(ready, next) : Infinity;
      const first = undecided.reduce((a, b) => (b.t < a.t ? b : a), { s: 0, t: Infinity, r: 0 });
      if (send < stop && send <= first.t) {
        const r = send + latencyMs();
        undecided.push({ s: send, t: send + (r - send) * random(), r });
        connections[connections.indexOf(ready)] = r + 0.1 * random();
        next = send + spacingMs;
        left -= 1;
      } else if (first.t < Infinity) {
        undecided = undecided.filter((one) => one !== first);
        const { status, retryAfter } = service(first.t, random() < free ? 'free' : 'created');
        if (random() < lost) sent.push({ n: 0, s: first.s, r: Infinity, status: null });
        else sent.push({ n: 0, s: first.s, r: first.r, status, ...(retryAfter && { retryAfter }) });
        if (untilRefused && status === 429) stop = Math.min(stop, first.r);
        now = Math.max(now, first.r);
      } else break;
    }
    sent.sort((a, b) => a.s - b.s);
    for (const call of sent) calls.push({ ...call, n: calls.length + 1 });
    return calls.slice(calls.length - sent.length);
  }
  return { calls, now: () => now, burst, pause: (ms) => void (now += Math.max(0, ms)) };
}

/** Waits as the Retry-After of the last call says, and a little more; true if it was a 429 that asks for less than `mostMs`. */
export function waitAsTold(traffic: Traffic, mostMs: number): boolean {
  const last = traffic.calls.at(-1);
  const ms = Number(last?.retryAfter?.[0]) * 1000;
  if (last?.status !== 429 || !(ms <= mostMs)) return false;
  traffic.pause(ms * 1.0011 + 51);
  return true;
}

const MINUTE = 60_000;
const HOUR = 3_600_000;

/** Two groups, each to the first 429, in opposite halves of a minute and two silent minutes apart, with the calls that tell more. */
export function probeMinute(traffic: Traffic, inFlight = 1): void {
  for (const phase of [0, 0.5]) {
    if (phase > 0) pauseToPhase(traffic, traffic.calls[0]?.s ?? 0, phase, MINUTE);
    const from = traffic.now();
    const group = traffic.burst({ most: 201, inFlight, untilRefused: true });
    const refused = group.filter((call) => call.status === 429).length;
    traffic.pause(1.01 * Math.max(Math.max(3, refused + 2) * 2400, 3 * (traffic.now() - from)));
    traffic.burst({ most: 1 });
    if (traffic.calls.at(-1)?.status !== 429) traffic.burst({ most: 201, untilRefused: true });
    if (waitAsTold(traffic, HOUR)) traffic.burst({ most: 1 });
  }
  if (traffic.calls.at(-1)?.status === 429) {
    traffic.pause(2 * MINUTE + 300);
    traffic.burst({ most: 1 });
  }
}

/** Rounds to the first 429 at an even pace, each at its own place of the hour and two silent hours after the one before. */
export function probeHour(traffic: Traffic, options: { perMinute: number; rounds: number }): void {
  let phase = 0;
  const origin = traffic.now();
  for (let round = 0; round < options.rounds; round += 1) {
    if (round > 0) pauseToPhase(traffic, origin, phase, HOUR);
    const from = traffic.now();
    traffic.burst({ most: 3001, spacingMs: MINUTE / options.perMinute, untilRefused: true });
    phase = ((traffic.now() - from) / HOUR + phase + 0.02) % 1;
    traffic.pause(3 * 2400 * 1.01);
    traffic.burst({ most: 1 });
  }
}

/** Two windows of silence, and on to `phase` of the window that began at `origin`. */
function pauseToPhase(traffic: Traffic, origin: number, phase: number, windowMs: number): void {
  traffic.pause(2.002 * windowMs + 100);
  const at = ((traffic.now() - origin) / windowMs) % 1;
  traffic.pause(((((phase - at) % 1) + 1) % 1) * windowMs);
}
