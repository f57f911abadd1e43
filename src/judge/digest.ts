/**
 * 53 bits of a text, for memory that grows by numbers where texts would be too long to keep. Two texts among a million have the
 * same one about once in ten thousand runs; another `seed` tells them apart. No protection against anybody who looks for such a pair.
 */
export function digestOf(text: string, seed = 0): number {
  let [low, high] = [0x811c9dc5 ^ seed, 0x9e3779b9 ^ seed];
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x85ebca6b);
    high ^= high >>> 13;
  }
  low = Math.imul(low ^ (low >>> 16), 0xc2b2ae35);
  low ^= low >>> 15;
  return ((high ^ low) & 0x1fffff) * 0x1_0000_0000 + (low >>> 0);
}
