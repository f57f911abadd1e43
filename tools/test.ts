// npm test: types, lint, format, then vitest and Playwright. Prints one closing line and writes test-results/summary.json.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

type Counts = { passed: number; failed: number; skipped: number };

const VITEST = 'test-results/vitest.json';
const PLAYWRIGHT = 'test-results/playwright.json';

rmSync('test-results', { recursive: true, force: true });
mkdirSync('test-results', { recursive: true });

/** A tool that either passes or fails counts as one test. */
function tool(...command: [string, ...string[]]): Counts {
  const ok = run(...command);
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

function run(program: string, ...args: string[]): boolean {
  console.error(`test: ${[program, ...args].join(' ')}`);
  const { status, error } = spawnSync(program, args, { stdio: 'inherit' });
  if (error) console.error(`test: ${program}: ${error.message}`);
  return status === 0;
}

/** A runner's own counts; a runner that failed without a failed test (a crash, no report) counts as one failure. */
function runner(read: () => Counts, program: string, ...args: string[]): Counts {
  const ok = run(program, ...args);
  let counts: Counts;
  try {
    counts = read();
  } catch (error) {
    console.error(`test: ${program} left no report: ${String(error)}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const nothing = counts.passed + counts.failed === 0;
  return (ok && !nothing) || counts.failed > 0 ? counts : { ...counts, failed: counts.failed + 1 };
}

const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

function vitestCounts(): Counts {
  const report = json(VITEST) as { numPassedTests: number; numFailedTests: number; numPendingTests: number };
  return { passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests };
}

function playwrightCounts(): Counts {
  const { stats } = json(PLAYWRIGHT) as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  };
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}

// Built here rather than inside a test, where two minutes of silence look like a hang; without it the load tests say why not.
if (!run('node', 'tools/provide.mjs')) console.error('test: there is no k6: tests that need it are skipped');

const all: Counts[] = [
  tool('tsc'),
  tool('tsc', '-p', 'tsconfig.k6.json'),
  tool('oxlint', '--type-aware', '--deny-warnings'),
  tool('oxfmt', '--check', '.'),
  runner(
    vitestCounts,
    'vitest',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${VITEST}`,
  ),
  runner(playwrightCounts, 'playwright', 'test', '--project', 'emulator'),
];
const total = all.reduce((a, b) => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
}));
writeFileSync('test-results/summary.json', `${JSON.stringify(total)}\n`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;
