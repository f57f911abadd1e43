import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { makeWorld } from '../src/play/make-world.ts';
import { runServiceCheck } from '../src/run/check-service.ts';

const SERVICE = fileURLToPath(new URL('../docs/examples/service.py', import.meta.url));
/** Its minute lasts a third of a second, so that the pace of a lab holds nothing up; its limits are not probed so fast. */
const TIME_SCALE = 200;

const python = spawnSync('python3', ['--version'], { encoding: 'utf8' });
const missing = python.status !== 0;
if (missing) console.log('skipped, the example service: there is no python3');

const folder = mkdtempSync(join(tmpdir(), 'cordon-example-'));
const started: ChildProcess[] = [];
afterAll(() => {
  for (const child of started) child.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the example; resolves to what it prints, by name. */
function start(args: string[]): Promise<Record<string, string>> {
  const child = spawn('python3', [SERVICE, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(child);
  return new Promise((resolve, reject) => {
    let text = '';
    child.on('exit', (code) => reject(new Error(`the example ended with ${code}: ${text}`)));
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (!text.includes('CORDON_URL')) return;
      resolve(
        Object.fromEntries(
          [...text.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
        ),
      );
    });
  });
}

describe.skipIf(missing)('a service that was written from the documents, in another language', () => {
  test('keeps every requirement that can be decided without its limits, strictly', async () => {
    const world = makeWorld({ machines: 12, files: 20 }, 'example');
    const path = join(folder, 'world.json');
    writeFileSync(path, JSON.stringify(world));
    const printed = await start([path, '--time-scale', String(TIME_SCALE)]);
    const { report } = await runServiceCheck({
      target: {
        kind: 'lab',
        origin: printed['CORDON_URL'] ?? '',
        world,
        timeScale: TIME_SCALE,
        tokens: {
          valid: printed['CORDON_TOKEN'] ?? '',
          expired: printed['CORDON_TOKEN_EXPIRED'] ?? '',
          'wrong-audience': printed['CORDON_TOKEN_WRONG_AUDIENCE'] ?? '',
          'no-role': printed['CORDON_TOKEN_NO_ROLE'] ?? '',
        },
      },
      profile: 'current',
      allow: ['actions', 'reads', 'exclusive'],
      seed: 1,
      cases: 10,
      strict: true,
      signal: AbortSignal.timeout(50_000),
    });
    const blemishes = report.verdicts
      .filter(({ verdict }) => verdict !== 'pass' && verdict !== 'not-applicable')
      .map(({ requirement, verdict, reason }) => `${verdict} ${requirement}: ${reason}`);
    expect(blemishes).toEqual([]);
    expect(report.totals.pass).toBeGreaterThan(100);
  });
});
