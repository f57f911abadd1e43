import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { UsageError } from '../errors.ts';
import { faultsOf } from '../files/validate.ts';
import type { Counterexample } from '../play/cases.ts';
import { leaksOf, secrets, writingsOf } from '../trace/leaks.fixture.ts';
import { createRedactor } from '../trace/redact.ts';
import { decoded } from './markup.fixture.ts';
import { prepareOut, writeOutputs } from './outputs.ts';
import { reportWith, verdictOf } from './report.fixture.ts';
import type { Report } from './report.ts';
import { HEADER, numbered, requestLine, responseLine } from './trace.fixture.ts';

const root = mkdtempSync(join(tmpdir(), 'cordon-outputs-'));
afterAll(() => rmSync(root, { recursive: true }));
const newFolder = () => mkdtempSync(join(root, 'out-'));

const redactor = createRedactor();
const trace = () => numbered(HEADER, requestLine(), responseLine());
const EXAMPLE: Counterexample = {
  requirements: ['validation.wrong-type', 'errors.code'],
  breaks: { rule: 'type', path: '/Comment' },
  spec: { file: 'inert', replace: { '/Comment': null } },
  seed: 7,
  path: '3:0',
  shrinks: 2,
  reason: 'expected 400, got 201 Created',
};
const filesIn = (dir: string) => readdirSync(dir, { recursive: true }).map(String).toSorted();
const jsonIn = (...path: string[]) => JSON.parse(readFileSync(join(...path), 'utf8')) as unknown;

test('a run leaves its report in three forms, its exchanges and its counterexamples', () => {
  const dir = newFolder();
  const report = reportWith({ counterexamples: [EXAMPLE] });
  writeOutputs(dir, report, { redactor, trace });
  expect(filesIn(dir)).toEqual([
    'junit.xml',
    'regressions',
    'regressions/validation.wrong-type-1.json',
    'report.html',
    'report.json',
    'trace.har',
  ]);
  expect(jsonIn(dir, 'report.json')).toEqual(report);
  expect(readFileSync(join(dir, 'junit.xml'), 'utf8')).toContain(
    '<testcase classname="status" name="status.created" time="0"/>',
  );
  expect(readFileSync(join(dir, 'report.html'), 'utf8')).toContain('<code class="id">status.created</code>');
  expect(jsonIn(dir, 'trace.har')).toMatchObject({
    log: { entries: [{ comment: 'call 1, trace lines 2 and 3' }] },
  });
});

test('a counterexample is a scenario that can be played', () => {
  const dir = newFolder();
  writeOutputs(dir, reportWith({ counterexamples: [EXAMPLE] }), { redactor });
  const scenario = jsonIn(dir, 'regressions/validation.wrong-type-1.json');
  expect(scenario).toEqual({
    id: 'validation-wrong-type-1',
    title: 'Counterexample for validation.wrong-type, errors.code: breaks type at /Comment, seed 7',
    party: 'service',
    needs: ['token'],
    world: { machines: 1, files: 2 },
    calls: [{ file: 'inert', replace: { '/Comment': null } }],
  });
  expect(faultsOf('scenario', scenario)).toEqual([]);
});

test('counterexamples of all runs are numbered by requirement, and need what their call needs', () => {
  const dir = newFolder();
  const valid: Counterexample = {
    ...EXAMPLE,
    requirements: ['status.created'],
    breaks: null,
    spec: { file: 'present', comment: 'a' },
  };
  const expired: Counterexample = {
    ...EXAMPLE,
    requirements: ['../Out of the folder'],
    spec: { token: 'expired' },
  };
  const runs = [
    reportWith({ counterexamples: [valid, EXAMPLE] }),
    reportWith({ counterexamples: [valid, expired] }),
  ];
  writeOutputs(dir, reportWith({ kind: 'gate', runs }), { redactor });
  const needs = filesIn(join(dir, 'regressions')).map((name) => [
    name,
    (jsonIn(dir, 'regressions', name) as { needs: string[] }).needs,
  ]);
  expect(needs).toEqual([
    ['..-out-of-the-folder-1.json', ['token-expired']],
    ['status.created-1.json', ['token', 'world', 'actions']],
    ['status.created-2.json', ['token', 'world', 'actions']],
    ['validation.wrong-type-1.json', ['token']],
  ]);
});

test('files of an earlier run are replaced, those of others are left alone', () => {
  const dir = newFolder();
  writeOutputs(dir, reportWith({ counterexamples: [EXAMPLE, EXAMPLE] }), { redactor, trace });
  writeFileSync(join(dir, 'trace.jsonl'), 'the recorder’s');
  writeFileSync(join(dir, 'mine.txt'), 'mine');
  writeFileSync(join(dir, 'regressions/mine-1.json'), '{"id":"mine-1","title":"Of my own"}');
  writeFileSync(join(dir, 'regressions/notes-2.json'), 'no JSON');
  writeFileSync(
    join(dir, 'regressions/copy-3.json'),
    readFileSync(join(dir, 'regressions/validation.wrong-type-1.json')),
  );
  writeOutputs(dir, reportWith({ seed: 8 }), { redactor });
  expect(filesIn(dir)).toEqual([
    'junit.xml',
    'mine.txt',
    'regressions',
    'regressions/copy-3.json',
    'regressions/mine-1.json',
    'regressions/notes-2.json',
    'report.html',
    'report.json',
    'trace.jsonl',
  ]);
  expect(jsonIn(dir, 'report.json')).toMatchObject({ seed: 8 });
});

