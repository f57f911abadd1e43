/** The longest line, and the most output of one stream, that a client may write. */
export const LONGEST_LINE = 1024 * 1024;
export const MOST_OUTPUT_BYTES = 16 * 1024 * 1024;

/** Splits a stream at LF, and there alone: U+2028, U+2029 and CR are part of a line. */
export type LineSplitter = {
  /** @throws RangeError when a line grows longer than `LONGEST_LINE` characters. */
  push(text: string): string[];
  /** What stands after the last LF. */
  rest(): string;
};

export function createLineSplitter(): LineSplitter {
  let rest = '';
  return {
    push(text) {
      const parts = (rest + text).split('\n');
      rest = parts.pop() ?? '';
      if (rest.length > LONGEST_LINE || parts.some((part) => part.length > LONGEST_LINE))
        throw new RangeError(`a line is longer than ${LONGEST_LINE} characters`);
      return parts;
    },
    rest: () => rest,
  };
}

/** One line of the protocol. The two separators that some line readers split at are escaped. */
export function lineFor(value: unknown): string {
  return `${JSON.stringify(value).replace(/[\u2028\u2029]/g, (found) => (found === '\u2028' ? '\\u2028' : '\\u2029'))}\n`;
}
