import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { k6 as provideK6 } from '../../tools/provide.mjs';
import { UsageError } from '../errors.ts';
import { readTrace } from '../trace/read.ts';
import { runLoad, type LoadRun } from './load.ts';

const found = provideK6();
if (found.path === undefined) console.warn(`load runs are not tested: ${found.reason}`);

const folder = mkdtempSync(join(tmpdir(), 'cordon-load-spec-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const mutant = (name: string) =>
  fileURLToPath(new URL(`../../mocks/mutants/policies/${name}.ts`, import.meta.url));
const load = (more: Partial<LoadRun> = {}) =>
  runLoad({
    name: 'reference',
    timeScale: 20,
    force: false,
    strict: false,
    seed: 1,
    profile: 'current',
    signal: new AbortController().signal,
    ...more,
  });
const policy = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const failed = (report: Awaited<ReturnType<typeof runLoad>>) =>
  report.verdicts
    .filter(({ verdict, advisory }) => verdict === 'fail' && !advisory)
    .map(({ requirement }) => requirement);

describe('before anything is sent', () => {
  test.each<[string, Partial<LoadRun>, string]>([
    ['an unknown profile', { name: 'none' }, 'there is no load profile "none"; there are: '],
    ['a time scale that distorts', { timeScale: 21 }, 'the time scale 21 makes a minute 2.9 s long'],
    ['a policy that is not there', { policy: join(folder, 'absent.ts') }, 'there is no policy file '],
    [
      'a k6 that is not there',
      { k6: join(folder, 'no-k6') },
      `${join(folder, 'no-k6')} is not k6 2.0 or newer`,
    ],
    ['a k6 that is something else', { k6: process.execPath }, `${process.execPath} is not k6 2.0 or newer`],
  ])('refuses %s', async (_, more, message) => {
    const refusal = load(more);
    await expect(refusal).rejects.toThrow(message);
    await expect(refusal).rejects.toBeInstanceOf(UsageError);
  });
});

describe.skipIf(found.path === undefined).concurrent('k6 as a client', { timeout: 30_000 }, () => {
  test('passes with the policy that keeps Retry-After, and its counts equal the trace', async () => {
    const out = join(folder, 'reference');
    const report = await load({ out });
    expect(report.notes.slice(0, 2)).toEqual([
      expect.stringMatching(
        /^k6 \d+\.\d+\.\d+, policy retry-after\.ts: 151 attempts, 150 answered 201, 1 answered 429, 0 answered otherwise, 0 lost on the way$/,
      ),
      expect.stringMatching(/^150 of 150 calls were accepted within \d+\.\d s$/),
    ]);
    expect([report.kind, report.target, report.exitCode]).toEqual(['load', 'reference', 0]);
    expect(report.verdicts).toContainEqual(
      expect.objectContaining({ requirement: 'client.retry-after', verdict: 'pass' }),
    );
    const requests = [...readTrace(join(out, 'trace.jsonl'))].filter(({ line }) => line.kind === 'request');
    const summary = JSON.parse(readFileSync(join(out, 'k6-summary.json'), 'utf8')) as {
      counts: { sent: number };
    };
    expect([requests.length, summary.counts.sent]).toEqual([151, 151]);
    expect(existsSync(join(out, 'k6.log'))).toBe(true);
  });

  test.each(['ignores-retry-after', 'clamps-retry-after'])(
    'fails by client.retry-after alone: %s',
    async (name) => {
      const report = await load({ policy: mutant(name) });
      expect(failed(report)).toEqual(['client.retry-after']);
      expect([report.target, report.exitCode]).toEqual([`reference with ${name}.ts`, 1]);
      expect(report.verdicts[0]?.replay).toBe(
        `cordon load reference --policy ${mutant(name)} --time-scale 20 --seed 1`,
      );
    },
  );

  test('is broken when its policy sends nothing', async () => {
    const report = await load({ policy: mutant('never-sends') });
    expect(report.exitCode).toBe(4);
    expect(report.notes).toContain('broken: the policy sent nothing');
  });

  test('is stopped when its policy never ends, and does not pass', async () => {
    const report = await load({ policy: mutant('never-ends') });
    expect(report.notes).toContain('broken: the policy wants more than 850 attempts for 150 calls');
    expect(failed(report)).toEqual(['client.one-post-per-call']);
    expect(report.exitCode).toBe(1);
  });

  test('is broken when its policy breaks: a bare number', async () => {
    const path = policy(
      'a number & é.ts',
      'export const createPolicy = () => ({ next: (): number => 300, onResponse: () => undefined });',
    );
    const report = await load({ policy: path });
    expect(report.exitCode).toBe(4);
    expect(report.notes).toContain(
      "broken: next returned 300; allowed are { do: 'send', call }, { do: 'wait', untilMs } and { do: 'done' }",
    );
  });

  test('is incomplete when its policy leaves calls out, and what the policy logs is kept without secrets', async () => {
    const path = policy(
      'one-call.ts',
      `export function createPolicy() {
        let sent = false;
        console.log('token ' + __ENV.CORDON_TOKEN);
        return { next: () => (sent ? { do: 'done' } : ((sent = true), { do: 'send', call: 0 })), onResponse: () => undefined };
      }`,
    );
    const report = await load({ policy: path, out: join(folder, 'one-call') });
    expect([report.exitCode, failed(report)]).toEqual([3, []]);
    expect(report.notes).toContain('incomplete: 149 of 150 calls were never sent');
    expect(readFileSync(join(folder, 'one-call', 'k6.log'), 'utf8')).toContain('"msg":"token [redacted]"');
  });

  test.each([
    ['no-export.ts', 'export const create = 1;', 'does not provide an export named "createPolicy"'],
    ['syntax.ts', 'export const = 1;', 'Expected identifier but found'],
    ['import.ts', "import './absent.ts'; export const createPolicy = 1;", 'absent.ts'],
    ['throws.ts', "throw new Error('boom'); export const createPolicy = 1;", 'Error: boom'],
  ])('says why it cannot load a policy: %s', async (name, text, why) => {
    const refusal = load({ policy: policy(name, text) });
    await expect(refusal).rejects.toThrow(`k6 cannot load the policy ${join(folder, name)}: `);
    await expect(refusal).rejects.toThrow(why);
    await expect(refusal).rejects.toBeInstanceOf(UsageError);
  });

  test('is broken when it is killed in the middle', async () => {
    const out = join(folder, 'killed');
    const wrapper = policy(
      'killed-k6',
      `#!/bin/sh
[ "$1" = version ] && exec '${found.path}' version
'${found.path}' "$@" &
until grep -q '"kind":"response"' '${join(out, 'trace.jsonl')}'; do sleep 0.02; done
kill -9 $!
kill -9 $$
`,
    );
    chmodSync(wrapper, 0o755);
    const report = await load({ k6: wrapper, out });
    expect(report.exitCode).toBe(4);
    expect(report.notes).toEqual(
      expect.arrayContaining(['broken: k6 was ended by SIGKILL', 'broken: k6 wrote no summary']),
    );
  });

  test('is incomplete when it is interrupted', async () => {
    const stop = new AbortController();
    const report = await load({ signal: stop.signal, progress: () => setTimeout(() => stop.abort(), 500) });
    expect(report.exitCode).toBe(3);
    expect(report.notes).toContain('interrupted: k6 was ended before its policy was done');
  });
});
