import { LEFTOVERS, type DocumentProfile, type Facts } from '../contract/facts.ts';
import { whyNotNormative } from '../contract/normative.ts';
import type { Requirement } from '../judge/types.ts';
import { documentsOf, linesOfFact, meansFact } from './sources.ts';

/** A fact that a line says: the requirements that come from it, or why none has to. */
export type LineFact = { id: string; requirements: string[]; why?: string };

/** One line of a document. `why`: nothing has to come from it, for this reason; absent where it says a fact. */
export type DocumentLine = {
  profile: DocumentProfile;
  document: string;
  line: number;
  facts: LineFact[];
  why?: string;
};

const STRUCTURE =
  'blank, or structure: a fence, the head of a table, the name of a section that was understood';

/** Each line of a document, the first first, with its facts and the requirements that come from them. */
export function documentLines(facts: Facts, requirements: readonly Requirement[]): DocumentLine[] {
  const { profile, document } = facts;
  const bound = requirements.filter((row) => documentsOf(row).includes(profile));
  return Array.from({ length: facts.lines }, (_, index): DocumentLine => {
    const line = index + 1;
    const said = facts.facts
      .filter((fact) => linesOfFact(fact).includes(line))
      .map(({ id }) => lineFact(id, bound));
    const kind = facts.unused.find(([from, to]) => line >= from && line <= to)?.[2];
    const why = kind === undefined ? STRUCTURE : `${kind}: ${LEFTOVERS[kind]}`;
    return { profile, document, line, facts: said, ...(said.length === 0 ? { why } : {}) };
  });
}

function lineFact(id: string, bound: readonly Requirement[]): LineFact {
  const requirements = bound
    .filter((row) => row.source.some((one) => one.startsWith('fact:') && meansFact(one.slice(5), id)))
    .map((row) => row.id);
  const why = whyNotNormative({ id });
  return { id, requirements, ...(why === undefined ? {} : { why }) };
}

/** Lines with a fact that needs a requirement and has none. */
export function linesWithoutRequirement(
  lines: readonly DocumentLine[],
): { line: DocumentLine; fact: string }[] {
  return lines.flatMap((line) =>
    line.facts
      .filter(({ requirements, why }) => why === undefined && requirements.length === 0)
      .map(({ id }) => ({ line, fact: id })),
  );
}
