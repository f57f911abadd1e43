import { begins, lineAt, readFields } from './read-fields.ts';

/** A body in the chunked coding (RFC 9112 §7.1). `used`: where it ends in the bytes. */
export type Chunked = { body: Uint8Array; used: number; end: 'complete' | 'cut' };

/** The body that begins at `at`, decoded. Undefined while more has to come; a fault that leaves no way on ends it as `cut`. */
export function readChunks(bytes: Buffer, at: number, ended: boolean, faults: string[]): Chunked | undefined {
  const data: Buffer[] = [];
  const done = (used: number, end: Chunked['end']): Chunked => ({ body: Buffer.concat(data), used, end });
  const short = (): Chunked | undefined => {
    if (!ended) return undefined;
    faults.push('chunk: the connection ended before the last chunk');
    return done(bytes.length, 'cut');
  };
  let position = at;
  for (;;) {
    const line = lineAt(bytes, position);
    if (line === undefined) return short();
    const size = /^([0-9A-Fa-f]{1,12})(?:[ \t]*;.*)?$/.exec(line.text)?.[1];
    if (size === undefined || line.bare) {
      faults.push(`chunk: its first line is ${begins(line.text)}`);
      return done(bytes.length, 'cut');
    }
    position = line.next;
    const length = Number.parseInt(size, 16);
    if (length === 0) break;
    if (bytes.length < position + length + 2) return short();
    data.push(bytes.subarray(position, position + length));
    position += length;
    if (bytes[position] !== 0x0d || bytes[position + 1] !== 0x0a) {
      faults.push(`chunk: its ${length} bytes are not followed by an end of line`);
      return done(bytes.length, 'cut');
    }
    position += 2;
  }
  const trailer = readFields(bytes, position, faults);
  return trailer === undefined ? short() : done(trailer.next, 'complete');
}
