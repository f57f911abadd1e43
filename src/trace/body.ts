import type { Body } from './lines.ts';

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** What `encoded` made last, where it is ASCII. */
const latest: { bytes: Uint8Array | undefined; text: string } = { bytes: undefined, text: '' };

/**
 * A text as bytes that nobody changes: an answer is encoded here, and its trace and its connection want it as text again in the same
 * turn, which is then known.
 */
export function encoded(text: string): Uint8Array {
  // From the pool of Buffer: a TextEncoder allocates for each text.
  const bytes = Buffer.from(text, 'utf8');
  // A lone surrogate is not what its bytes say.
  latest.bytes = bytes.length === text.length ? bytes : undefined;
  latest.text = text;
  return bytes;
}

/** Bytes as a trace keeps them: text where they are UTF-8, else base64. */
export function bodyOf(bytes: Uint8Array): Body {
  if (bytes === latest.bytes) return latest.text;
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return { base64: Buffer.from(bytes).toString('base64') };
  }
}

/** The bytes of a body in a trace. */
export function bytesOf(body: Body): Uint8Array {
  return typeof body === 'string' ? Buffer.from(body, 'utf8') : Buffer.from(body.base64, 'base64');
}
