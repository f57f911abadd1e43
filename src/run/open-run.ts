import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '../clock/clock.ts';
import type { Numbered } from '../judge/types.ts';
import { watchedSink } from '../play/watch.ts';
import type { HeaderLine } from '../trace/lines.ts';
import { readTrace, type ReadState } from '../trace/read.ts';
import { createRecorder, type Recorder } from '../trace/recorder.ts';
import { createRedactor, type Redactor } from '../trace/redact.ts';
import { fileSink, groupedFileSink, memorySink } from '../trace/sinks.ts';

export const CORDON_VERSION = '0.1.0';

/** A trace that is being written: to `out`/trace.jsonl where there is an `out`, else to memory. */
export type OpenRun = {
  run: string;
  /** Key of the token prints; nobody keeps it. */
  key: Uint8Array;
  redactor: Redactor;
  recorder: Recorder;
  watch: ReturnType<typeof watchedSink>;
  /** The lines as they were written, read back; only after the recorder is closed. */
  lines(state?: ReadState): Iterable<Numbered>;
};

/** @param o.header all of the header but what belongs to the run itself. */
export function openRun(o: {
  out?: string;
  clock: Clock;
  secrets: Iterable<string | undefined>;
  strict: boolean;
  header: Omit<HeaderLine, 'kind' | 'trace' | 'run' | 'startedAt' | 'cordon'>;
}): OpenRun {
  const path = o.out === undefined ? undefined : join(o.out, 'trace.jsonl');
  const memory = memorySink();
  // A player's request is on disk before it is sent; a server's exchange before it is answered.
  const toFile = o.header.recorder === 'server' ? groupedFileSink : fileSink;
  const watch = watchedSink(path === undefined ? memory : toFile(path), o.strict);
  const redactor = createRedactor(o.secrets);
  const run = randomBytes(6).toString('hex');
  const recorder = createRecorder({
    sink: watch,
    clock: o.clock,
    redactor,
    header: { run, startedAt: new Date(o.clock.epoch()).toISOString(), cordon: CORDON_VERSION, ...o.header },
  });
  return {
    run,
    key: randomBytes(32),
    redactor,
    recorder,
    watch,
    lines: (state) =>
      path === undefined
        ? memory.lines.map((line, index) => ({ n: index + 1, line }))
        : readTrace(path, state),
  };
}
