import { DeriveError } from './error.ts';
import { sectionBuilder, type Piece, type Reading, type Table, type Words } from './reading.ts';

/** Section names of the page as it reads once its Markdown is gone. Each stands alone on a line after a blank one. */
const SECTIONS = new Set([
  'stop and quarantine file api',
  'applies to',
  'api description',
  'limitations',
  'permissions',
  'http request',
  'request headers',
  'request body',
  'response',
  'example',
]);
/** These are sections of an example once one has begun. */
const IN_EXAMPLE = new Set(['request', 'response']);

/** First row of a table, and what a row of it looks like. Cells have no separator, so their form tells them apart. */
const TABLES: { header: RegExp; cells: string[]; row: RegExp }[] = [
  {
    header: /^Permission type Permission Permission display name$/i,
    cells: ['Permission type', 'Permission', 'Permission display name'],
    row: /^(.+?)\s+([A-Za-z]+(?:\.[A-Za-z]+)+)\s+(\S.*)$/,
  },
  {
    header: /^Name Type Description$/i,
    cells: ['Name', 'Type', 'Description'],
    row: /^(\S+)\s+(\S+)\s+(\S.*)$/,
  },
  {
    header: /^Parameter Type Description$/i,
    cells: ['Parameter', 'Type', 'Description'],
    row: /^(\S+)\s+(\S+)\s+(\S.*)$/,
  },
];
const MESSAGE = /^(?:[A-Z]+ (?:https?:\/)?\/\S+|HTTP\/\d)/;
const DATE = /^\d{4}-\d\d-\d\d\b/;

/** Reads a page without any Markdown, line by line. @throws DeriveError when a table row has not the form of its table. */
export function readPlain(text: string, file: string): Reading {
  const source = text.split('\n');
  const meta: Reading['meta'] = [];
  const builder = sectionBuilder();
  const textAt = (line: number) => (source[line - 1] ?? '').trim();
  const isBlank = (line: number) => textAt(line) === '';
  let inExample = false;

  for (let line = 1; line <= source.length;) {
    const words = textAt(line);
    const name = words.toLowerCase().replace(/:$/, '');
    const table = TABLES.find(({ header }) => header.test(words));
    const alone = isBlank(line - 1) && (line >= source.length || isBlank(line + 1));
    if (words === '') line += 1;
    else if (line === 1 && DATE.test(words)) {
      meta.push({ key: 'date', value: words.slice(0, 10), line });
      line += 1;
    } else if (alone && inExample && IN_EXAMPLE.has(name)) {
      builder.heading({ text: words, line }, 3);
      line += 1;
    } else if (alone && SECTIONS.has(name)) {
      inExample = name === 'example';
      builder.heading({ text: words, line }, 2);
      line += 1;
    } else if (table) {
      const rows: Table['rows'] = [];
      const first = line;
      for (line += 1; !isBlank(line); line += 1)
        rows.push({ line, cells: cellsOf(textAt(line), line, table, file) });
      builder.block({
        kind: 'table',
        line: first,
        header: table.cells.map((text) => ({ text, line: first })),
        rows,
      });
    } else if (MESSAGE.test(words)) {
      const lines = messageFrom(source, line);
      builder.block({ kind: 'fence', line, lines });
      line += lines.length;
    } else {
      builder.block({ kind: 'prose', line, pieces: [{ text: words.replace(/^[•*-]\s+/, ''), line }] });
      line += 1;
    }
  }
  return { meta, sections: builder.sections, source, markers: new Set() };
}

function cellsOf(row: string, line: number, table: (typeof TABLES)[number], file: string): Words[] {
  const match = table.row.exec(row);
  if (!match)
    throw new DeriveError(
      file,
      line,
      `a row that does not have the ${table.cells.length} cells ${table.cells.join(', ')}`,
    );
  return match.slice(1).map((text) => ({ text, line }));
}

/** The lines of an HTTP message: to the next blank line that is outside all braces. */
function messageFrom(source: string[], first: number): Piece[] {
  const lines: Piece[] = [];
  let depth = 0;
  for (let line = first; line <= source.length; line += 1) {
    const text = source[line - 1] ?? '';
    if (text.trim() === '' && depth <= 0) break;
    const bare = text.replace(/"(?:[^"\\]|\\.)*"/g, '');
    depth += bare.split('{').length - bare.split('}').length;
    lines.push({ text, line });
  }
  return lines;
}
