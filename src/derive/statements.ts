import { createHash } from 'node:crypto';
import type { Fact } from '../contract/facts.ts';
import { DeriveError } from './error.ts';

/** Collects what a document says while it is read, and which of its lines said something. */
export type Statements = {
  facts: Fact[];
  used: Set<number>;
  /** Said again, it keeps its first line, and the later one beside it. @throws DeriveError when the document has said something else under this id before. */
  say(id: string, value: Fact['value'], line: number): void;
  /** Marks lines that were understood without being a fact, such as a known heading. */
  use(...lines: number[]): void;
  find(id: string): Fact | undefined;
  fail(line: number | null, message: string): never;
};

/** Statements about the document `file`, which errors name. */
export function collectStatements(file: string): Statements {
  const facts = new Map<string, Fact>();
  const used = new Set<number>();
  const fail = (line: number | null, message: string): never => {
    throw new DeriveError(file, line, message);
  };
  return {
    get facts() {
      return [...facts.values()].sort((a, b) => a.line - b.line);
    },
    used,
    say(id, value, line) {
      used.add(line);
      const before = facts.get(id);
      if (before && before.value !== value)
        fail(
          line,
          `${id} is ${JSON.stringify(value)} here and ${JSON.stringify(before.value)} on line ${before.line}`,
        );
      if (!before) facts.set(id, { id, value, line });
      else if (before.line !== line && !before.also?.includes(line))
        before.also = [...(before.also ?? []), line].sort((a, b) => a - b);
    },
    use: (...lines) => {
      for (const line of lines) used.add(line);
    },
    find: (id) => facts.get(id),
    fail,
  };
}

/** A value to keep in a fact: running text of five words or more is kept as a digest, for it is the document's own. */
export function withoutProse(value: string): string {
  if (value.trim().split(/\s+/).length < 5) return value;
  return `sha256:${createHash('sha256').update(value).digest('hex').slice(0, 16)}`;
}
