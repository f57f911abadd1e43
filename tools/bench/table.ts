/** One line of the bench: a figure, the aim that it is held against, and whether it is met. */
export type Row = { what: string; figure: string; aim?: string; met?: boolean; note?: string };

/** The rows as a table of text, columns aligned. */
export function tableOf(rows: readonly Row[]): string {
  const cells = [
    ['what', 'figure', 'aim', '', ''],
    ...rows.map((row) => [
      row.what,
      row.figure,
      row.aim ?? '',
      row.met === undefined ? '' : row.met ? 'met' : 'MISSED',
      row.note ?? '',
    ]),
  ];
  const widths =
    cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? [];
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
