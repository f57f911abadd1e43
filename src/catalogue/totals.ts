import type { Requirement, Strength } from '../judge/types.ts';

export const STRENGTHS = ['documented', 'standard', 'convention'] as const satisfies readonly Strength[];

/** How many requirements are checked and how many are excluded. */
export type Count = { checked: number; excluded: number };
/** `topic` is `all` in the sum over the topics. */
export type TopicTotals = Record<Strength, Count> & { topic: string; sum: Count };

/** The folder of `specs/` that a requirement is in: what its id begins with. */
export function topicOf(row: Pick<Requirement, 'id'>): string {
  return row.id.split('.')[0] ?? row.id;
}

/** Requirements by topic and strength, in the order of the catalogue; the sum over all topics last. */
export function totalsByTopic(requirements: readonly Requirement[]): TopicTotals[] {
  const topics = [...new Set(requirements.map(topicOf))];
  return [
    ...topics.map((topic) =>
      totalsOf(
        topic,
        requirements.filter((row) => topicOf(row) === topic),
      ),
    ),
    totalsOf('all', requirements),
  ];
}

function totalsOf(topic: string, rows: readonly Requirement[]): TopicTotals {
  const of = (strength: Strength) => count(rows.filter((row) => row.strength === strength));
  return {
    topic,
    documented: of('documented'),
    standard: of('standard'),
    convention: of('convention'),
    sum: count(rows),
  };
}

function count(rows: readonly Requirement[]): Count {
  const excluded = rows.filter((row) => row.excluded !== undefined).length;
  return { checked: rows.length - excluded, excluded };
}

/** Totals as the lines of a table: `checked + excluded` in each cell, empty where there is none. */
export function tableOf(totals: readonly TopicTotals[]): string[] {
  const cell = ({ checked, excluded }: Count) =>
    checked + excluded === 0 ? '' : excluded === 0 ? `${checked}` : `${checked} + ${excluded}`;
  const rows = [
    ['topic', ...STRENGTHS, 'all'],
    ...totals.map((row) => [row.topic, ...STRENGTHS.map((one) => cell(row[one])), cell(row.sum)]),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((text, column) =>
        column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}