test('a report or counterexample that breaks its format is refused, and nothing is written', () => {
  const dir = newFolder();
  const write = (report: Report) => () => writeOutputs(dir, report, { redactor, trace });
  expect(write(reportWith({ durationMs: -1 }))).toThrow(
    'this report does not fit schemas/harness/report.json: at /durationMs: -1 must be >= 0',
  );
  expect(write(reportWith({ runs: [reportWith({ seed: 0.5 })] }))).toThrow(
    'at /runs/0/seed: 0.5 is not of type integer',
  );
  expect(write(reportWith({ counterexamples: [{ ...EXAMPLE, spec: { method: 'post' } }] }))).toThrow(
    'the counterexample validation-wrong-type-1 is not a scenario: at /calls/0/method: "post" does not match ^[A-Z]+$',
  );
  expect(filesIn(dir)).toEqual([]);
});

test('a field without a value is no fault', () => {
  const dir = newFolder();
  const verdicts = [{ ...verdictOf(), waived: undefined } as unknown as Report['verdicts'][number]];
  writeOutputs(dir, reportWith({ verdicts }), { redactor });
  expect(jsonIn(dir, 'report.json')).toMatchObject({ verdicts: [{ requirement: 'status.created' }] });
});

test('a secret can be read from no output, wherever and however it was written', () => {
  const dir = newFolder();
  fc.assert(
    fc.property(secrets, (secret) => {
      writeOutputs(dir, reportFullOf(secret), {
        redactor: createRedactor([secret]),
        trace: () => traceFullOf(secret),
      });
      const files = filesIn(dir).filter((name) => statSync(join(dir, name)).isFile());
      expect(files).toHaveLength(4 + writingsOf(secret).length);
      for (const name of files) {
        const text = readFileSync(join(dir, name), 'utf8');
        expect([name, ...leaksOf(text, secret)]).toEqual([name]);
        if (/xml|html/.test(name))
          expect([name, ...leaksOf(decoded(text.replace(/<style>[^]*<\/style>/, '')), secret)]).toEqual([
            name,
          ]);
      }
    }),
    { numRuns: 12 },
  );
});

function reportFullOf(secret: string): Report {
  const writings = writingsOf(secret);
  return reportWith({
    kind: 'client',
    target: `node client.js --key ${secret}`,
    verdicts: writings.map((writing) =>
      verdictOf({ verdict: 'fail', reason: `got ${writing}`, replay: `-- ${writing}`, waived: writing }),
    ),
    notes: writings,
    counterexamples: writings.map((writing) => ({
      ...EXAMPLE,
      requirements: ['status.created', writing],
      breaks: { rule: writing, path: writing },
      spec: { comment: writing, rawBody: `{"a":"${writing}"}`, replace: { [writing]: [writing] } },
      path: writing,
      reason: writing,
    })),
  });
}

/** As if another recorder had written it, without taking anything out. */
function traceFullOf(secret: string) {
  const exchanges = writingsOf(secret).flatMap((writing, index) => {
    const headers: [string, string][] = [
      ['Authorization', `Bearer ${secret}`],
      ['Cookie', writing],
      ['X-Echo', writing],
    ];
    const body = { base64: Buffer.concat([Buffer.from([0xff]), Buffer.from(writing)]).toString('base64') };
    return [
      requestLine({ x: index, path: `/a/${writing}?b=${writing}`, headers, body: writing }),
      responseLine({ x: index, headers: [...headers, ['Location', writing]], body }),
    ];
  });
  return numbered({ ...HEADER, name: `http://${secret}` }, ...exchanges);
}

test('a folder is made where there is none, and its parents', () => {
  const dir = join(newFolder(), 'a/b');
  prepareOut(dir);
  expect(filesIn(dir)).toEqual(['regressions']);
});

test('what an earlier run reported is gone before the next one begins, its trace is not', () => {
  const dir = newFolder();
  writeOutputs(dir, reportWith({ counterexamples: [EXAMPLE] }), { redactor, trace });
  writeFileSync(join(dir, 'trace.jsonl'), '');
  writeFileSync(join(dir, 'mine.txt'), '');
  prepareOut(dir);
  expect(filesIn(dir)).toEqual(['mine.txt', 'regressions', 'trace.jsonl']);
});

/** The message of the UsageError. */
function refusal(dir: string): string {
  try {
    prepareOut(dir);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message;
  }
  throw new Error('it was taken');
}

test('a path that is a file, or leads through one, is refused', () => {
  const file = join(newFolder(), 'file');
  writeFileSync(file, 'mine');
  expect(refusal(file)).toBe(
    `cannot write into the folder ${file}: it is a file. Give --out a folder that can be written`,
  );
  expect(refusal(join(file, 'out'))).toMatch(
    /^cannot write into the folder .*\/file\/out: ENOTDIR: .*\. Give --out a folder that can be written$/,
  );
  expect(readFileSync(file, 'utf8')).toBe('mine');
});

test('a folder that stands where an output has to be written is refused', () => {
  const dir = newFolder();
  mkdirSync(join(dir, 'report.json'));
  expect(refusal(dir)).toContain(`cannot write into the folder ${dir}: `);
  const trace = join(newFolder(), 'trace.jsonl');
  mkdirSync(trace);
  expect(refusal(join(trace, '..'))).toContain(`: ${trace} is a folder. Give`);
  const other = newFolder();
  writeFileSync(join(other, 'regressions'), '');
  expect(refusal(other)).toContain(`cannot write into the folder ${other}: EEXIST`);
});

const superuser = process.getuid?.() === 0;
if (superuser) console.log('skipped, a folder without permission: the superuser may write everywhere');
test.skipIf(superuser)('a folder without permission to write is refused', () => {
  const dir = newFolder();
  chmodSync(dir, 0o500);
  expect(refusal(dir)).toContain(`cannot write into the folder ${dir}: EACCES`);
});
