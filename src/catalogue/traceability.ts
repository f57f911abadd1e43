import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DOCUMENT_PROFILES } from '../contract/facts.ts';
import { loadFacts } from '../contract/load.ts';
import type { Requirement } from '../judge/types.ts';
import { documentLines, type DocumentLine } from './document-lines.ts';
import type { ListedMutant } from './mutants.ts';
import { resolveSources, type Source } from './sources.ts';
import { topicOf, totalsByTopic, type TopicTotals } from './totals.ts';

/** A requirement on its way: from its sources to its check and to the mutants that fail it. */
export type TracedRequirement = Omit<Requirement, 'source'> & {
  topic: string;
  sources: Source[];
  /** The file of the check, from the root of the project; null where it is excluded. */
  check: string | null;
  /** Ids of those that must fail it. */
  mutants: Record<ListedMutant['party'], string[]>;
};

/** The catalogue both ways: requirements with their sources, and the documents' lines with their requirements. */
export type Traceability = {
  requirements: TracedRequirement[];
  lines: DocumentLine[];
  totals: TopicTotals[];
};

/** Follows each requirement both ways. */
export function trace(requirements: readonly Requirement[], mutants: readonly ListedMutant[]): Traceability {
  const files = new Map<string, CheckFile[]>();
  const fileOf = (row: Requirement) => {
    const topic = topicOf(row);
    const known = files.get(topic) ?? checkFiles(topic);
    files.set(topic, known);
    const ids = [row.id, row.id.slice(topic.length + 1)];
    const here = known.find(({ text }) => ids.some((id) => text.includes(`id: '${id}'`)));
    return here?.path ?? `specs/${topic}/checks.ts`;
  };
  const killers = (party: ListedMutant['party'], id: string) =>
    mutants
      .filter((mutant) => mutant.party === party && mutant.kills.includes(id))
      .map((mutant) => mutant.id);
  return {
    requirements: requirements.map((row) => {
      const { source: _, ...rest } = row;
      return {
        ...rest,
        topic: topicOf(row),
        sources: resolveSources(row),
        check: row.excluded === undefined ? fileOf(row) : null,
        mutants: {
          service: killers('service', row.id),
          client: killers('client', row.id),
          policy: killers('policy', row.id),
        },
      };
    }),
    lines: DOCUMENT_PROFILES.flatMap((profile) => documentLines(loadFacts(profile), requirements)),
    totals: totalsByTopic(requirements),
  };
}

type CheckFile = { path: string; text: string };

/** A topic may have its checks in several files; checks.ts gathers them. */
function checkFiles(topic: string): CheckFile[] {
  const dir = fileURLToPath(new URL(`../../specs/${topic}/`, import.meta.url));
  return readdirSync(dir)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .toSorted()
    .map((name) => ({ path: `specs/${topic}/${name}`, text: readFileSync(`${dir}${name}`, 'utf8') }));
}
