import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { realClock } from '../clock/clock.ts';
import { UsageError } from '../errors.ts';
import { startProcess } from './process.ts';

const clock = realClock();

function start(command: string[], onOutput: (stream: string, text: string) => void = () => undefined) {
  return startProcess({
    command,
    environment: process.env,
    input: true,
    clock,
    onOutput: (stream, chunk) => onOutput(stream, chunk.toString()),
  });
}

const script = (text: string) => [process.execPath, '-e', text];

test('a command that does not exist is bad usage', async () => {
  const started = start(['/nowhere/at-all']);
  await expect(started).rejects.toThrow(UsageError);
  await expect(started).rejects.toThrow(
    'the command "/nowhere/at-all" cannot be started: there is no such command; give its path, or one that is found on PATH',
  );
});

test('a file that is not executable is bad usage', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'cordon-')), 'plain.txt');
  writeFileSync(file, 'text', { mode: 0o644 });
  await expect(start([file])).rejects.toThrow(
    `the command ${JSON.stringify(file)} cannot be started: it is not executable`,
  );
});

test('its code, both its outputs and what it was given are carried', async () => {
  const seen = { stdout: '', stderr: '' } as Record<string, string>;
  const child = await start(
    script(
      'process.stdin.on("data", (d) => process.stdout.write(d)).on("end", () => { process.stderr.write("bye"); process.exitCode = 7 })',
    ),
    (stream, text) => (seen[stream] += text),
  );
  child.write('hello');
  child.endInput();
  expect(await child.ended).toEqual({ code: 7, signal: null, children: false });
  expect(seen).toEqual({ stdout: 'hello', stderr: 'bye' });
});

test('input that nobody reads does no harm', async () => {
  const child = await start(script('process.stdin.destroy()'));
  child.write('x'.repeat(1_000_000));
  expect((await child.ended).code).toBe(0);
});

test('it is ended with all that it has started', async () => {
  let pid = 0;
  const child = await start(
    script(
      'const { spawn } = require("node:child_process"); const c = spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6)"], { stdio: "inherit" }); console.log(c.pid); setInterval(() => {}, 1e6)',
    ),
    (_, text) => (pid = Number(text)),
  );
  while (pid === 0) await clock.sleep(10);
  await child.stop();
  expect(await child.ended).toMatchObject({ signal: 'SIGTERM' });
  await expect.poll(() => isRunning(pid), { timeout: 4_000 }).toBe(false);
});

test('what it leaves behind is ended and told of', async () => {
  const child = await start(
    script(
      'require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6)"], { stdio: "inherit" }).unref()',
    ),
  );
  expect(await child.ended).toMatchObject({ code: 0, children: true });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // An ended process that nobody has waited for yet is still listed.
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !readFileSync(stat, 'utf8').includes(') Z ');
}
