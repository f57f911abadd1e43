import { readFileSync } from 'node:fs';
import { messageOf } from '../errors.ts';
import type { Counts } from './wire-counts.ts';

/** What load/scripts/drive.ts wrote when it ended. */
export type K6Summary = {
  counts: Counts;
  /** The policy's loop came to its end. */
  finished: boolean;
  /** It ended because the policy broke; the log says how. */
  broken: boolean;
};

/** The summary, or why there is none. k6 ends with 0 even where it could not write the file. */
export type ReadSummary = { ok: true; summary: K6Summary } | { ok: false; why: string };

export function readSummary(path: string): ReadSummary {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return { ok: false, why: 'k6 wrote no summary' };
  }
  try {
    return summaryOf(JSON.parse(text));
  } catch (error) {
    return { ok: false, why: `the summary of k6 is not JSON: ${messageOf(error)}` };
  }
}

function summaryOf(value: unknown): ReadSummary {
  const { version, counts } = (value ?? {}) as { version?: unknown; counts?: Record<string, unknown> };
  if (version !== 1)
    return { ok: false, why: `the summary of k6 has the version ${String(version)}; allowed is 1` };
  const missing = NAMES.find((name) => !Number.isInteger(counts?.[name]));
  if (missing !== undefined || !counts)
    return { ok: false, why: `the summary of k6 has no count of ${missing}` };
  const of = (name: (typeof NAMES)[number]) => counts[name] as number;
  return {
    ok: true,
    summary: {
      counts: {
        sent: of('sent'),
        created: of('status_201'),
        throttled: of('status_429'),
        lost: of('lost'),
        other: of('other'),
      },
      finished: of('finished') === 1,
      broken: of('broken') > 0,
    },
  };
}

const NAMES = ['sent', 'status_201', 'status_429', 'lost', 'other', 'finished', 'broken'] as const;
