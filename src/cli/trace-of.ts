import { join } from 'node:path';
import type { Numbered } from '../judge/types.ts';
import { readTrace } from '../trace/read.ts';

/** Where the outputs of a run go, with its trace, if they go anywhere. */
export function traceOf(out: string | undefined): { out?: string; trace?: () => Iterable<Numbered> } {
  return out === undefined ? {} : { out, trace: () => readTrace(join(out, 'trace.jsonl')) };
}
