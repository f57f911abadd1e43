import { closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { UsageError, messageOf } from '../errors.ts';
import { faultsOf } from '../files/validate.ts';
import type { TraceLine } from './lines.ts';
import type { Numbered } from '../judge/types.ts';

const CHUNK_BYTES = 1 << 16;

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
    const decoder = new StringDecoder('utf8');
    const chunk = Buffer.alloc(CHUNK_BYTES);
    let rest = '';
    let n = 0;
    for (;;) {
      let size: number;
      try {
        size = readSync(file, chunk);
      } catch (error) {
        throw new UsageError(`cannot read the trace ${path}: ${messageOf(error)}`);
      }
      if (size === 0) break;
      const parts = (rest + decoder.write(chunk.subarray(0, size))).split('\n');
      rest = parts.pop() ?? '';
      for (const part of parts) {
        n += 1;
        if (part.trim() === '') continue;
        yield { n, line: lineOf(part, n, path) };
      }
    }
    if (n === 0) throw new UsageError(`the trace ${path} has no whole line; its first line must be a header`);
    if (rest.trim() !== '') state.cutAt = n + 1;
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
