import type { Facts } from '../contract/facts.ts';
import { contractDiff, describeChange, type Change } from '../derive/diff.ts';
import { readDocuments, unusedLines } from '../derive/documents.ts';
import { committed, staleFiles, writeDerived } from '../derive/output.ts';
import { plural } from '../judge/checks.ts';
import { REQUIREMENTS } from '../judge/registry.ts';

/**
 * `cordon derive DIR`: the documents' facts, what changed against the committed ones, and the lines that no parser used.
 * With `check` nothing is written and a difference is exit code 1.
 * @throws DeriveError (exit code 2) when a document cannot be understood.
 */
export async function deriveReport(dir: string, check: boolean): Promise<{ text: string; exitCode: 0 | 1 }> {
  const found = await readDocuments(dir);
  const { changes, moved } = contractDiff(committed(), found);
  const stale = staleFiles(found);
  const written = check ? [] : writeDerived(found);
  const lines = [...found.map(summaryOf), ...(await unusedText(found, dir)), ''];
  for (const change of changes) lines.push(...changeLines(change));
  if (moved > 0) lines.push(`${moved} facts stand on another line and say the same`);
  for (const path of written) lines.push(`written: schemas/${path}`);
  if (check) for (const path of stale) lines.push(`differs: schemas/${path}`);
  const differs = changes.length > 0 || stale.length > 0;
  lines.push(
    check
      ? differs
        ? `the documents say something else than schemas/: ${plural(changes.length, 'change')} in the contract, ${plural(stale.length, 'file')}; to take them over: cordon derive ${dir}`
        : 'the documents say what schemas/ says'
      : `${plural(found.length, 'document')}, ${plural(changes.length, 'change')} in the contract, ${plural(written.length, 'file')} written`,
  );
  return { text: lines.join('\n'), exitCode: check && differs ? 1 : 0 };
}

/** Differences between the documents in a folder and the committed facts, as one sentence each; empty: none. */
export async function driftOf(dir: string): Promise<string[]> {
  const found = await readDocuments(dir);
  const { changes } = contractDiff(committed(), found);
  const stale = staleFiles(found);
  return [
    ...changes.flatMap(changeLines),
    ...(changes.length === 0 && stale.length > 0
      ? [`other bytes than these documents give: ${stale.join(', ')}`]
      : []),
  ];
}

function summaryOf(facts: Facts): string {
  return `${facts.document} → ${facts.profile}: ${facts.facts.length} facts from ${facts.lines} lines`;
}

/** Nothing that a document says is dropped in silence: these lines gave no fact. */
async function unusedText(found: Facts[], dir: string): Promise<string[]> {
  const all: string[] = [];
  for (const facts of found)
    for (const { line, text } of await unusedLines(facts, dir))
      all.push(`  not used: ${facts.document}:${line}: ${text.trim().slice(0, 100)}`);
  return all;
}

function changeLines(change: Change): string[] {
  const touched = requirementsTouched(change);
  return [
    describeChange(change),
    `  touches ${touched.length === 0 ? 'no requirement' : touched.join(', ')}`,
  ];
}

/** Requirements whose source is this fact, or one that it is part of, in its profile or in `current`, which merges all. */
export function requirementsTouched(change: Pick<Change, 'what' | 'profile'>): string[] {
  return REQUIREMENTS.filter(
    (requirement) =>
      (requirement.profiles.includes(change.profile) || requirement.profiles.includes('current')) &&
      requirement.source.some((source) => {
        const fact = source.startsWith('fact:') ? source.slice('fact:'.length) : undefined;
        return fact !== undefined && (change.what === fact || change.what.startsWith(`${fact}.`));
      }),
  ).map(({ id }) => id);
}
