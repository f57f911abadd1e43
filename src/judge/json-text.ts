/** What is odd about a JSON text although `JSON.parse` takes it. Places are JSON Pointers; each is the first of its kind. */
export type JsonOddities = {
  /** A name that its object has twice (RFC 8259 §4). */
  twice?: string;
  /** A string with half of a surrogate pair, which is no character (RFC 8259 §8.2). */
  unpaired?: string;
};

/** An open object or array. `names` belongs to an object; `key` is where in it the scan stands. */
type Level = { names?: Set<string>; key: string | number; nameNext: boolean };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Scans a text for what a parsed value no longer shows. One pass, no recursion, so that depth costs no stack.
 * @param text one that `JSON.parse` takes; for any other the result means nothing.
 */
export function scanJson(text: string): JsonOddities {
  const found: JsonOddities = {};
  const levels: Level[] = [];
  for (let i = 0; i < text.length; i += 1) {
    const level = levels.at(-1);
    switch (text.charCodeAt(i)) {
      case QUOTE: {
        const from = i;
        i = endOfString(text, from);
        readString(text, from, i, levels, found);
        break;
      }
      case 0x7b: // {
        levels.push({ names: new Set(), key: '', nameNext: true });
        break;
      case 0x5b: // [
        levels.push({ key: 0, nameNext: false });
        break;
      case 0x7d: // }
      case 0x5d: // ]
        levels.pop();
        break;
      case 0x2c: // ,
        if (level?.names) level.nameNext = true;
        else if (level) level.key = Number(level.key) + 1;
        break;
      default:
    }
  }
  return found;
}

/** The index of the closing quote: the first with an even number of backslashes before it. */
function endOfString(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return end;
  }
  return text.length;
}

function readString(text: string, from: number, to: number, levels: Level[], found: JsonOddities): void {
  const level = levels.at(-1);
  const raw = text.slice(from + 1, to);
  // Half a pair can only come from an escape: UTF-8 has none.
  const escaped = raw.includes('\\');
  const value = escaped ? (JSON.parse(`"${raw}"`) as string) : raw;
  if (level?.names && level.nameNext) {
    level.nameNext = false;
    level.key = value;
    if (level.names.has(value)) found.twice ??= pointerOf(levels);
    level.names.add(value);
  }
  if (escaped && !value.isWellFormed()) found.unpaired ??= pointerOf(levels);
}

/** RFC 6901. */
function pointerOf(levels: readonly Level[]): string {
  return levels.map(({ key }) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
