/** A part of a list that a query asked for, or why the query is refused. */
export type Selection<T> = { ok: true; items: T[] } | { ok: false; problem: string };

/** The page's limit on `$top`. */
const LARGEST_PAGE = 10_000;

/**
 * Applies `$filter` (comparisons `name eq 'value'` and `startswith(name,'value')` joined by `and`), `$skip` and `$top` to `items`.
 * Names match in any letter case: two pages of the API spell them differently.
 */
export function select<T>(
  items: T[],
  query: URLSearchParams,
  properties: Record<string, (item: T) => string | null>,
): Selection<T> {
  let kept = items;
  let [skip, top] = [0, LARGEST_PAGE];
  for (const [option, value] of query) {
    if (option === '$filter') {
      const filter = parseFilter(value, properties);
      if (typeof filter === 'string') return { ok: false, problem: filter };
      kept = kept.filter(filter);
    } else if (option === '$skip' || option === '$top') {
      const count = /^\d{1,9}$/.test(value) ? Number(value) : undefined;
      if (count === undefined || (option === '$top' && count > LARGEST_PAGE))
        return { ok: false, problem: `Invalid value '${value}' for ${option} query option.` };
      if (option === '$skip') skip = count;
      else top = count;
    } else if (option.startsWith('$')) {
      return {
        ok: false,
        problem: `Custom query option '${option}' that starts with '$' is not supported.`,
      };
    }
  }
  return { ok: true, items: kept.slice(skip, skip + top) };
}

const COMPARISON =
  /^\s*(?:(?<name>\w+)\s+eq\s+|startswith\(\s*(?<start>\w+)\s*,\s*)(?<literal>'(?:[^']|'')*'|[\w-]+)(?<close>\s*\))?\s*(?<and>\band\b)?/i;

/** A predicate, or a sentence saying what is wrong. */
function parseFilter<T>(
  text: string,
  properties: Record<string, (item: T) => string | null>,
): string | ((item: T) => boolean) {
  const tests: ((item: T) => boolean)[] = [];
  for (let rest = text, more = true; more;) {
    const found = COMPARISON.exec(rest);
    const groups = found?.groups;
    const prefix = groups?.['start'] !== undefined;
    if (!found || !groups || prefix !== (groups['close'] !== undefined))
      return `Syntax error in $filter at '${rest.slice(0, 40)}'.`;
    const name = groups['name'] ?? groups['start'] ?? '';
    const key = Object.keys(properties).find((known) => known.toLowerCase() === name.toLowerCase());
    const read = key === undefined ? undefined : properties[key];
    if (!read) return `Could not find a property named '${name}'.`;
    const value = literal(groups['literal'] ?? '');
    tests.push((item) => {
      const has = read(item)?.toLowerCase();
      return prefix ? (has?.startsWith(value) ?? false) : has === value;
    });
    rest = rest.slice(found[0].length);
    more = groups['and'] !== undefined;
    if (!more && rest !== '') return `Syntax error in $filter at '${rest.slice(0, 40)}'.`;
  }
  return (item) => tests.every((test) => test(item));
}

/** Compared without letter case; `''` within quotes is one quote (OData 4.01 URL conventions §5.1.1.6.1). */
function literal(token: string): string {
  const bare = token.startsWith("'") ? token.slice(1, -1).replaceAll("''", "'") : token;
  return bare.toLowerCase();
}
