import { readJsonObject, type Property } from './json-lines.ts';
import { blocksOf, joined, sectionsOf, type Reading, type Section } from './reading.ts';
import { withoutProse, type Statements } from './statements.ts';

/** The success: the sentence under *Response*, or a heading `201 Created` under *Responses* with a template. */
export function readSuccess(reading: Reading, to: Statements, file: string): void {
  for (const section of sectionsOf(reading, 'response').filter(({ within }) => !within.includes('example')))
    readSuccessSentence(section, to);
  for (const section of reading.sections.filter(({ within }) => within.includes('responses'))) {
    const [, status, reason = ''] = /^(\d{3})\b\s*(.*)$/.exec(section.heading.text) ?? [];
    if (status === undefined) continue;
    if (!status.startsWith('2')) {
      to.say(`errors.status.${status}`, reason, section.heading.line);
      continue;
    }
    saySuccess(status, reason, section.heading.line, to);
    const lines = blocksOf(section, 'fence').flatMap((fence) => fence.lines);
    if (lines.length > 0) sayResponseBody(readJsonObject(lines, file).properties, to);
  }
}

function readSuccessSentence(section: Section, to: Statements): void {
  for (const prose of blocksOf(section, 'prose')) {
    const { text, lineAt } = joined(prose);
    const status = /\breturns (\d{3})\b\W*(\w*) response code\b/.exec(text);
    if (!status) continue;
    saySuccess(status[1] ?? '', status[2] ?? '', lineAt(status.index), to);
    const type = /response code and (?:an? |the )?(.+?)(?: object)? in the response body/.exec(text);
    if (!type) return to.fail(prose.line, 'a success status, but not what the response body holds');
    to.say('response.class', type[1] ?? '', lineAt(type.index));
  }
  if (!to.find('response.status'))
    to.fail(section.heading.line, `no success status under "${section.heading.text}"`);
}

function saySuccess(status: string, reason: string, line: number, to: Statements): void {
  if (!status.startsWith('2')) return to.fail(line, `${status} as the status of a success; it has to be 2xx`);
  to.say('response.status', Number(status), line);
  to.say('response.reason', reason, line);
}

/** Types of the properties, and the value of each that is an example and not the name of its type. */
export function sayResponseBody(properties: Property[], to: Statements): void {
  for (const { path, type, value, line } of properties) {
    const id = `response.body.${path.join('.')}`;
    to.say(`${id}.type`, type, line);
    if (value !== undefined && value !== type)
      to.say(`${id}.example`, typeof value === 'string' ? withoutProse(value) : value, line);
  }
}

/** `…: 400 (Bad Request), 401 (Unauthorized)` under *Errors*. */
export function readErrors(reading: Reading, to: Statements): void {
  for (const section of sectionsOf(reading, 'errors')) {
    const [prose] = blocksOf(section, 'prose');
    if (!prose) return to.fail(section.heading.line, 'no error statuses under "Errors"');
    const { text, lineAt } = joined(prose);
    const list = text.slice(text.indexOf(':') + 1);
    for (const part of list.split(',')) {
      const match = /^\s*([45]\d\d) \(([^)]+)\)\.?\s*$/.exec(part);
      if (!match)
        return to.fail(
          lineAt(text.indexOf(part)),
          `"${part.trim()}" is not an error status and its name, such as "400 (Bad Request)"`,
        );
      to.say(`errors.status.${match[1]}`, match[2] ?? '', lineAt(text.indexOf(part)));
    }
  }
}
