import { closeSync, openSync, readSync } from 'node:fs';
import { UsageError, messageOf } from '../errors.ts';
import { faultsOf } from '../files/validate.ts';
import type { TraceLine } from './lines.ts';
import type { Numbered } from '../judge/types.ts';

const CHUNK_BYTES = 1 << 18;
const LINE_FEED = 0x0a;

/** `cutAt`: number of the last line when it was not whole, and so was left out. */
export type ReadState = { cutAt?: number };

/**
 * The lines of a trace file, one at a time. A last line without its line end is left out and noted in `state`.
 * @throws UsageError when the file cannot be read, has no header, or holds a line that is not a trace line.
 */
export function* readTrace(path: string, state: ReadState = {}): Generator<Numbered> {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    throw new UsageError(`cannot read the trace ${path}: ${messageOf(error)}`);
  }
  try {
    let bytes = Buffer.alloc(CHUNK_BYTES);
    /** How many bytes at the beginning of `bytes` belong to a line that is not whole yet. */
    let rest = 0;
    let n = 0;
    for (;;) {
      if (rest === bytes.length) bytes = Buffer.concat([bytes], 2 * rest);
      let size: number;
      try {
        size = readSync(file, bytes, rest, bytes.length - rest, null);
      } catch (error) {
        throw new UsageError(`cannot read the trace ${path}: ${messageOf(error)}`);
      }
      if (size === 0) break;
      const filled = bytes.subarray(0, rest + size);
      let from = 0;
      // One line at a time becomes text: texts of many lines would outlive a collection of young garbage, and pile up.
      for (let to = filled.indexOf(LINE_FEED, rest); to >= 0; to = filled.indexOf(LINE_FEED, from)) {
        const text = filled.toString('utf8', from, to);
        from = to + 1;
        n += 1;
        if (text.trim() !== '') yield { n, line: lineOf(text, n, path) };
      }
      rest = filled.length - from;
      bytes.copyWithin(0, from, filled.length);
    }
    if (n === 0) throw new UsageError(`the trace ${path} has no whole line; its first line must be a header`);
    if (bytes.toString('utf8', 0, rest).trim() !== '') state.cutAt = n + 1;
  } finally {
    closeSync(file);
  }
}

function lineOf(text: string, n: number, path: string): TraceLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(`line ${n} of the trace ${path} is not JSON: ${text.slice(0, 60)}`);
  }
  const kind = typeof value === 'object' && value !== null ? (value as { kind?: unknown }).kind : undefined;
  if (typeof kind !== 'string' || !KINDS.has(kind))
    throw new UsageError(
      `line ${n} of the trace ${path} has the kind ${JSON.stringify(kind)}; allowed are ${[...KINDS].join(', ')}`,
    );
  if ((n === 1) !== (kind === 'header'))
    throw new UsageError(
      `line ${n} of the trace ${path} is a ${kind}; the header, and only it, stands on line 1`,
    );
  const faults = faultsOf('trace', value, kind);
  if (faults.length > 0)
    throw new UsageError(`line ${n} of the trace ${path} (${kind}): ${faults.join('; ')}`);
  return value as TraceLine;
}

const KINDS: ReadonlySet<string> = new Set([
  'header',
  'scenario',
  'call',
  'request',
  'response',
  'fault',
  'result',
  'client',
  'footer',
]);
