import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { main } from './program.ts';

export const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
export const BASE = { PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] };
/** For files of these tests; removed at the end. */
export const folder = mkdtempSync(join(tmpdir(), 'cordon-cli-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Runs the command line in a process of its own, in a folder of its own. */
export function cordon(args: string[], env: Record<string, string> = {}) {
  const result = spawnSync(process.execPath, [MAIN, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...BASE, ...env },
    timeout: 60_000,
  });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

/** Runs the command line in this process: what it prints, and the exit code that it sets. */
export async function inProcess(args: string[]): Promise<{ code: unknown; out: string; err: string }> {
  let out = '';
  let err = '';
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => ((out += String(chunk)), true)),
    vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => ((err += String(chunk)), true)),
  ];
  const before = process.exitCode;
  process.exitCode = undefined;
  const heard = new Set(process.listeners('SIGTERM').concat(process.listeners('SIGINT')));
  try {
    await main([process.execPath, MAIN, ...args]);
    return { code: process.exitCode, out, err };
  } finally {
    process.exitCode = before;
    for (const spy of spies) spy.mockRestore();
    for (const name of ['SIGTERM', 'SIGINT'] as const)
      for (const listener of process.listeners(name)) if (!heard.has(listener)) process.off(name, listener);
  }
}

/** Writes a file into the folder; returns its path. */
export const file = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

/** Like `cordon`, but this process goes on serving meanwhile. */
export function cordonBeside(
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [MAIN, ...args], {
      cwd: folder,
      env: { ...BASE, ...env },
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('exit', (code) => resolve({ code, out, err }));
  });
}
