import { loadScenarios } from '../../src/play/scenario.ts';
import { runServiceCheck } from '../../src/run/check-service.ts';
import type { Row } from './table.ts';

const AIMS = { mock: 3_000, emulator: 600 };

/**
 * Generated cases a second against our own service, in process and over its port: generation, call and judgement of each case, and
 * the judgement of the whole trace at the end.
 */
export async function benchCases(cases: number): Promise<Row[]> {
  const rows: Row[] = [];
  for (const target of ['mock', 'emulator'] as const) {
    await play(target, Math.ceil(cases / 20)); // what is loaded and compiled once is not what is measured
    const { seconds, played } = await play(target, cases);
    const aSecond = played / seconds;
    rows.push({
      what: `generated cases, ${target === 'mock' ? 'in process' : 'over the port'}`,
      figure: `${Math.round(aSecond)} a second`,
      aim: `${AIMS[target]}`,
      met: aSecond >= AIMS[target],
      note: `${played} cases in ${seconds.toFixed(1)} s`,
    });
  }
  return rows;
}

async function play(
  target: 'mock' | 'emulator',
  cases: number,
): Promise<{ seconds: number; played: number }> {
  const scenarios = loadScenarios('service')
    .filter((scenario) => scenario.cases !== undefined)
    .map((scenario) => ({
      ...scenario,
      cases: { valid: Math.ceil(cases / 2), broken: Math.floor(cases / 2) },
    }));
  const from = performance.now();
  const { report, run } = await runServiceCheck({
    target,
    profile: 'current',
    allow: [],
    seed: 1,
    cases: Math.floor(cases / 2),
    strict: false,
    scenarios,
    signal: new AbortController().signal,
  });
  const seconds = (performance.now() - from) / 1000;
  if (report.totals.fail > 0) throw new Error('our own service fails: these figures mean nothing');
  let played = 0;
  for (const { line } of run.lines()) if (line.kind === 'call') played += 1;
  return { seconds, played };
}
