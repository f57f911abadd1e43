import { bytesOf } from '../trace/body.ts';
import type { Body } from '../trace/lines.ts';

/** The JSON object in the body of a call, and what a service may make of bytes that are not plainly one. */
export type RequestObject = {
  /** The JSON value, where there is one. */
  json?: unknown;
  fields?: Record<string, unknown>;
  /**
   * `not-json`: no reader finds an object. `lax-json`: a reader with extensions may (RFC 8259 §9). `odd-body`: an object that a
   * service may refuse all the same.
   */
  defect?: 'not-json' | 'lax-json' | 'odd-body';
};

/** From here on a service may find a body too long, or its nesting too deep (RFC 8259 §9); the documents name no limit. */
const LONG_BODY = 65_536;
const DEEP = 16;

/** Names with which a careful parser guards the objects of its own language. */
const GUARDED = new Set(['__proto__', 'constructor', 'prototype']);

/** Reads a body from which content codings were undone. */
export function readRequestObject(body: Body): RequestObject {
  const { text, odd, replaced } = decodedText(body);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { defect: odd ? 'odd-body' : mayBeExtended(text) ? 'lax-json' : 'not-json' };
  }
  if (replaced) return { defect: isObject(json) ? 'lax-json' : 'not-json' };
  if (!isObject(json)) return { json, defect: 'not-json' };
  return { json, fields: json, ...(odd || isOdd(text, json) ? { defect: 'odd-body' } : {}) };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The text of a body. `odd`: it begins with a byte order mark or is UTF-16, which a service may read (RFC 8259 §8.1 lets it
 * ignore the mark; its forerunner had UTF-16). `replaced`: bytes that are no UTF-8 were lost.
 */
function decodedText(body: Body): { text: string; odd: boolean; replaced: boolean } {
  if (typeof body === 'string') {
    const odd = body.startsWith('\uFEFF') || body.startsWith('{\0') || body.startsWith('\0{');
    return { text: odd ? body.replace(/^\uFEFF/, '') : body, odd, replaced: false };
  }
  const bytes = bytesOf(body);
  const [first, second] = bytes;
  const utf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const encoding = utf16 ? (first === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8';
  return { text: new TextDecoder(encoding).decode(bytes), odd: utf16, replaced: !utf16 };
}

/**
 * Text that is no JSON and that a reader with extensions might still take for an object: it begins with one (or with a comment)
 * and does not break off.
 */
function mayBeExtended(text: string): boolean {
  return /^\s*(?:\{|\/[/*]|#)/.test(text) && text.includes('}');
}

/**
 * True where each quote in the text belongs to a name or a string of this flat object, so that no name is there twice. What most
 * calls send is seen to be plain by counting.
 */
function isPlainlyFlat(text: string, json: Record<string, unknown>): boolean {
  let quotes = 0;
  for (const name in json) {
    const value = json[name];
    if (GUARDED.has(name) || (typeof value === 'object' && value !== null)) return false;
    quotes += typeof value === 'string' ? 4 : 2;
  }
  if (text.includes('\\')) return false;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) quotes -= 1;
  return quotes === 0;
}

/** What RFC 8259 leaves to the reader: names twice (§4), lengths and depths (§9); and names that parsers guard against. */
function isOdd(text: string, json: Record<string, unknown>): boolean {
  if (text.length > LONG_BODY) return true;
  if (isPlainlyFlat(text, json)) return false;
  const names = new Set<string>();
  let depth = 0;
  let before = '';
  for (const [token] of text.matchAll(/"[^"\\]*(?:\\[^][^"\\]*)*"|[{}[\]:]/g)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else if (token === ':' && depth === 1) {
      const name = JSON.parse(before) as string;
      if (names.has(name) || GUARDED.has(name)) return true;
      names.add(name);
    }
    if (depth > DEEP) return true;
    before = token;
  }
  return false;
}
