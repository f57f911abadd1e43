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

/** So many characters are written at once at the latest. */
const MOST_WAITING = 1 << 20;

/**
 * Appends to a new file; what many exchanges write within one turn of the event loop is handed over in one write (group commit).
 * For a server's recorder, which waits for `flushed` before its peer is answered.
 */
export function groupedFileSink(path: string): Sink {
  const file = openSync(path, 'w');
  let waiting = '';
  let next: Promise<void> | undefined;
  const flush = () => {
    const text = waiting;
    waiting = '';
    next = undefined;
    if (text !== '') writeAll(file, text);
  };
  return {
    write(line, json = JSON.stringify(line)) {
      waiting += `${json}\n`;
      if (waiting.length >= MOST_WAITING) flush();
    },
    flushed() {
      next ??= new Promise((resolve, reject) => {
        setImmediate(() => {
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
function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}
