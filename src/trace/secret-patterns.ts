/** What stands in place of a secret. */
export const REDACTED = '[redacted]';

/** What looks like a secret, known or not, and without what it cannot be there. A challenge (`Bearer realm="…"`) and the words "bearer token" do not. */
export const PATTERNS: readonly [
  marker: RegExp,
  pattern: RegExp,
  replacement: string | ((match: string) => string),
][] = [
  // What begins as a token is read to its end whether it is one or not, and runs of backslashes are bounded: a hostile answer must
  // not take quadratic time.
  [/eyJ/, /eyJ[\w-]{8,}(?:\.[\w-]+(?:\.[\w-]*){0,3})?/g, (match) => (match.includes('.') ? REDACTED : match)],
  [
    /bearer/i,
    /\b(bearer)(?:[ \t]|%20|\+)+(?!\[redacted\]|[\w-]+=\\*["'])(?=[^\s"',;]*\d|[^\s"',;]{16})[^\s"',;]+/gi,
    `$1 ${REDACTED}`,
  ],
  [
    /token|secret|assertion|password/i,
    /(\\{0,64}")((?:access|refresh|id)_?token|client_?secret|client_?assertion|password)\1(\s*:\s*)\1(?:(?!\1)(?:\\[^]|[^\\]))*/gi,
    `$1$2$1$3$1${REDACTED}`,
  ],
  [
    /token=|secret=|assertion=|password=/,
    /\b(client_secret|client_assertion|password|access_token|refresh_token|id_token)=[^&\s"']*/g,
    `$1=${REDACTED}`,
  ],
  [/:\/\//, /(:\/\/)[^\s/?#@"'\\<>]+@/g, `$1${REDACTED}@`],
];

/**
 * True where any pattern could match one of the strings of a JSON text, or bytes stand in it as base64: more often than needed, since
 * JSON escapes characters. Every line of a trace is asked about, hence several searches, each for what is rare or long enough to be
 * found quickly: letters in both cases as classes, not with the flag `i`, and not all in one pattern.
 */
export function isSuspect(json: string): boolean {
  return (
    json.includes('{"base64":') ||
    (json.includes('J') && json.includes('eyJ')) ||
    mayHoldPassword(json) ||
    WORDS.test(json)
  );
}

/** A part of each word that must stand in a text for one of the patterns to match. */
const WORDS = new RegExp(
  [
    `${anyCase('arer')}(?! \\[redacted\\])`,
    `[sShHdD]_?${anyCase('token')}`,
    ...['token=', 'cret', 'serti', 'sswor'].map(anyCase),
  ].join('|'),
);

function anyCase(word: string): string {
  return word.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

/** `@odata.context` stands in every answer; in a URL another character than a quote stands before the sign. */
function mayHoldPassword(json: string): boolean {
  for (let at = json.indexOf('@'); at >= 0; at = json.indexOf('@', at + 1))
    if (json[at - 1] !== '"') return /:\/\/[^"@/]*@/.test(json);
  return false;
}
