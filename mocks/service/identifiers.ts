/** Random numbers in [0, 1), passed in so that a seed repeats a run. */
export type Random = () => number;

/** `count` random bytes. */
export function randomBytes(random: Random, count: number): Uint8Array {
  const bytes = new Uint8Array(count);
  for (let i = 0; i < count; i += 1) bytes[i] = Math.floor(random() * 256);
  return bytes;
}

/** `digits` lower-case hexadecimal digits; an even number. */
export function randomHex(random: Random, digits: number): string {
  return Buffer.from(randomBytes(random, digits / 2)).toString('hex');
}

/** A version 4 UUID in lower case (RFC 9562 §5.4), the form of every captured `id` and `target`. */
export function guid(random: Random): string {
  // Each action has one: written digit by digit into one buffer, which costs a third of slicing and joining.
  let at = 0;
  for (let i = 0; i < 16; i += 1) {
    if (i === 4 || i === 6 || i === 8 || i === 10) scratch[at++] = HYPHEN;
    let byte = Math.floor(random() * 256);
    if (i === 6) byte = (byte & 0x0f) | 0x40;
    else if (i === 8) byte = (byte & 0x3f) | 0x80;
    scratch[at++] = DIGITS[byte >> 4] as number;
    scratch[at++] = DIGITS[byte & 0x0f] as number;
  }
  return scratch.toString('latin1', 0, GUID_LENGTH);
}

const GUID_LENGTH = 36;
const HYPHEN = 0x2d;
const DIGITS = Buffer.from('0123456789abcdef', 'latin1');
const scratch = Buffer.alloc(GUID_LENGTH);
