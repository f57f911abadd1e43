import type { HeaderList } from '../../src/trace/lines.ts';

/** The value of a header, its name in any letter case; several lines joined by a comma (RFC 9110 §5.3). */
export function headerValue(headers: HeaderList, name: string): string | undefined {
  const lower = name.toLowerCase();
  let found: string | undefined;
  for (const [key, value] of headers)
    if (key.length === lower.length && key.toLowerCase() === lower)
      found = found === undefined ? value.trim() : `${found}, ${value.trim()}`;
  return found;
}

/** Whether a Content-Type is JSON; parameters do not matter. */
export function isJson(contentType: string | undefined): boolean {
  return /^application\/json\s*(;|$)/i.test(contentType ?? '');
}
