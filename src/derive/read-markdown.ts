import type { BlockContent, DefinitionContent, RootContent, Table as MdTable } from 'mdast';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { LineCounter, isScalar, parseDocument, isMap } from 'yaml';
import { DeriveError } from './error.ts';
import { inlineText } from './inline-text.ts';
import { sectionBuilder, type Fence, type Reading, type Table, type Words } from './reading.ts';

const parser = unified().use(remarkParse).use(remarkGfm).use(remarkFrontmatter, ['yaml']);

/** True for text that has front matter or a Markdown heading. */
export function isMarkdown(text: string): boolean {
  return text.startsWith('---\n') || /^#{1,6} \S/m.test(text);
}

/** Reads a document in Markdown. @throws DeriveError when its front matter is not YAML. */
export function readMarkdown(text: string, file: string): Reading {
  const source = text.split('\n');
  const markers = new Set<number>();
  const meta: Reading['meta'] = [];
  const builder = sectionBuilder();
  const visit = (node: RootContent | BlockContent | DefinitionContent): void => {
    const line = node.position?.start.line ?? 1;
    if (node.type === 'yaml') meta.push(...frontMatter(node.value, line + 1, file));
    else if (node.type === 'heading') builder.heading(wordsOf(inlineText(node.children), line), node.depth);
    else if (node.type === 'paragraph') {
      const { pieces, translated } = inlineText(node.children);
      builder.block({ kind: 'prose', pieces, line, ...(translated === undefined ? {} : { translated }) });
    } else if (node.type === 'table') {
      markers.add(line + 1);
      builder.block(tableOf(node));
    } else if (node.type === 'code')
      builder.block(fenceOf(node.value, line, node.position?.end.line ?? line, source, markers));
    else if (node.type === 'blockquote' || node.type === 'listItem') node.children.forEach(visit);
    else if (node.type === 'list') node.children.forEach((item) => item.children.forEach(visit));
  };
  parser.parse(text).children.forEach(visit);
  return { meta, sections: builder.sections, source, markers };
}

function frontMatter(yaml: string, firstLine: number, file: string): Reading['meta'] {
  const counter = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: counter });
  const lineAt = (offset: number) => firstLine + counter.linePos(offset).line - 1;
  const error = document.errors[0];
  if (error) throw new DeriveError(file, lineAt(error.pos[0]), `the front matter is not YAML: ${error.code}`);
  if (!isMap(document.contents)) return [];
  return document.contents.items.flatMap(({ key, value }) =>
    isScalar(key) && isScalar(value) && value.value !== null
      ? [
          {
            key: String(key.value),
            value: String(value.value as string | number | boolean),
            line: lineAt(key.range?.[0] ?? 0),
          },
        ]
      : [],
  );
}

function wordsOf({ pieces, translated }: ReturnType<typeof inlineText>, line: number): Words {
  const text = pieces.map((piece) => piece.text).join(' ');
  return { text, line, ...(translated === undefined ? {} : { translated }) };
}

function tableOf(node: MdTable): Table {
  const [header, ...rows] = node.children.map((row) => {
    const line = row.position?.start.line ?? 1;
    return { line, cells: row.children.map((cell) => wordsOf(inlineText(cell.children), line)) };
  });
  return { kind: 'table', header: header?.cells ?? [], line: header?.line ?? 1, rows };
}

/** An indented block has no markers; a fence has one before and, unless the document ends in it, one after. */
function fenceOf(value: string, from: number, to: number, source: string[], markers: Set<number>): Fence {
  const marker = /^[\s>]*(```|~~~)/;
  const fenced = marker.test(source[from - 1] ?? '');
  if (fenced) markers.add(from);
  if (fenced && to > from && marker.test(source[to - 1] ?? '')) markers.add(to);
  const first = fenced ? from + 1 : from;
  return {
    kind: 'fence',
    line: from,
    lines: value.split('\n').map((text, index) => ({ text, line: first + index })),
  };
}
