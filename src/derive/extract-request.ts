import { readMessages, splitTarget } from './http-messages.ts';
import { readJsonObject } from './json-lines.ts';
import {
  blocksOf,
  joined,
  sectionsOf,
  type Reading,
  type Section,
  type Table,
  type Words,
} from './reading.ts';
import type { Statements } from './statements.ts';

/** Types as the documents' tables write them, and the JSON type that each means. */
export const TABLE_TYPES: Record<string, string> = {
  string: 'string',
  int: 'integer',
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
  object: 'object',
  array: 'array',
};

/** Method, host and path: from `Endpoint: METHOD /path` or the block under *HTTP request*. */
export function readOperation(reading: Reading, to: Statements, file: string): void {
  for (const { heading } of reading.sections.filter((section) => section.key.startsWith('endpoint'))) {
    const match = /^Endpoint:\s*([A-Z]+)\s+(\/\S+)$/.exec(heading.text);
    if (!match) return to.fail(heading.line, 'a heading "Endpoint:" without a method and a path');
    sayOperation(match[1] ?? '', match[2] ?? '', heading.line, to);
  }
  for (const section of sectionsOf(reading, 'http request')) {
    const messages = readMessages(
      blocksOf(section, 'fence').flatMap((fence) => fence.lines),
      file,
    );
    const [message, second] = messages;
    if (message?.method === undefined || message.target === undefined)
      return to.fail(section.heading.line, 'no method and path under "HTTP request"');
    if (second)
      return to.fail(second.line, 'a second message under "HTTP request": one operation is expected');
    sayOperation(message.method, message.target, message.line, to);
  }
}

function sayOperation(method: string, target: string, line: number, to: Statements): void {
  const { host, path } = splitTarget(target);
  if (!path.includes('{id}')) return to.fail(line, `the path ${path} has no {id} for the machine`);
  to.say('operation.method', method, line);
  if (host !== undefined) to.say('operation.host', host, line);
  to.say('operation.path', path, line);
}

/** `id (string, required): …` under *Path Parameters*. */
export function readPathParameters(reading: Reading, to: Statements): void {
  for (const section of sectionsOf(reading, 'path parameters'))
    for (const prose of blocksOf(section, 'prose')) {
      const match = /^(\w+) \((\w+), (required|optional)\)/.exec(joined(prose).text);
      if (!match)
        return to.fail(prose.line, 'a path parameter that is not of the form "name (type, required)"');
      to.say(`request.path.${match[1]}.type`, match[2] ?? '', prose.line);
      to.say(`request.path.${match[1]}.required`, match[3] === 'required', prose.line);
    }
}

/** The table under *Request headers*: name, an optional type, and a value that ends in `Required.` or does not. */
export function readHeaders(reading: Reading, to: Statements): void {
  for (const section of sectionsOf(reading, 'request headers'))
    for (const { name, type, description, line } of rowsOf(section, to)) {
      const id = `request.header.${name.text}`;
      if (type) to.say(`${id}.type`, type.text, line);
      to.say(
        `${id}.value`,
        description.text.replace(/\.?\s*(?:not\s+)?required\.?$/i, '').replace(/\.$/, ''),
        line,
      );
      to.say(`${id}.required`, isRequired(description.text), line);
      sayTranslation(id, name, to);
    }
}

/** The table under *Request body*, or a JSON template with a line `Required: …` after it. */
export function readBody(reading: Reading, to: Statements, file: string): void {
  for (const section of sectionsOf(reading, 'request body')) {
    if (blocksOf(section, 'fence').length > 0) readBodyTemplate(section, to, file);
    else
      for (const { name, type, description, line } of rowsOf(section, to)) {
        const known = TABLE_TYPES[type?.text.toLowerCase() ?? ''];
        if (type === undefined || known === undefined)
          return to.fail(
            line,
            `the type ${JSON.stringify(type?.text)} of ${name.text}; known are ${Object.keys(TABLE_TYPES).join(', ')}`,
          );
        to.say(`request.body.${name.text}.type`, type.text, line);
        to.say(`request.body.${name.text}.required`, isRequired(description.text), line);
        sayTranslation(`request.body.${name.text}`, name, to);
      }
  }
}

function readBodyTemplate(section: Section, to: Statements, file: string): void {
  const lines = blocksOf(section, 'fence').flatMap((fence) => fence.lines);
  const { properties } = readJsonObject(lines, file);
  to.say('request.body.type', 'object', lines[0]?.line ?? section.heading.line);
  for (const { path, type, value, line } of properties) {
    const id = `request.body.${path.join('.')}`;
    to.say(`${id}.type`, typeof value === 'string' && value in TABLE_TYPES ? value : type, line);
  }
  for (const prose of blocksOf(section, 'prose')) {
    const match = /^Required:\s*(.+)$/.exec(joined(prose).text);
    if (!match) continue;
    const names = (match[1] ?? '').split(/\s*,\s*/);
    const known = properties.map(({ path }) => path.join('.'));
    const stranger = names.find((name) => !known.includes(name));
    if (stranger !== undefined)
      return to.fail(
        prose.line,
        `"${stranger}" is required but is not in the body, which has ${known.join(', ')}`,
      );
    for (const name of known) to.say(`request.body.${name}.required`, names.includes(name), prose.line);
  }
}

type Row = { name: Words; type?: Words; description: Words; line: number };

/** The rows of a section's tables, which have two columns (name, description) or three (name, type, description). */
function rowsOf(section: Section, to: Statements): Row[] {
  const tables = blocksOf(section, 'table');
  if (tables.every((table) => table.rows.length === 0))
    return to.fail(section.heading.line, `no table under "${section.heading.text}"`);
  return tables.flatMap((table) => {
    to.use(table.line);
    return table.rows.map((row) => rowOf(row, table, to));
  });
}

function rowOf({ cells, line }: Table['rows'][number], { header }: Table, to: Statements): Row {
  const [name, second, third] = cells;
  if (cells.length !== header.length || !name || !second || name.text === '')
    return to.fail(line, `a row of ${cells.length} cells in a table of ${header.length} columns`);
  return third ? { name, type: second, description: third, line } : { name, description: second, line };
}

function isRequired(description: string): boolean {
  return /\brequired\b/i.test(description) && !/\b(?:not|isn['’]t)\s+required\b/i.test(description);
}

/** A name that a translator has changed on the page; the wire name stays what the English says. */
function sayTranslation(id: string, { text, translated, line }: Words, to: Statements): void {
  if (translated !== undefined && translated !== text) to.say(`quirk.translated.${id}`, translated, line);
}
