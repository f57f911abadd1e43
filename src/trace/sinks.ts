import { closeSync, openSync, writeSync } from 'node:fs';
import type { TraceLine } from './lines.ts';

/**
 * Where finished lines go. Without `flushed`, `write` returns when the operating system has the line; with it, that promise is
 * kept when it has every line written so far. `json`: the line as JSON, where the caller has it.
 */
export type Sink = { write(line: TraceLine, json?: string): void; flushed?(): Promise<void>; close(): void };

/** Keeps the lines as an array, for tests and for runs without `--out`. */
export function memorySink(): Sink & { lines: TraceLine[] } {
  const lines: TraceLine[] = [];
  return { lines, write: (line) => void lines.push(line), close: () => undefined };
}

/** Appends to a new file, one write a line, so that a killed run leaves whole lines. */
export function fileSink(path: string): Sink {
  const file = openSync(path, 'w');
  return {
    write: (line, json = JSON.stringify(line)) => void writeSync(file, `${json}\n`),
    close: () => closeSync(file),
  };
}

/** So many bytes wait at most. */
const BUFFER_BYTES = 1 << 18;
/** Of a UTF-16 code unit in UTF-8. */
const MOST_BYTES_A_CHARACTER = 3;
const LINE_FEED = 0x0a;

/**
 * Appends to a new file; what many exchanges write within one turn of the event loop is handed over in one write (group commit).
 * For a server's recorder, which waits for `flushed` before its peer is answered.
 */
export function groupedFileSink(path: string): Sink {
  const file = openSync(path, 'w');
  // Each line is encoded into the one buffer as it comes: texts that grow, and a new buffer for each write, cost more than that.
  const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  let used = 0;
  let next: Promise<void> | undefined;
  const flush = () => {
    const length = used;
    used = 0;
    writeAll(file, buffer, length);
  };
  return {
    write(line, json = JSON.stringify(line)) {
      const most = json.length * MOST_BYTES_A_CHARACTER + 1;
      if (most > BUFFER_BYTES - used) flush();
      if (most > BUFFER_BYTES) {
        const bytes = Buffer.from(`${json}\n`, 'utf8');
        writeAll(file, bytes, bytes.length);
        return;
      }
      used += buffer.write(json, used, 'utf8');
      buffer[used] = LINE_FEED;
      used += 1;
    },
    flushed() {
      next ??= new Promise((resolve, reject) => {
        setImmediate(() => {
          next = undefined;
          try {
            flush();
            resolve();
          } catch (error) {
            reject(error as Error);
          }
        });
      });
      return next;
    },
    close() {
      flush();
      closeSync(file);
    },
  };
}

/** One call may write less than all of it. */
function writeAll(file: number, bytes: Buffer, length: number): void {
  for (let at = 0; at < length;) at += writeSync(file, bytes, at, length - at);
}
