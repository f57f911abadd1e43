import type { Contract } from '../../src/contract/contract.ts';
import { valuesOf } from '../../src/judge/reading.ts';
import type { RequestLine } from '../../src/trace/lines.ts';

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

export function createTraits(contract: Contract): TraitsTable {
  const numbers = new Map<string, number>();
  const known: Traits[] = [];
  const [before = '', after = ''] = contract.path.split('{id}');
  const shape = (path: string): string | undefined => {
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
        forwarded: ADDRESS_HEADERS.map((name) => valuesOf(line.headers, name).join()).join('\n'),
        agent: valuesOf(line.headers, 'user-agent').join(),
      };
      const key = Object.values(traits).join('\u0000');
      const number = numbers.get(key);
      if (number !== undefined) return number;
      if (known.length >= MOST_KNOWN) return OTHER;
      numbers.set(key, known.length);
      return known.push(traits) - 1;
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
