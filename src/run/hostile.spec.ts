import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { judge } from '../judge/judge.ts';
import type { Verdict } from '../judge/types.ts';
import { httpSend } from '../play/http-send.ts';
import type { Scenario } from '../play/scenario.ts';
import type { TraceLine } from '../trace/lines.ts';
import { readTrace } from '../trace/read.ts';
import { runServiceCheck, type ServiceCheck } from './check-service.ts';
import { startHostile, type HostileKind } from './hostile-service.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'cordon-hostile-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** For services that leave an exchange open. */
const SHORT_MS = 60;
const scenarios: Scenario[] = [
  {
    id: 'a-few-calls',
    title: 'Three calls without a token, one that asks for an effect, one without a token',
    party: 'service',
    needs: [],
    calls: [
      { token: 'none' },
      { token: 'none' },
      { token: 'none' },
      { file: 'present' },
      { read: 'location' },
      { token: 'none' },
    ],
  },
];
/** Every requirement is judged; of these the verdict is shown. */
const SHOWN = new Set(['auth.missing', 'status.created', 'status.whole']);
const words = (verdicts: readonly Pick<Verdict, 'requirement' | 'verdict' | 'reason'>[]) =>
  Object.fromEntries(
    verdicts
      .filter(({ requirement }) => SHOWN.has(requirement))
      .map(({ requirement, verdict, reason }) => [requirement, `${verdict}: ${reason}`]),
  );

/** Plays the calls; the trace is judged from its file as well. */
async function runAgainst(kind: HostileKind, more: Partial<ServiceCheck> & { timeoutMs?: number } = {}) {
  const service = await startHostile(kind);
  const out = mkdtempSync(join(folder, 'run-'));
  try {
    const { report } = await runServiceCheck({
      target: {
        kind: 'lab',
        origin: service.origin,
        world: { machines: [{ id: '1'.repeat(40), files: ['a'.repeat(40)] }] },
        tokens: { valid: 'a-token-of-no-use-to-anybody' },
        timeScale: 10_000,
        makeSend: (origin, clock) => httpSend(origin, clock, more.timeoutMs),
      },
      profile: 'current',
      allow: ['actions'],
      scenarios,
      seed: 1,
      strict: false,
      out,
      signal: new AbortController().signal,
      ...more,
    });
    const path = join(out, 'trace.jsonl');
    const lines = readFileSync(path, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as TraceLine);
    expect(lines.at(0)?.kind).toBe('header');
    expect(lines.at(-1)?.kind).toBe('footer');
    expect(judge(readTrace(path)).verdicts).toEqual(report.verdicts);
    expect(report.totals.broken).toBe(0);
    return {
      exitCode: report.exitCode,
      verdicts: words(report.verdicts),
      stopped: report.notes.filter((note) => note.startsWith('playing ended early: ')),
      answers: lines.filter((line) => line.kind === 'response'),
      traceBytes: statSync(path).size,
      contactsElsewhere: service.contactsElsewhere(),
    };
  } finally {
    service.close();
  }
}

const CLOSED = 'the connection was closed before the answer was whole';
const SILENT = 'no answer came within 0.06 s';
const SLOW = 'its body was not whole after 0.06 s';
const NOT_HTTP = (what: string) =>
  `what came is not an answer of HTTP/1.1 but ${what} (HPE_INVALID_CONSTANT)`;

describe('a run ends after three exchanges without an answer with a service that', () => {
  test.each<[HostileKind, how: string, why: string]>([
    ['never answers', 'the exchange was lost (timeout', SILENT],
    ['answers the head and then nothing', 'the answer ended early (timeout', SLOW],
    ['drips a body for ever', 'the answer ended early (timeout', SLOW],
    ['drips header lines for ever', 'the exchange was lost (timeout', SILENT],
    ['announces more bytes than it sends', 'the answer ended early (timeout', SLOW],
    ['closes in the middle of a header line', 'the exchange was lost (reset', CLOSED],
    ['always resets', 'the exchange was lost (reset', CLOSED],
    [
      'answers with bytes of no protocol',
      'the exchange was lost (reset',
      NOT_HTTP('bytes of no protocol that is known here'),
    ],
    [
      'answers as a mail server',
      'the exchange was lost (reset',
      NOT_HTTP('the greeting of a mail or file server'),
    ],
    ['answers with HTTP/2', 'the exchange was lost (reset', NOT_HTTP('HTTP/2')],
    ['answers with a TLS alert', 'the exchange was lost (reset', NOT_HTTP('TLS (try https)')],
    [
      'sends header lines of 1 MB',
      'the exchange was lost (reset',
      'the header lines of the answer are longer than 64 KiB',
    ],
    [
      'sends interim answers for ever',
      'the exchange was lost (cut',
      'more than 50 interim answers came and no final one',
    ],
    [
      'switches protocols',
      'the exchange was lost (cut',
      'the service switched protocols (101), which was not asked for',
    ],
    ['answers with the status 000', 'the exchange was lost (cut', 'its status is 0, and none is below 100'],
  ])('%s', async (kind, how, why) => {
    const { answers, traceBytes, ...told } = await runAgainst(
      kind,
      how.includes('timeout') ? { timeoutMs: SHORT_MS } : {},
    );
    expect(told).toEqual({
      exitCode: 3,
      verdicts: {
        'auth.missing': `unproven: 3 of 3 exchanges could not decide it, the first because ${how}: ${why})`,
        'status.created': 'unproven: no valid call was answered',
        'status.whole': how.startsWith('the answer')
          ? 'unproven: 3 of 3 exchanges could not decide it, the first because an answer was not whole when it was given up'
          : 'unproven: no answer came',
      },
      stopped: [`playing ended early: 3 exchanges in a row had no answer, the last because ${why}`],
      contactsElsewhere: 0,
    });
    expect(answers).toHaveLength(3);
    expect(traceBytes).toBeLessThan(5_000);
  });
});

