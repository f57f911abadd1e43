/** Secrets leave no trace: every text that Cordon writes goes through a redactor. */

export const REDACTED = '[redacted]';

/** A secret shorter than this is not searched for: it would hit ordinary text. */
const SHORTEST_SECRET = 6;

const PATTERNS: readonly [marker: RegExp, pattern: RegExp, replacement: string][] = [
  [/eyJ/, /eyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?/g, REDACTED],
  // A token68 of RFC 6750 §2.1, long enough to be one; not the first parameter of a challenge (`Bearer realm="…"`).
  [/bearer/i, /\b(bearer)[ \t]+[A-Za-z0-9\-._~+/]{16,}=*(?![\w"=])/gi, `$1 ${REDACTED}`],
  [/_token/, /("(?:access|refresh|id)_token"\s*:\s*")(?:[^"\\]|\\.)*"/g, `$1${REDACTED}"`],
  [
    /secret|assertion|password|_token/,
    /\b(client_secret|client_assertion|password|access_token|refresh_token)=[^&\s"']*/g,
    `$1=${REDACTED}`,
  ],
];

const SECRET_HEADERS = /^(authorization|proxy-authorization|cookie|set-cookie|x-api-key)$/i;

export type Redactor = {
  /** From now on this value, and its common encodings, is replaced wherever it occurs. */
  add(secret: string | undefined): void;
  /** The text without secrets. */
  text(value: string): string;
  /** A copy of any JSON value, each string in it without secrets; header lists lose the values of secret headers. */
  deep<T>(value: T): T;
};

/** @param secrets values known from the start; more may be added while running. */
export function createRedactor(secrets: Iterable<string | undefined> = []): Redactor {
  const known = new Set<string>();
  const add = (secret: string | undefined) => {
    if (secret === undefined || secret.length < SHORTEST_SECRET) return;
    for (const form of [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      Buffer.from(secret).toString('base64'),
      Buffer.from(secret).toString('base64url'),
    ])
      known.add(form);
  };
  for (const secret of secrets) add(secret);

  const text = (value: string): string => {
    let result = value;
    for (const secret of known) if (result.includes(secret)) result = result.split(secret).join(REDACTED);
    for (const [marker, pattern, replacement] of PATTERNS)
      if (marker.test(result)) result = result.replace(pattern, replacement);
    return result;
  };

  const deep = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) {
      const [name, content] = value as unknown[];
      if (value.length === 2 && typeof name === 'string' && typeof content === 'string' && SECRET_HEADERS.test(name))
        return [name, schemeAndRedacted(content)];
      return value.map(deep);
    }
    if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value);
      const only = entries[0];
      if (entries.length === 1 && only?.[0] === 'base64' && typeof only[1] === 'string') return redactBytes(only[1], text);
      return Object.fromEntries(entries.map(([key, item]) => [text(key), deep(item)]));
    }
    return value;
  };
  return { add, text, deep: deep as Redactor['deep'] };
}

/** `Bearer xyz` → `Bearer [redacted]`: the scheme is judged, the credentials are not kept. */
function schemeAndRedacted(value: string): string {
  const scheme = /^[A-Za-z][A-Za-z0-9!#$%&'*+.^_`|~-]{0,15}(?=[ \t]+\S)/.exec(value)?.[0];
  return scheme === undefined ? REDACTED : `${scheme} ${REDACTED}`;
}

/** Bytes that are not UTF-8 are searched as Latin-1, which keeps every byte. */
function redactBytes(base64: string, text: (value: string) => string): { base64: string } {
  const latin1 = Buffer.from(base64, 'base64').toString('latin1');
  const clean = text(latin1);
  return { base64: clean === latin1 ? base64 : Buffer.from(clean, 'latin1').toString('base64') };
}
