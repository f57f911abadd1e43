import { isInFormat } from './format-words.ts';
import { formsOf, type SecretForm } from './secret-forms.ts';

/** Secrets leave no trace: every text that Cordon writes goes through a redactor. */

export const REDACTED = '[redacted]';

/** A secret shorter than this is not searched for: it would hit ordinary text. */
const SHORTEST_SECRET = 6;

/** Credentials that were only seen on the wire are searched for from this length on, and the last so many of them. */
const SHORTEST_SEEN = 16;
const MOST_SEEN = 16;

/** Without one of these no pattern matches; most texts hold none. */
const MARKERS = /eyJ|:\/\/|bearer|secret|assertion|password|token/i;

/** What looks like a secret, known or not. A challenge (`Bearer realm="…"`) and the words "bearer token" do not. */
const PATTERNS: readonly [pattern: RegExp, replacement: string][] = [
  [/eyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*){0,3}/g, REDACTED],
  [
    /\b(bearer)(?:[ \t]|%20|\+)+(?!\[redacted\]|[\w-]+=\\*["'])(?=[^\s"',;]*\d|[^\s"',;]{16})[^\s"',;]+/gi,
    `$1 ${REDACTED}`,
  ],
  [
    /(\\*")((?:access|refresh|id)_?token|client_?secret|client_?assertion|password)\1(\s*:\s*)\1(?:(?!\1)(?:\\[^]|[^\\]))*/gi,
    `$1$2$1$3$1${REDACTED}`,
  ],
  [
    /\b(client_secret|client_assertion|password|access_token|refresh_token|id_token)=[^&\s"']*/g,
    `$1=${REDACTED}`,
  ],
  [/(:\/\/)[^\s/?#@"'\\<>]+@/g, `$1${REDACTED}@`],
];

const SECRET_HEADERS =
  /^(authorization|proxy-authorization|x-ms-authorization-auxiliary|cookie|set-cookie|x-api-key|api-key|x-functions-key|ocp-apim-subscription-key|x-auth-token|x-access-token)$/i;

export type Redactor = {
  /**
   * From now on this value, and its common encodings, is replaced wherever it occurs. Left out: fewer than 6 characters, and
   * words of our own file formats, which cannot be hidden.
   */
  add(secret: string | undefined): void;
  /** The text without secrets. */
  text(value: string): string;
  /**
   * A copy of any JSON value, each string in it without secrets; header lists lose the values of secret headers, and what
   * such a header held is a secret from then on.
   */
  deep<T>(value: T): T;
};

/** @param secrets values known from the start; more may be added while running. */
export function createRedactor(secrets: Iterable<string | undefined> = []): Redactor {
  const known = new Map<string, SecretForm[]>();
  const seen: string[] = [];
  let forms: SecretForm[] = [];
  // The longest first: a secret may be part of another one.
  const sort = () => {
    forms = [...known.values()].flat().toSorted((a, b) => b.literal.length - a.literal.length);
  };
  const add = (secret: string | undefined): boolean => {
    if (secret === undefined || secret.length < SHORTEST_SECRET || known.has(secret)) return false;
    if (secret.includes(REDACTED) || REDACTED.includes(secret) || isInFormat(secret)) return false;
    known.set(secret, formsOf(secret));
    sort();
    return true;
  };
  for (const secret of secrets) add(secret);

  const text = (value: string): string => {
    let result = value;
    const mayBeEscaped = /[%\\&]/.test(value);
    for (const { literal, escaped } of forms) {
      if (result.includes(literal)) result = result.replaceAll(literal, REDACTED);
      if (mayBeEscaped && escaped) result = result.replace(escaped, REDACTED);
    }
    if (MARKERS.test(result))
      for (const [pattern, replacement] of PATTERNS) result = result.replace(pattern, replacement);
    return result;
  };

  /** A service may repeat the credentials that it was sent; what the patterns find anyway need not be kept. */
  let latest = '';
  const learn = (credentials: string) => {
    if (credentials === latest || credentials.length < SHORTEST_SEEN) return;
    latest = credentials;
    if (text(credentials) === REDACTED || !add(credentials)) return;
    seen.push(credentials);
    const oldest = seen.length > MOST_SEEN ? seen.shift() : undefined;
    if (oldest !== undefined && known.delete(oldest)) sort();
  };

  const secretHeader = (name: string, value: string): [string, string] => {
    const scheme = /authorization$/i.test(name) ? schemeOf(value) : undefined;
    learn(value.slice(scheme?.length ?? 0).trim());
    return [name, scheme === undefined ? REDACTED : `${scheme} ${REDACTED}`];
  };

  const deep = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) {
      const [name, content] = value as unknown[];
      if (
        value.length === 2 &&
        typeof name === 'string' &&
        typeof content === 'string' &&
        SECRET_HEADERS.test(name)
      )
        return secretHeader(name, content);
      return value.map(deep);
    }
    if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value);
      const only = entries[0];
      if (entries.length === 1 && only?.[0] === 'base64' && typeof only[1] === 'string')
        return redactBytes(only[1], text);
      return Object.fromEntries(entries.map(([key, item]) => [text(key), deep(item)]));
    }
    return value;
  };
  return { add: (secret) => void add(secret), text, deep: deep as Redactor['deep'] };
}

/** The scheme is judged and so kept, where it is one and not the credentials themselves. */
function schemeOf(value: string): string | undefined {
  return /^(?:basic|bearer|digest|dpop|negotiate|ntlm|pop|token)(?=[ \t]+\S)/i.exec(value)?.[0];
}

/** Bytes that are not UTF-8 are searched as Latin-1, which keeps every byte. */
function redactBytes(base64: string, text: (value: string) => string): { base64: string } {
  const latin1 = Buffer.from(base64, 'base64').toString('latin1');
  const clean = text(latin1);
  const digits = clean === latin1 ? base64 : Buffer.from(clean, 'latin1').toString('base64');
  // Where a secret is still found, the digits themselves spell it, or this was no base64 at all.
  return { base64: text(digits) === digits ? digits : Buffer.from(REDACTED).toString('base64') };
}
