import type { HeaderList } from '../trace/lines.ts';

/** What an HTTP message says beside the contract, and what a service may make of it. */

/** The type in any letter case and with parameters is the same type (RFC 9110 §8.3.1); this is how nearly everybody writes it. */
export function isPlainMediaType(value: string): boolean {
  if (value === 'application/json') return true;
  return /^application\/json(?:\s*;\s*charset="?utf-8"?)?\s*$/.test(
    value.replace(/utf-8/i, (name) => name.toLowerCase()),
  );
}

/** True where Accept or Accept-Charset lets no answer in JSON and UTF-8 through (RFC 9110 §12.5.1, §12.5.2). */
export function refusesJson(headers: HeaderList): boolean {
  if (!headers.some(([name, value]) => mayRefuse(name, value))) return false;
  const type = listOf(headers, 'accept');
  const charset = listOf(headers, 'accept-charset');
  return (
    weightOf(type, ['application/json', 'application/*', '*/*']) === 0 ||
    weightOf(charset, ['utf-8', '*']) === 0
  );
}

/** False for what nearly every call has, so that no list need be read. */
function mayRefuse(name: string, value: string): boolean {
  if (name.length !== 'accept'.length) return name.length === 'accept-charset'.length;
  return value !== 'application/json' && value !== '*/*' && name.toLowerCase() === 'accept';
}

/** The weight of the first of `names` that a list holds; 0 where it holds none, 1 where there is no list. */
function weightOf(list: readonly string[], names: readonly string[]): number {
  if (list.length === 0) return 1;
  for (const name of names)
    for (const item of list) {
      const [range = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
      if (range !== name) continue;
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return weight === undefined || !Number.isFinite(Number(weight)) ? 1 : Number(weight);
    }
  return 0;
}

function listOf(headers: HeaderList, name: string): string[] {
  return headers
    .filter(([key]) => key.toLowerCase() === name)
    .flatMap(([, value]) => value.split(','))
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** True for a call that asks to be read as one with another method. */
export function overridesMethod(path: string, headers: HeaderList): boolean {
  if (path.includes('=') && /[?&]_method=/i.test(path)) return true;
  return headers.some(([name]) => name[1] === '-' && /^x-(?:http-)?method(?:-override)?$/i.test(name));
}

/** A segment of a path that a gateway may decode, tidy up or refuse before a service sees it. */
export function isOddSegment(segment: string): boolean {
  return !/^[\w~-][\w.~-]*$/.test(segment);
}
