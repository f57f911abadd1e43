export type MarkupElement = {
  name: string;
  attributes: Record<string, string>;
  children: (MarkupElement | string)[];
};

const TOKEN =
  /<\?xml version="1\.0" encoding="UTF-8"\?>|<!doctype html>|<\/(?<end>[\w-]+)>|<(?<start>[\w-]+)(?<attributes>(?: [\w:-]+="[^"<]*")*)(?<empty>\/?)>|(?<text>[^<]+)/y;
const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#13;': '\r',
  '&#10;': '\n',
  '&#9;': '\t',
};

/**
 * A strict reader for tests, for XML and for HTML that is written like it. `void`: elements without an end; `raw`: elements
 * whose text is not read.
 * @throws Error at the first thing that is not well-formed.
 */
export function parseMarkup(
  markup: string,
  o: { void?: readonly string[]; raw?: readonly string[] } = {},
): MarkupElement {
  // oxlint-disable-next-line no-control-regex
  const forbidden = /[^\t\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.exec(markup);
  if (forbidden)
    throw new Error(`forbidden character U+${forbidden[0].charCodeAt(0).toString(16)} at ${forbidden.index}`);
  const root: MarkupElement = { name: '', attributes: {}, children: [] };
  const open = [root];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < markup.length) {
    const at = TOKEN.lastIndex;
    const groups = TOKEN.exec(markup)?.groups;
    if (!groups) throw new Error(`not well-formed at ${at}: ${markup.slice(at, at + 60)}`);
    const parent = open.at(-1) ?? root;
    if (groups['end'] !== undefined) {
      if (groups['end'] !== parent.name || open.length === 1)
        throw new Error(`</${groups['end']}> ends <${parent.name}> at ${at}`);
      open.pop();
    } else if (groups['start'] !== undefined) {
      const element: MarkupElement = {
        name: groups['start'],
        attributes: attributesOf(groups['attributes'] ?? ''),
        children: [],
      };
      parent.children.push(element);
      if (groups['empty'] === '' && !o.void?.includes(element.name)) open.push(element);
    } else if (groups['text'] !== undefined) {
      const raw = o.raw?.includes(parent.name) ?? false;
      if (!raw && groups['text'].includes(']]>')) throw new Error(`]]> in text at ${at}`);
      parent.children.push(raw ? groups['text'] : decoded(groups['text']));
    }
  }
  if (open.length > 1) throw new Error(`<${open.at(-1)?.name}> has no end`);
  const elements = root.children.filter((child) => typeof child !== 'string');
  const [first] = elements;
  if (!first || elements.length > 1) throw new Error(`${elements.length} elements at the top`);
  return first;
}

function attributesOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [
    name,
    decoded(value),
  ]);
  const attributes = Object.fromEntries(pairs) as Record<string, string>;
  if (Object.keys(attributes).length !== pairs.length) throw new Error(`an attribute twice: ${text}`);
  return attributes;
}

/** The text that entities stand for. @throws Error for an `&` that begins none. */
export function decoded(text: string): string {
  return text.replace(/&[^;]{0,6};?/g, (entity) => {
    const character = ENTITIES[entity];
    if (character === undefined) throw new Error(`no entity: ${entity}`);
    return character;
  });
}

/** All elements of that name, in order. */
export function elementsOf(element: MarkupElement, name: string): MarkupElement[] {
  return element.children.flatMap((child) =>
    typeof child === 'string' ? [] : [...(child.name === name ? [child] : []), ...elementsOf(child, name)],
  );
}

export function textIn(element: MarkupElement): string {
  return element.children.map((child) => (typeof child === 'string' ? child : textIn(child))).join('');
}
