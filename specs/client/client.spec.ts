import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { CLIENT_MUTANTS } from '../../mocks/mutants/clients/mutants.ts';
import { NULL_CLIENTS } from '../../mocks/mutants/clients/null-clients.ts';
import type { Driver } from '../../src/client-run/play-client.ts';
import type { ProfileId } from '../../src/contract/contract.ts';
import type { Report } from '../../src/report/report.ts';
import { runClientCheck } from '../../src/run/check-client.ts';

const CLIENTS = join(import.meta.dirname, '../../mocks');
const REFERENCE = join(CLIENTS, 'clients/reference.ts');
const MUTANT = join(CLIENTS, 'mutants/clients/mutant.ts');
const NULL_CLIENT = join(CLIENTS, 'mutants/clients/null-clients.ts');

/** Processes are started by the hundred here: what Node has compiled once it need not compile again. */
const environment = { ...process.env, NODE_COMPILE_CACHE: mkdtempSync(join(tmpdir(), 'cordon-')) };

// Most of a run is waiting out a Retry-After.
vi.setConfig({ maxConcurrency: 12 });

/** Real processes on a machine that may be busy. */
const TIMEOUT_MS = 60_000;
/** Long enough for a busy machine to start a process. */
const PATIENT_MS = 30_000;

async function check(
  driver: Driver,
  args: readonly string[],
  o: { profile?: ProfileId; scenarios?: readonly string[]; silenceMs?: number } = {},
): Promise<Report> {
  const { report } = await runClientCheck({
    command: [process.execPath, ...args, ...(driver === 'stdio' ? ['--stdio'] : [])],
    driver,
    profile: o.profile ?? 'current',
    ...(o.scenarios ? { scenarios: o.scenarios } : {}),
    timeScale: 1,
    strict: false,
    seed: 7,
    signal: new AbortController().signal,
    silenceMs: o.silenceMs ?? PATIENT_MS,
    environment,
  });
  return report;
}

const named = (report: Report, word: string, advisory?: boolean) =>
  report.verdicts
    .filter((one) => one.verdict === word && (advisory === undefined || one.advisory === advisory))
    .map(({ requirement, reason }) => ({ requirement, reason }));

const ids = (rows: { requirement: string }[]) => rows.map(({ requirement }) => requirement).toSorted();

const passes = (report: Report) =>
  expect({
    fails: named(report, 'fail'),
    unproven: named(report, 'unproven'),
    exit: report.exitCode,
  }).toEqual({
    fails: [],
    unproven: [],
    exit: 0,
  });

describe.concurrent('a correct client passes', { timeout: TIMEOUT_MS }, () => {
  test('started once, with calls as lines', async () => {
    const report = await check('stdio', [REFERENCE]);
    passes(report);
    expect(report.totals.pass).toBe(13);
  });

  test('started once for each call', async () => {
    const report = await check('per-call', [REFERENCE]);
    passes(report);
    expect(report.totals.pass).toBe(12);
  });

  test.for([
    ['without retrying', '--no-retry'],
    ['with a connection for each request', '--no-keep-alive'],
    ['looking for the machine first', '--look-first'],
    ['looking for the action when its outcome is unknown', '--look-after-loss'],
    ['with a token that it fetches itself', '--sign-in'],
    ['naming the charset', '--charset'],
  ] as const)('%s', async ([, style]) => passes(await check('stdio', [REFERENCE, style])));

  test('with all styles at once, started once for each call', async () =>
    passes(
      await check('per-call', [
        REFERENCE,
        '--no-keep-alive',
        '--look-first',
        '--look-after-loss',
        '--sign-in',
      ]),
    ));

  test.for([
    ['preview-2017', '/testwdatppreview/machines/{id}/stopAndQuarantineFile'],
    ['windows-2019', '/api/v1.0/machines/{id}/stopandquarantinefile'],
    ['microsoft-2021-sv', '/api/machines/{id}/StopAndQuarantineFile'],
    ['summary-2021', '/api/machines/{id}/StopAndQuarantineFile'],
    ['microsoft-2023', '/api/machines/{id}/StopAndQuarantineFile'],
  ] as const)('under the profile %s', async ([profile, path]) =>
    passes(await check('stdio', [REFERENCE, '--path', path], { profile, scenarios: ['plain'] })),
  );

  test.for(['plain', 'throttled-once', 'reset-after-created'])('in %s alone', async (scenario) =>
    passes(await check('stdio', [REFERENCE], { scenarios: [scenario] })),
  );
});

describe.concurrent(
  'a client that is wrong in one way fails exactly what it breaks',
  { timeout: TIMEOUT_MS },
  () => {
    /** One of each sort; the others differ in what is the same under both drivers. */
    const underBoth = new Set([
      'json-by-hand',
      'ignores-retry-after',
      'resends-after-reset',
      'two-posts',
      'created-on-429',
      'error-on-201',
      'prints-token',
    ]);
    const runs = CLIENT_MUTANTS.flatMap((mutant) => {
      const drivers: Driver[] = underBoth.has(mutant.id) ? ['stdio', 'per-call'] : ['stdio'];
      return drivers.map((driver) => ({ ...mutant, driver }));
    });

    test.for(runs)(
      '$id ($driver): $title',
      async ({ id, driver, fails, advisory = [], unproven = [], scenarios }) => {
        const silent = unproven.includes('client.ends');
        const report = await check(driver, [MUTANT, id], {
          ...(scenarios ? { scenarios } : {}),
          ...(silent ? { silenceMs: 3_000 } : {}),
        });
        expect(ids(named(report, 'fail', false)), JSON.stringify(named(report, 'fail'))).toEqual(
          fails.toSorted(),
        );
        expect(ids(named(report, 'fail', true))).toEqual(advisory);
        expect(ids(named(report, 'unproven'))).toEqual(expect.arrayContaining([...unproven]));
        expect(report.exitCode).toBe(fails.length > 0 ? 1 : unproven.length > 0 ? 3 : 0);
      },
    );
  },
);

test.concurrent(
  'a second request after a reset counts, whatever went over its connections before',
  { timeout: TIMEOUT_MS },
  async () => {
    const args = [MUTANT, 'resends-after-reset', '--look-first', '--sign-in'];
    const report = await check('stdio', args, { scenarios: ['reset-after-created'] });
    expect(ids(named(report, 'fail', false))).toEqual(['client.outcome-unknown']);
  },
);

describe.concurrent('what is no client never passes', { timeout: TIMEOUT_MS }, () => {
  const runs = NULL_CLIENTS.flatMap((one) =>
    (['stdio', 'per-call'] as const).map((driver) => ({ ...one, driver })),
  );

  test.for(runs)('$id ($driver): $title', async ({ id, driver, exitCodes }) => {
    const silent = exitCodes[driver] === 3 && id !== 'fails-at-once' && id !== 'supports-nothing';
    const report = await check(driver, [NULL_CLIENT, id], {
      scenarios: ['plain'],
      ...(silent ? { silenceMs: 500 } : {}),
    });
    expect(report.exitCode, JSON.stringify(named(report, 'fail'))).toBe(exitCodes[driver]);
    for (const { reason } of named(report, 'unproven')) expect(reason).not.toBe('');
  });
});
