import { DOCUMENT_PROFILES, type DocumentProfile, type Fact } from '../contract/facts.ts';
import { loadCaptures, loadFacts } from '../contract/load.ts';
import type { Requirement } from '../judge/types.ts';

/** A requirement's source, with what it takes to look it up. `lines`: from 1, in the document `file`. */
export type Source =
  | { kind: 'document'; profile: DocumentProfile; file: string; lines: number[]; facts: string[] }
  | { kind: 'page' | 'capture'; name: string; date: string; origin: string }
  | { kind: 'rfc'; number: number; section: string }
  | { kind: 'cordon'; rule: string };

/** True when the source `fact:<named>` means the fact `id`: itself, or one that it is part of. */
export function meansFact(named: string, id: string): boolean {
  return id === named || id.startsWith(`${named}.`);
}

/** The facts of one document that a requirement names. */
export function factsNamed(row: Pick<Requirement, 'source'>, profile: DocumentProfile): Fact[] {
  const named = row.source.filter((one) => one.startsWith('fact:')).map((one) => one.slice('fact:'.length));
  return loadFacts(profile).facts.filter(({ id }) => named.some((one) => meansFact(one, id)));
}

/** The lines that say a fact, ascending. */
export function linesOfFact({ line, also }: Pick<Fact, 'line' | 'also'>): number[] {
  return [line, ...(also ?? [])];
}

/** The documents in whose profiles a requirement exists; where it is in `current` alone, all that `current` is made of. */
export function documentsOf(row: Pick<Requirement, 'profiles'>): DocumentProfile[] {
  const own = DOCUMENT_PROFILES.filter((profile) => row.profiles.includes(profile));
  return own.length > 0 ? own : [...DOCUMENT_PROFILES];
}

/**
 * The sources of a requirement: documents first, one entry each.
 * @throws Error when a page or a capture is not in schemas/captures.json.
 */
export function resolveSources(row: Pick<Requirement, 'source' | 'profiles'>): Source[] {
  const documents = documentsOf(row).flatMap((profile): Source[] => {
    const facts = factsNamed(row, profile);
    if (facts.length === 0) return [];
    const lines = [...new Set(facts.flatMap(linesOfFact))].toSorted((a, b) => a - b);
    const file = loadFacts(profile).document;
    return [{ kind: 'document', profile, file, lines, facts: facts.map(({ id }) => id) }];
  });
  return [...documents, ...row.source.filter((one) => !one.startsWith('fact:')).map(elsewhere)];
}

function elsewhere(source: string): Source {
  const [kind = '', name = ''] = source.split(/:(.*)/);
  const rfc = /^rfc(\d+)#(.+)$/.exec(source);
  if (rfc) return { kind: 'rfc', number: Number(rfc[1]), section: rfc[2] ?? '' };
  if (kind === 'cordon') return { kind, rule: name };
  const { captures, pages } = loadCaptures();
  const evidence = kind === 'page' ? pages[name] : kind === 'capture' ? captures[name] : undefined;
  if (!evidence || (kind !== 'page' && kind !== 'capture'))
    throw new Error(
      `the source ${source} is not known; pages and captures are listed in schemas/captures.json`,
    );
  return { kind, name, date: evidence.date, origin: evidence.origin };
}
