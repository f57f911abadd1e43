import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder, cordon, inProcess, file } from './cli.fixture.ts';

describe('a run', () => {
  test('init gate writes a configuration that the gate reads, and never writes over one', async () => {
    const path = join(folder, 'made.json');
    expect((await inProcess(['init', 'gate', '--config', path])).code).toBeUndefined();
    expect(readFileSync(path, 'utf8')).toContain('// Your service on loopback.');
    expect((await inProcess(['gate', '--config', path])).err).toContain(
      'the mean "token" is asked for, but CORDON_TOKEN is not set',
    );
    const again = await inProcess(['init', 'gate', '--config', path]);
    expect(again.err).toContain('exists already');
    expect(again.code).toBe(2);
  });

  test('the trace of a run, judged again, gives the same verdicts', () => {
    const out = join(folder, 'run');
    const args = ['check', 'service', 'mock', '--profile', 'summary-2021', '--out', out];
    const first = cordon(args);
    expect(first.out).toMatch(/\d\d pass, 0 fail, 0 unproven, 0 not selected → passed, exit 0\n$/);
    expect(first.code).toBe(0);
    const again = cordon(['judge', join(out, 'trace.jsonl'), '--json']);
    const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as { verdicts: unknown };
    expect((JSON.parse(again.out) as { verdicts: unknown }).verdicts).toEqual(report.verdicts);
    expect(again.code).toBe(0);
  });

  test('a trace that is cut in a line is judged up to there, says so, and is incomplete', async () => {
    const out = join(folder, 'cut');
    await inProcess(['check', 'service', 'mock', '--only', 'auth.missing', '--out', out]);
    const whole = readFileSync(join(out, 'trace.jsonl'), 'utf8');
    const lines = whole.trimEnd().split('\n');
    const last = lines.at(-1) ?? '';
    const path = file('cut.jsonl', whole.slice(0, whole.length - Math.ceil(last.length / 2)));
    const { code, out: text } = await inProcess(['judge', path]);
    expect(text).toContain(
      `line ${lines.length} of ${path} is cut in the middle: judged up to the line before`,
    );
    expect(code).toBe(3);
  });

  test('on a target of ours --allow confines what the run may cost', async () => {
    const { code, out } = await inProcess([
      'check',
      'service',
      'emulator',
      '--allow',
      'actions',
      '--time-scale',
      '10',
    ]);
    expect(out).toMatch(/quota would add \d+/);
    expect(code).toBe(0);
  });

  test('show prints the exchange of a trace line as HTTP text', async () => {
    const out = join(folder, 'shown');
    await inProcess(['check', 'service', 'mock', '--only', 'auth.missing', '--out', out]);
    const path = join(out, 'trace.jsonl');
    const lines = readFileSync(path, 'utf8').split('\n');
    const n = lines.findIndex((line) => line.includes('"kind":"request"')) + 1;
    const { out: text } = await inProcess(['show', `${path}:${n}`]);
    expect(text).toMatch(
      /^# line \d+, [\d.]+ ms, token \w[\w-]*\nPOST \/api\/machines\/[0-9a-f]{40}\/StopAndQuarantineFile HTTP\/1\.1\n/,
    );
    expect(text).toMatch(/\n\n# line \d+, [\d.]+ ms\nHTTP\/1\.1 \d{3}\n/);
    const missing = await inProcess(['show', `${path}:99999`]);
    expect(missing.err).toContain('has no line 99999; it ends with line');
    expect(missing.code).toBe(2);
    expect((await inProcess(['show', path])).err).toContain('is not FILE:LINE, such as out/trace.jsonl:12');
  });

  test('a trace with a wrong line names the line and the field', async () => {
    const path = file('bad.jsonl', '{"kind":"header","trace":2}\n');
    const { code, err } = await inProcess(['judge', path]);
    expect(err).toMatch(/line 1 of the trace .*at \/trace: 2 is not 1/);
    expect(code).toBe(2);
  });

  test('list prints what there is', async () => {
    const profiles = JSON.parse((await inProcess(['list', 'profiles', '--json'])).out) as {
      profiles: { id: string }[];
      ledger: unknown[];
    };
    expect(profiles.profiles.map(({ id }) => id)).toHaveLength(6);
    expect(profiles.ledger.length).toBeGreaterThan(10);
  });
});
