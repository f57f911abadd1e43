/** Of a longer body the trace keeps this much; it is forwarded whole. */
export const MOST_KEPT_BYTES: number = 1024 * 1024;

export type KeptBody = {
  add(chunk: Uint8Array): void;
  /** Bytes so far. */
  readonly size: number;
  /** What a trace line gets of it: all, or the beginning with how long it was. */
  forTrace(): { body: Uint8Array; cut?: number };
};

/** Collects a body as it passes, up to a bound. */
export function keepBody(mostBytes: number = MOST_KEPT_BYTES): KeptBody {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let kept = 0;
  return {
    add(chunk) {
      size += chunk.length;
      const part = chunk.subarray(0, mostBytes - kept);
      kept += part.length;
      if (part.length > 0) chunks.push(part);
    },
    get size() {
      return size;
    },
    forTrace() {
      const body = Buffer.concat(chunks);
      return size > kept ? { body: withoutBrokenWord(body), cut: size } : { body };
    },
  };
}

/** A secret that the cut goes through would not be found any more: the last word goes as well. */
function withoutBrokenWord(body: Buffer): Buffer {
  let end = body.length;
  while (
    end > 0 &&
    body.length - end < LONGEST_WORD &&
    /[\w.~+/=%\\-]/.test(String.fromCharCode(body[end - 1] ?? 0))
  )
    end -= 1;
  return body.subarray(0, end);
}

const LONGEST_WORD = 16 * 1024;
