import type { Contract } from '../../src/contract/contract.ts';
import { valuesOf } from '../../src/judge/reading.ts';
import type { HeaderList, RequestLine } from '../../src/trace/lines.ts';

/** What a quota may wrongly be counted by, in the words of a report. */
const NAMES = {
  print: 'another token',
  path: 'a path in other letters',
  query: 'a query',
  forwarded: 'a header with another address',
  agent: 'another User-Agent',
} as const;
type Traits = Record<keyof typeof NAMES, string>;

const ADDRESS_HEADERS = [
  'x-forwarded-for',
  'forwarded',
  'x-real-ip',
  'x-client-ip',
  'true-client-ip',
  'cf-connecting-ip',
];

/** More combinations than that are no probe's, and not worth the memory. */
const MOST_KNOWN = 4096;

/** Numbers for what requests of the operation have in common beside machine, file and comment. */
export type TraitsTable = {
  /** The number of a request's traits; `OTHER` for anything but the operation. */
  of(line: RequestLine): number;
  /** What tells one from the other, in words. */
  between(a: number, b: number): string[];
};

export const OTHER = -1;

/** Most calls have the traits of the one before. */
function isSame(a: Traits, b: Traits): boolean {
  return (
    a.print === b.print &&
    a.path === b.path &&
    a.query === b.query &&
    a.forwarded === b.forwarded &&
    a.agent === b.agent
  );
}

const ADDRESS_LENGTHS = new Set(ADDRESS_HEADERS.map((name) => name.length));

function addressIn(headers: HeaderList): string {
  if (!headers.some(([name]) => ADDRESS_LENGTHS.has(name.length))) return ''; // as in nearly every call
  const values = ADDRESS_HEADERS.map((name) => valuesOf(headers, name));
  return values.some((found) => found.length > 0) ? values.map((found) => found.join()).join('\n') : '';
}

export function createTraits(contract: Contract): TraitsTable {
  const numbers = new Map<string, number>();
  const known: Traits[] = [];
  let last: Traits | undefined;
  let lastNumber = OTHER;
  const [before = '', after = ''] = contract.path.split('{id}');
  const plain = `${before}{id}${after}`;
  const shape = (path: string): string | undefined => {
    if (path.startsWith(before) && path.endsWith(after)) return plain;
    const [head, tail] = [path.slice(0, before.length), path.slice(path.length - after.length)];
    const same = head.toLowerCase() === before.toLowerCase() && tail.toLowerCase() === after.toLowerCase();
    return same ? `${head}{id}${tail}` : undefined;
  };
  return {
    of(line) {
      const mark = line.path.indexOf('?');
      const path = shape(mark < 0 ? line.path : line.path.slice(0, mark));
      if (path === undefined || line.method !== contract.method) return OTHER;
      const traits: Traits = {
        print: line.token.print ?? '',
        path,
        query: mark < 0 ? '' : line.path.slice(mark),
        forwarded: addressIn(line.headers),
        agent: valuesOf(line.headers, 'user-agent').join(),
      };
      const { print, query, forwarded, agent } = traits;
      if (last && isSame(last, traits)) return lastNumber;
      const key = `${print}\0${path}\0${query}\0${forwarded}\0${agent}`;
      const number = numbers.get(key) ?? known.length;
      if (number >= MOST_KNOWN) return OTHER;
      if (number === known.length) {
        numbers.set(key, number);
        known.push(traits);
      }
      last = traits;
      lastNumber = number;
      return number;
    },
    between(a, b) {
      const [one, other] = [known[a], known[b]];
      if (!one || !other) return [];
      return (Object.keys(NAMES) as (keyof Traits)[])
        .filter((name) => one[name] !== other[name])
        .map((name) => NAMES[name]);
    },
  };
}
