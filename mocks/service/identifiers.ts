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
  const bytes = randomBytes(random, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Buffer.from(bytes).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
