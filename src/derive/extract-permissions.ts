import { blocksOf, joined, sectionsOf, type Reading, type Section } from './reading.ts';
import type { Statements } from './statements.ts';

const NAME = /^[A-Za-z]+(?:\.[A-Za-z]+)+$/;

/** The table under *Permissions* and how many of its rows are needed; or, before there was a table, a role alone. */
export function readPermissions(reading: Reading, to: Statements): void {
  for (const section of sectionsOf(reading, 'permissions')) {
    if (blocksOf(section, 'table').length > 0) readTables(section, to);
    else readRole(section, to);
  }
}

function readTables(section: Section, to: Statements): void {
  for (const prose of blocksOf(section, 'prose')) {
    const { text, lineAt } = joined(prose);
    const match = /\b(One|Any|All) of the following permissions (?:is|are) required\b/i.exec(text);
    if (match)
      to.say(
        'permissions.rule',
        match[1]?.toLowerCase() === 'all' ? 'all of' : 'one of',
        lineAt(match.index),
      );
  }
  if (!to.find('permissions.rule'))
    to.fail(section.heading.line, 'a table of permissions, but not whether one or all of them are required');
  for (const table of blocksOf(section, 'table')) {
    to.use(table.line);
    for (const { cells, line } of table.rows) {
      const [type, name, display] = cells.map((cell) => cell.text);
      if (cells.length !== table.header.length || type === undefined || name === undefined)
        return to.fail(line, `a row of ${cells.length} cells in a table of ${table.header.length} columns`);
      sayPermission(type, name, display?.replace(/^'|'$/g, '') ?? true, line, to);
    }
  }
}

function readRole(section: Section, to: Statements): void {
  for (const prose of blocksOf(section, 'prose')) {
    const match = /\bneeds? to have [“"']([^”"']+)[”"'] permissions?\b/.exec(joined(prose).text);
    if (match) to.say('permissions.user-role', match[1] ?? '', prose.line);
  }
  if (!to.find('permissions.user-role'))
    to.fail(section.heading.line, 'neither a table nor a role under "Permissions"');
}

/** `OAuth2: <scope>` and `Permission: Name (Application), …` under *Security*. */
export function readSecurity(reading: Reading, to: Statements): void {
  for (const section of sectionsOf(reading, 'security'))
    for (const prose of blocksOf(section, 'prose')) {
      const { text, lineAt } = joined(prose);
      const scope = /^(OAuth2): (\S+)$/.exec(text);
      const list = /^Permissions?: (.+)$/.exec(text)?.[1];
      if (scope) {
        to.say('security.scheme', scope[1] ?? '', prose.line);
        to.say('security.scope', scope[2] ?? '', prose.line);
      }
      for (const part of list?.split(/\s*,\s*/) ?? []) {
        const match = /^(\S+) \((\w+)\)$/.exec(part);
        const line = lineAt(text.indexOf(part));
        if (!match)
          return to.fail(
            line,
            `"${part}" is not a permission and its type, such as "Machine.Scan (Application)"`,
          );
        sayPermission(match[2] ?? '', match[1] ?? '', true, line, to);
      }
    }
}

function sayPermission(
  type: string,
  name: string,
  display: string | true,
  line: number,
  to: Statements,
): void {
  const kind = /^(application|delegated)\b/i.exec(type)?.[1]?.toLowerCase();
  if (kind === undefined)
    return to.fail(line, `the permission type "${type}"; known are Application and Delegated`);
  if (!NAME.test(name))
    return to.fail(line, `"${name}" is not the name of a permission, such as Machine.Scan`);
  to.say(`permissions.${kind}.${name}`, display, line);
}
