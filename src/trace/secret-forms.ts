/** One way in which a secret may stand in a text. */
export type SecretForm = {
  literal: string;
  /** A text without this one does not hold the form, escaped or not: letters and digits that nobody escapes. */
  marker: string | RegExp;
  /** The literal with any of its characters escaped as JSON, URLs or HTML do it; absent where nobody escapes any. */
  escaped?: RegExp;
  /** JSON leaves each of its characters as it is, or writes it as \uXXXX. */
  plain: boolean;
};

/**
 * How a secret may stand in a text: as it is; as part of longer base64, at each of the three alignments; as UTF-16, or as
 * UTF-8 read as Latin-1; and each of these with escaped characters, since `+` is %2B in a URL and \u002B in .NET's JSON.
 */
export function formsOf(secret: string): SecretForm[] {
  const bytes = Buffer.from(secret, 'utf8');
  const literals = new Set([
    secret,
    secret.replaceAll(' ', '+'),
    bytes.toString('latin1'),
    secret.split('').join('\0'),
    bytes.toString('base64'),
    bytes.toString('base64url'),
    ...[0, 1, 2].flatMap((offset) => base64Inside(bytes, offset)),
  ]);
  return [...literals].map((literal) => {
    const escaped = escapedPattern(literal);
    return {
      literal,
      marker: markerOf(literal),
      ...(escaped ? { escaped } : {}),
      plain: !/["\\\n\r\t\b\f]/.test(literal),
    };
  });
}

/** A character of no width, as it is or escaped: what UTF-16 puts between letters. */
const ZERO = /\0|u0000|%(?:25)*00|&#[xX]?0/;

function markerOf(literal: string): string | RegExp {
  if (literal.includes('\0')) return ZERO;
  const runs = literal.match(/[A-Za-z0-9]+/g) ?? [''];
  return runs.reduce((longest, run) => (run.length > longest.length ? run : longest));
}

/** True where the form may stand in the text; nearly always false, and quickly so. */
export function mayHold(text: string, { marker }: SecretForm): boolean {
  return typeof marker === 'string' ? text.includes(marker) : marker.test(text);
}

/** So many characters of a marker are looked for: enough to be rare. */
const PART = 16;

/**
 * True of a JSON text in which one of the forms may stand. Of each marker a part is looked for that begins with a letter that is rare
 * in our lines, which a search finds fastest; markers of like tokens often have it in common.
 */
export function markerSearch(forms: readonly SecretForm[]): (json: string) => boolean {
  const parts = new Set<string>();
  let zeros = false;
  for (const { marker } of forms)
    if (typeof marker === 'string') parts.add(partOf(marker));
    else zeros = true;
  const all = [...parts];
  return (json) => {
    for (const part of all) if (json.includes(part)) return true;
    return zeros && (json.includes('u0000') || json.includes('%') || json.includes('&#')) && ZERO.test(json);
  };
}

function partOf(marker: string): string {
  const rare = marker.search(/[JKQVWXYZ]/);
  return rare >= 0 && rare + PART <= marker.length ? marker.slice(rare, rare + PART) : marker.slice(0, PART);
}

/** The digits of base64 that hold these bytes alone when `offset` other bytes, modulo 3, stand before them. */
function base64Inside(bytes: Buffer, offset: number): [string, string] {
  const whole = Buffer.concat([Buffer.alloc(offset), bytes]);
  const from = Math.ceil((offset * 8) / 6);
  const to = Math.floor((whole.length * 8) / 6);
  return [whole.toString('base64').slice(from, to), whole.toString('base64url').slice(from, to)];
}

function escapedPattern(literal: string): RegExp | undefined {
  if (/^[A-Za-z0-9]*$/.test(literal)) return undefined;
  // A run of backslashes counts as one: escaping doubles them, and a pattern for each would backtrack.
  return new RegExp(Array.from(literal.replace(/\\+/g, '\\'), characterPattern).join(''), 'g');
}

/** Counts are bounded, so that a hostile text cannot make the search slow. */
function characterPattern(character: string): string {
  if (/^[A-Za-z0-9]$/.test(character)) return character;
  const units = character.split('').map((unit) => hex(unit.charCodeAt(0), 4));
  const code = character.codePointAt(0) ?? 0;
  const short = SHORT_ESCAPES[character];
  const entity = HTML_ENTITIES[character];
  return `(?:${[
    character === '\\' ? '\\\\' : `\\\\{0,8}${units.map((unit) => `\\u${unit}`).join('')}`,
    units.map((unit) => `\\\\{1,8}u${anyCase(unit)}`).join(''),
    [...Buffer.from(character, 'utf8')].map((byte) => `%(?:25){0,3}${anyCase(hex(byte, 2))}`).join(''),
    `&#0{0,6}${code};`,
    `&#[xX]0{0,6}${anyCase(code.toString(16))};`,
    ...(short === undefined ? [] : [`\\\\{1,8}${short}`]),
    ...(entity === undefined ? [] : [entity]),
    ...(character === ' ' ? ['\\+'] : []),
    // A run of backslashes stands here for as many as there are, escaped in any way.
  ].join('|')})${character === '\\' ? '{1,32}' : ''}`;
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '\n': 'n',
  '\r': 'r',
  '\t': 't',
  '\b': 'b',
  '\f': 'f',
};
const HTML_ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
const anyCase = (digits: string) => digits.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
