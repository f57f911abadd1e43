import type { HeaderList } from './lines.ts';
import { isInFormat } from './format-words.ts';
import { formsOf, markerSearch, mayHold, type SecretForm } from './secret-forms.ts';
import { isSuspect, PATTERNS, REDACTED } from './secret-patterns.ts';

/** Secrets leave no trace: every text that Cordon writes goes through a redactor. */

/** A secret shorter than this is not searched for: it would hit ordinary text. */
const SHORTEST_SECRET = 6;

/** Credentials that were only seen on the wire are searched for from this length on, and the last so many of them. */
const SHORTEST_SEEN = 16;
const MOST_SEEN = 16;

/** Texts up to this length are remembered as clean, so many of them: names and values of headers come again and again. */
const LONGEST_CLEAN = 80;
const MOST_CLEAN = 2_000;

/** What a JSON text shows if a character that JSON leaves as it is stands escaped in it. */
const ESCAPES = /\\[^"nrtbf]|%|&/;

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
   * Any JSON value, each string in it without secrets: itself where it held none, else a copy. Header lists lose the values of secret headers, and what
   * such a header held is a secret from then on.
   */
  deep<T>(value: T): T;
  /** A header list without the values of secret headers; they are secrets from then on. Itself where it has none. */
  headers(list: HeaderList): HeaderList;
  /** True: `deep` would change nothing in the value whose JSON this is, its header lists apart. False: it may. */
  isClean(json: string): boolean;
};

/** @param secrets values known from the start; more may be added while running. */
export function createRedactor(secrets: Iterable<string | undefined> = []): Redactor {
  const known = new Map<string, SecretForm[]>();
  const seen: string[] = [];
  const clean = new Set<string>();
  let forms: SecretForm[] = [];
  let mayHoldAny: ((json: string) => boolean) | undefined;
  // The longest first: a secret may be part of another one.
  const sort = () => {
    clean.clear();
    mayHoldAny = undefined;
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
    if (clean.has(value)) return value;
    let result = value;
    const mayBeEscaped = /[%\\&]/.test(value);
    for (const form of forms) {
      if (!mayHold(result, form)) continue;
      const { literal, escaped } = form;
      if (result.includes(literal)) result = result.replaceAll(literal, REDACTED);
      if (mayBeEscaped && escaped) result = result.replace(escaped, REDACTED);
    }
    for (const [marker, pattern, replacement] of PATTERNS)
      if (marker.test(result))
        result =
          typeof replacement === 'string'
            ? result.replace(pattern, replacement)
            : result.replace(pattern, replacement);
    if (result === value && value.length <= LONGEST_CLEAN && clean.size < MOST_CLEAN) clean.add(value);
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
      let copy: unknown[] | undefined;
      for (const [index, item] of (value as unknown[]).entries()) {
        const cleaned = deep(item);
        if (cleaned !== item) (copy ??= [...(value as unknown[])])[index] = cleaned;
      }
      return copy ?? value;
    }
    if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value);
      const only = entries[0];
      if (entries.length === 1 && only?.[0] === 'base64' && typeof only[1] === 'string')
        return redactBytes(only[1], text);
      let changed = false;
      for (const entry of entries) {
        const [key, item] = entry;
        const name = text(key);
        const cleaned = deep(item);
        if (name === key && cleaned === item) continue;
        changed = true;
        entry[0] = name;
        entry[1] = cleaned;
      }
      return changed ? Object.fromEntries(entries) : value;
    }
    return value;
  };
  return {
    add: (secret) => void add(secret),
    text,
    deep: deep as Redactor['deep'],
    headers: (list) =>
      list.some(([name]) => SECRET_HEADERS.test(name))
        ? list.map(([name, value]) => (SECRET_HEADERS.test(name) ? secretHeader(name, value) : [name, value]))
        : list,
    isClean: (json) => {
      if (isSuspect(json)) return false;
      mayHoldAny ??= markerSearch(forms);
      if (!mayHoldAny(json)) return true;
      const escapes = ESCAPES.test(json);
      return !forms.some(
        (form) =>
          mayHold(json, form) &&
          (json.includes(form.literal) ||
            (form.escaped !== undefined && (escapes || !form.plain) && json.search(form.escaped) >= 0)),
      );
    },
  };
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
