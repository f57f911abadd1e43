import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { judge } from '../../src/judge/judge.ts';
import { readTrace } from '../../src/trace/read.ts';
import { writeMadeTrace } from './make-trace.ts';
import type { Row } from './table.ts';

const MILLION = 1_000_000;
const AIM = { seconds: 20, mib: 512 };

/** Time and peak memory of judging a trace file, each in a process of its own. */
export function benchJudge(sizes: readonly number[]): Row[] {
  const folder = mkdtempSync(join(tmpdir(), 'cordon-bench-'));
  try {
    return sizes.map((exchanges) => {
      const path = join(folder, `${exchanges}.jsonl`);
      writeMadeTrace(path, exchanges);
      const { seconds, mib, fails } = judgedApart(path);
      const megabytes = Math.round(statSync(path).size / 1e6);
      rmSync(path);
      if (fails > 0) throw new Error('a made trace fails: these figures mean nothing');
      return {
        what: `judge ${exchanges.toLocaleString('en')} exchanges`,
        figure: `${seconds.toFixed(1)} s, peak ${mib} MiB`,
        ...(exchanges === MILLION
          ? {
              aim: `${AIM.seconds} s, ${AIM.mib} MiB`,
              met: seconds <= AIM.seconds && mib <= AIM.mib,
            }
          : {}),
        note: `${megabytes} MB`,
      };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Measured = { seconds: number; mib: number; fails: number };

function judgedApart(path: string): Measured {
  const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url), path], { encoding: 'utf8' });
  if (child.status !== 0) throw new Error(`judging ${path} ended with ${child.status}: ${child.stderr}`);
  return JSON.parse(child.stdout) as Measured;
}

function measure(path: string): Measured {
  const from = performance.now();
  const { verdicts } = judge(readTrace(path));
  return {
    seconds: (performance.now() - from) / 1000,
    mib: Math.round(process.resourceUsage().maxRSS / 1024),
    fails: verdicts.filter(({ verdict, advisory }) => verdict === 'fail' && !advisory).length,
  };
}

const [, entry, asked] = process.argv;
if (entry === fileURLToPath(import.meta.url) && asked !== undefined)
  process.stdout.write(JSON.stringify(measure(asked)));
