import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { DeriveError } from './error.ts';
import type { Piece } from './reading.ts';

/** A property of a JSON object in a document. `path`: the names from the root; `value` is undefined for an object or array. */
export type Property = {
  path: string[];
  type: 'string' | 'number' | 'boolean' | 'null' | 'object' | 'array';
  value: string | number | boolean | undefined;
  line: number;
};

/**
 * The properties of a JSON object, nested objects included, in order. Curly quotes are taken as quotes where the text is not
 * JSON without that, and the line of the first is given back; no other mistake is forgiven.
 * @throws DeriveError with the line when it is not a JSON object, or names a property twice.
 */
export function readJsonObject(
  lines: Piece[],
  file: string,
): { properties: Property[]; curlyQuotes: number | null } {
  const text = lines.map((piece) => piece.text).join('\n');
  const lineAt = (offset: number) =>
    lines[Math.min(text.slice(0, offset).split('\n').length, lines.length) - 1]?.line ?? 1;
  let curlyQuotes: number | null = null;
  let { root, errors } = parse(text);
  if (errors.length > 0 && /[“”]/.test(text)) {
    curlyQuotes = lineAt(text.search(/[“”]/));
    ({ root, errors } = parse(text.replace(/[“”]/g, '"')));
  }
  const error = errors[0];
  if (error)
    throw new DeriveError(file, lineAt(error.offset), `not JSON: ${printParseErrorCode(error.error)}`);
  if (root?.type !== 'object') throw new DeriveError(file, lineAt(0), 'not a JSON object');
  return { properties: propertiesOf(root, [], lineAt, file), curlyQuotes };
}

function parse(text: string): { root: Node | undefined; errors: ParseError[] } {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  return { root, errors };
}

function propertiesOf(
  object: Node,
  at: string[],
  lineAt: (offset: number) => number,
  file: string,
): Property[] {
  const names = new Set<string>();
  return (object.children ?? []).flatMap((property) => {
    const [name, value] = property.children ?? [];
    const line = lineAt(property.offset);
    if (!name || !value) return [];
    const key = String(name.value);
    if (names.has(key)) throw new DeriveError(file, line, `the JSON object names "${key}" twice`);
    names.add(key);
    const path = [...at, key];
    const own: Property = {
      path,
      type: value.type as Property['type'],
      value: ['string', 'number', 'boolean'].includes(value.type)
        ? (value.value as string | number | boolean)
        : undefined,
      line,
    };
    return value.type === 'object' ? [own, ...propertiesOf(value, path, lineAt, file)] : [own];
  });
}
