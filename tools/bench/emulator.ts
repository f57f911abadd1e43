import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from './client.ts';
import type { Ready, Used } from './servers.ts';
import type { Row } from './table.ts';

const WARM_MS = 1_500;
const MEASURED_MS = 4_000;
const ROUNDS = 3;
const CREATED = 201;

export type Speed = { aSecond: number; cpuMicros: number };

/** The emulator with contract, limiter and trace beside the least that node:http does, in turns; the better of some rounds of each. */
export async function benchEmulator(): Promise<{ rows: Row[]; emulator: Speed }> {
  const folder = mkdtempSync(join(tmpdir(), 'cordon-bench-'));
  const best = new Map<string, Speed>();
  try {
    for (let round = 0; round < ROUNDS; round += 1)
      for (const name of ['bare', 'emulator']) {
        const speed = await measure(name, join(folder, `${name}-${round}.jsonl`));
        const before = best.get(name);
        best.set(name, {
          aSecond: Math.max(speed.aSecond, before?.aSecond ?? 0),
          cpuMicros: Math.min(speed.cpuMicros, before?.cpuMicros ?? Infinity),
        });
      }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const bare = best.get('bare') as Speed;
  const emulator = best.get('emulator') as Speed;
  const ratio = bare.cpuMicros / emulator.cpuMicros;
  return {
    emulator,
    rows: [
      { what: 'bare node:http, one fixed answer', ...figures(bare) },
      {
        what: 'emulator: contract, limiter, trace on disk',
        ...figures(emulator),
        aim: 'half of bare',
        met: ratio >= 0.5,
        note: `${ratio.toFixed(2)} of bare by processor time, ${(emulator.aSecond / bare.aSecond).toFixed(2)} by calls`,
      },
    ],
  };
}

/** A speed as a row shows it. */
export const figures = (speed: Speed) => ({
  figure: `${Math.round(speed.aSecond)} calls a second, ${speed.cpuMicros.toFixed(1)} µs each`,
});

async function measure(name: string, tracePath: string): Promise<Speed> {
  const child = fork(fileURLToPath(new URL('./servers.ts', import.meta.url)), [name, tracePath]);
  try {
    const { port, request } = await answer<Ready>(child);
    const speed = await speedOf(name, port, request, async () => {
      child.send('used');
      return (await answer<Used>(child)).cpuMicros;
    });
    rmSync(tracePath, { force: true });
    return speed;
  } finally {
    child.kill();
  }
}

/**
 * How fast a server answers one request again and again.
 * @param cpuMicros processor time that it has used so far, in microseconds
 */
export async function speedOf(
  name: string,
  port: number,
  request: string,
  cpuMicros: () => Promise<number>,
): Promise<Speed> {
  await load(port, request, WARM_MS);
  const before = await cpuMicros();
  const from = performance.now();
  const counts = await load(port, request, MEASURED_MS);
  const seconds = (performance.now() - from) / 1000;
  const used = (await cpuMicros()) - before;
  const created = counts.get(CREATED) ?? 0;
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (created < total * 0.95)
    throw new Error(`${name} created ${created} of ${total}: these figures mean nothing`);
  return { aSecond: total / seconds, cpuMicros: used / total };
}

async function answer<T>(child: ChildProcess): Promise<T> {
  const [message] = (await once(child, 'message')) as [T];
  return message;
}
