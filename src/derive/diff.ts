import type { Fact, Facts } from '../contract/facts.ts';
import type { ProfileId } from '../contract/contract.ts';

/** One difference between what is committed and what the documents say now. `old` null: added; `new` null: removed. */
export type Change = {
  /** The id of the fact. */
  what: string;
  profile: ProfileId;
  old: Fact['value'] | null;
  new: Fact['value'] | null;
  document: string;
  /** In `document`; of a removed fact, where it was. */
  line: number;
};

/** Facts that were added, removed or changed. A fact that says the same on another line is only counted, as `moved`. */
export function contractDiff(committed: Facts[], found: Facts[]): { changes: Change[]; moved: number } {
  const changes: Change[] = [];
  let moved = 0;
  for (const profile of new Set([...committed, ...found].map((facts) => facts.profile))) {
    const before = committed.find((facts) => facts.profile === profile);
    const after = found.find((facts) => facts.profile === profile);
    const was = new Map(before?.facts.map((fact) => [fact.id, fact]));
    const is = new Map(after?.facts.map((fact) => [fact.id, fact]));
    for (const [what, { value, line }] of was)
      if (!is.has(what))
        changes.push({ what, profile, old: value, new: null, document: before?.document ?? '', line });
    for (const [what, { value, line }] of is) {
      const old = was.get(what);
      if (old?.value !== value)
        changes.push({
          what,
          profile,
          old: old?.value ?? null,
          new: value,
          document: after?.document ?? '',
          line,
        });
      else if (old.line !== line) moved += 1;
    }
  }
  return { changes, moved };
}

/** One line for a person: `microsoft-2023: limits.minute.calls was 100, is 50 (002_….txt:45)`. */
export function describeChange(change: Change): string {
  const { what, profile, document, line } = change;
  const was = JSON.stringify(change.old);
  const is = JSON.stringify(change.new);
  const said =
    change.old === null
      ? `is new, ${is}`
      : change.new === null
        ? `is gone, was ${was}`
        : `was ${was}, is ${is}`;
  return `${profile}: ${what} ${said} (${document}:${line})`;
}
