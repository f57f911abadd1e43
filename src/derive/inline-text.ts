import type { PhrasingContent } from 'mdast';
import type { Piece } from './reading.ts';

/** Inline Markdown as text by line. `translated` is there only where the source carries English beside a translation. */
export type InlineText = { pieces: Piece[]; translated?: string };

type Language = 'both' | 'english' | 'translated';

/**
 * Takes the words out of inline Markdown. A machine-translated page wraps its translation in `<span data-ttu-id>` and
 * the English source in `<span class="sxs-lookup">` after it; what stands outside spans belongs to both.
 */
export function inlineText(nodes: PhrasingContent[]): InlineText {
  const written: { text: string; line: number; language: Language }[] = [];
  const spans: Language[] = [];
  const walk = (node: PhrasingContent) => {
    const line = node.position?.start.line ?? 0;
    if (node.type === 'html') openOrClose(node.value, spans);
    else if (node.type === 'text' || node.type === 'inlineCode')
      node.value.split('\n').forEach((text, index) => {
        written.push({ text, line: line + index, language: languageIn(spans) });
      });
    else if ('children' in node) node.children.forEach(walk);
  };
  nodes.forEach(walk);
  const hasEnglish = written.some((part) => part.language === 'english');
  const english = written.filter((part) => !hasEnglish || part.language !== 'translated');
  const pieces = byLine(english);
  if (!hasEnglish) return { pieces };
  const translated = byLine(written.filter((part) => part.language !== 'english'));
  return { pieces, translated: translated.map((piece) => piece.text).join(' ') };
}

function openOrClose(tag: string, spans: Language[]): void {
  if (/^<\/span\b/i.test(tag)) spans.pop();
  else if (/^<span\b/i.test(tag)) {
    if (/\bclass="[^"]*\bsxs-lookup\b/.test(tag)) spans.push('english');
    else spans.push(/\bdata-ttu-id=/.test(tag) ? 'translated' : 'both');
  }
}

function languageIn(spans: Language[]): Language {
  if (spans.includes('english')) return 'english';
  return spans.includes('translated') ? 'translated' : 'both';
}

function byLine(parts: Piece[]): Piece[] {
  const lines = new Map<number, string>();
  for (const { text, line } of parts) lines.set(line, (lines.get(line) ?? '') + text);
  return [...lines]
    .map(([line, text]) => ({ line, text: text.replace(/\s+/g, ' ').trim() }))
    .filter((piece) => piece.text !== '');
}
