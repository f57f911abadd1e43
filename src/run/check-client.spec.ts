import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UsageError } from '../errors.ts';
import { faultsOf } from '../files/validate.ts';
import { runClientCheck, type ClientCheck } from './check-client.ts';

const MOCKS = join(import.meta.dirname, '../../mocks');
const TIMEOUT = { timeout: 30_000 };

function check(more: Partial<ClientCheck>) {
  return runClientCheck({
    command: [process.execPath, join(MOCKS, 'clients/reference.ts'), '--stdio'],
    driver: 'stdio',
    profile: 'current',
    timeScale: 1,
    strict: false,
    seed: 3,
    signal: new AbortController().signal,
    scenarios: ['plain'],
    ...more,
  });
}

test('an unknown scenario is bad usage, and the known ones are named', async () => {
  const checked = check({ scenarios: ['plain', 'odd'] });
  await expect(checked).rejects.toThrow(UsageError);
  await expect(checked).rejects.toThrow(
    /^there is no client scenario odd; there are plain, reset-after-created, throttled-once$/,
  );
});

test('a command that cannot be started is bad usage', async () => {
  await expect(
    check({ command: ['/nowhere/at-all'], scenarios: ['plain', 'throttled-once'] }),
  ).rejects.toThrow(UsageError);
  await expect(check({ command: [] })).rejects.toThrow('there is no command to check; give it after --');
});

test('the trace in the folder is the one that was judged, and holds no secret', TIMEOUT, async () => {
  const out = join(mkdtempSync(join(tmpdir(), 'cordon-')), 'new', 'folder');
  const mutant = [process.execPath, join(MOCKS, 'mutants/clients/mutant.ts'), 'prints-token', '--stdio'];
  const { report, log } = await check({ out, command: mutant, name: 'a client that prints' });
  expect(faultsOf('report', report)).toEqual([]);
  expect(report).toMatchObject({ kind: 'client', target: 'a client that prints', exitCode: 1 });
  expect(log).toContain('sending {"Authorization":"Bearer [redacted]"}');
  const trace = readFileSync(join(out, 'trace.jsonl'), 'utf8');
  expect(trace).not.toMatch(/eyJ/);
  const kinds = trace
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { kind: string; event?: string }).kind);
  expect(kinds.filter((kind) => kind === 'call')).toHaveLength(3);
  expect(kinds.filter((kind) => kind === 'result')).toHaveLength(3);
  expect(kinds.at(-1)).toBe('footer');
});

test('an interrupted run is incomplete, and its client is ended', TIMEOUT, async () => {
  const interrupt = new AbortController();
  const hanging = [process.execPath, join(MOCKS, 'mutants/clients/null-clients.ts'), 'hangs'];
  const { report } = await check({
    command: hanging,
    signal: interrupt.signal,
    progress: () => void setTimeout(() => interrupt.abort(), 200),
  });
  expect(report.exitCode).toBe(3);
  expect(report.notes).toContain('the trace has no regular end: what came after is not judged');
  expect(
    report.verdicts.find(({ requirement }) => requirement === 'client.answers-every-call')?.reason,
  ).toMatch(/it was ended because the run was interrupted$/);
});

test(
  'a command that always fails before it sends anything is incomplete, and the reason helps',
  TIMEOUT,
  async () => {
    const out = mkdtempSync(join(tmpdir(), 'cordon-'));
    const { report } = await check({ command: ['/bin/sh', '-c', 'exit 3'], driver: 'per-call', out });
    expect(report.exitCode).toBe(3);
    expect(
      report.verdicts.find(({ requirement }) => requirement === 'client.answers-every-call')?.reason,
    ).toBe(
      '3 of 3 calls could not decide it, the first because the command ended each time (exit 3) before it had sent anything: does it work by hand?',
    );
  },
);

test('with --strict a convention counts', TIMEOUT, async () => {
  const babbling = [process.execPath, join(MOCKS, 'mutants/clients/mutant.ts'), 'babbles', '--stdio'];
  expect((await check({ command: babbling, strict: true })).report.exitCode).toBe(1);
});