describe('a run goes on to its end, and at most says that no answer is whole, with a service that', () => {
  const LONG = 'cut: its body is longer than 256 KiB';
  test.each<[HostileKind, why: string]>([
    ['streams a body for ever', LONG],
    ['answers 100 MB', LONG],
    ['closes in the middle of the body', `reset: ${CLOSED}`],
    [
      'sends more bytes than it announced',
      'cut: more bytes came than its length says, and they begin no further answer (HPE_INVALID_CONSTANT)',
    ],
    [
      'sends a chunk with a wrong size',
      'cut: the answer breaks the syntax of HTTP/1.1: Invalid character in chunk size (HPE_INVALID_CHUNK_SIZE)',
    ],
  ])('%s', async (kind, why) => {
    const { answers, traceBytes, ...told } = await runAgainst(kind);
    expect(told).toEqual({
      exitCode: why === LONG ? 3 : 1,
      verdicts: {
        'auth.missing': `unproven: 4 of 4 exchanges could not decide it, the first because the answer ended early (${why})`,
        'status.created': `unproven: 1 of 1 exchanges could not decide it, the first because the answer ended early (${why})`,
        'status.whole':
          why === LONG
            ? 'unproven: 5 of 5 exchanges could not decide it, the first because the body of an answer is longer than is read'
            : `fail: expected a whole body, got a body that ended early (${why}); 5 exchanges fail, this is the smallest`,
      },
      stopped: [],
      contactsElsewhere: 0,
    });
    for (const answer of answers)
      if (answer.lost === undefined && why === LONG)
        expect(answer.body, 'the trace keeps the beginning').toHaveLength(16 * 1024);
    expect(traceBytes).toBeLessThan(100_000);
  });
});

describe('a run fails a service that', () => {
  test.each<[HostileKind, missing: string, created: string]>([
    ['redirects to another host', '307', 'fail: expected 201, got 307'],
    [
      'answers created with a Location on another host',
      '201',
      'pass: every valid call that was not throttled was answered with the success status (1 exchange)',
    ],
    [
      'nests JSON 50,000 deep',
      '201',
      'pass: every valid call that was not throttled was answered with the success status (1 exchange)',
    ],
    [
      'repeats the beginning of a token',
      '201',
      'pass: every valid call that was not throttled was answered with the success status (1 exchange)',
    ],
    [
      'sends a run of backslashes',
      '201',
      'pass: every valid call that was not throttled was answered with the success status (1 exchange)',
    ],
  ])('%s, and never turns to another host', async (kind, missing, created) => {
    const { exitCode, verdicts, stopped, contactsElsewhere } = await runAgainst(kind);
    expect({ exitCode, verdicts, stopped, contactsElsewhere }).toEqual({
      exitCode: 1,
      verdicts: {
        'auth.missing': `fail: expected 401, got ${missing}; 4 exchanges fail, this is the smallest`,
        'status.created': created,
        'status.whole': `pass: every answer came with all the bytes that it announced (5 exchanges)`,
      },
      stopped: [],
      contactsElsewhere: 0,
    });
  });
});

test('of a service that dies halfway the run keeps what was answered before, and says why it ended', async () => {
  const { exitCode, verdicts, stopped, answers } = await runAgainst('dies at the third request', {
    scenarios: [...scenarios, ...scenarios],
  });
  expect(answers).toHaveLength(5);
  expect({ exitCode, verdicts, stopped }).toEqual({
    exitCode: 3,
    verdicts: {
      'auth.missing': `unproven: 2 of 4 exchanges could not decide it, the first because the exchange was lost (reset: ${CLOSED})`,
      'status.created':
        'unproven: 1 of 1 exchanges could not decide it, the first because the exchange was lost (refused: the connection was refused (ECONNREFUSED))',
      'status.whole': 'pass: every answer came with all the bytes that it announced (2 exchanges)',
    },
    stopped: [
      'playing ended early: 3 exchanges in a row had no answer, the last because the connection was refused (ECONNREFUSED)',
    ],
  });
});

test('when the stated time is over the run ends in the middle of an exchange, incomplete, and says so', async () => {
  const { exitCode, stopped } = await runAgainst('never answers', { withinMs: 50 });
  expect({ exitCode, stopped }).toEqual({
    exitCode: 3,
    stopped: [
      'playing ended early: its stated time of 1 s is over; look for slow answers in the trace, or choose less with --only or --cases',
    ],
  });
});
