/**
 * A document as both parsers give it: sections with tables, fences and prose, each with its lines (from 1).
 * `text` is English; `translated` is what a machine-translated document shows beside it.
 */
export type Piece = { text: string; line: number };
export type Words = { text: string; translated?: string; line: number };

export type Table = {
  kind: 'table';
  header: Words[];
  line: number;
  rows: { cells: Words[]; line: number }[];
};
/** Code: the lines between the markers, as written. */
export type Fence = { kind: 'fence'; lines: Piece[]; line: number };
/** A paragraph or a list item. */
export type Prose = { kind: 'prose'; pieces: Piece[]; translated?: string; line: number };
export type Block = Table | Fence | Prose;

export type Section = {
  /** Lower-case English heading; empty before the first heading. */
  key: string;
  heading: Words;
  /** Keys of the sections around it, the outermost first. */
  within: string[];
  blocks: Block[];
};

export type Reading = {
  /** Front matter, or what stands for it. */
  meta: { key: string; value: string; line: number }[];
  sections: Section[];
  /** The document's lines as written. */
  source: string[];
  /** Lines that mark structure and say nothing: fence markers and table rulers. */
  markers: Set<number>;
};

/** A block of prose as one line of text, with the way back from an index in it to the document's line. */
export function joined(prose: Prose): { text: string; lineAt: (index: number) => number } {
  const text = prose.pieces.map((piece) => piece.text).join(' ');
  const lineAt = (index: number) => {
    let end = -1;
    for (const piece of prose.pieces) {
      end += piece.text.length + 1;
      if (index <= end) return piece.line;
    }
    return prose.pieces.at(-1)?.line ?? prose.line;
  };
  return { text, lineAt };
}

/** Sections with this key, at any depth. */
export function sectionsOf(reading: Reading, ...keys: string[]): Section[] {
  return reading.sections.filter((section) => keys.includes(section.key));
}

export function blocksOf<K extends Block['kind']>(section: Section, kind: K): Extract<Block, { kind: K }>[] {
  return section.blocks.filter((block): block is Extract<Block, { kind: K }> => block.kind === kind);
}

/** Builds sections in document order from headings and blocks. */
export function sectionBuilder(): {
  heading(words: Words, depth: number): void;
  block(block: Block): void;
  sections: Section[];
} {
  const sections: Section[] = [];
  let open: { key: string; depth: number }[] = [];
  const begin = (heading: Words, depth: number) => {
    open = open.filter((outer) => outer.depth < depth);
    const key = heading.text.toLowerCase().replace(/:$/, '').trim();
    sections.push({ key, heading, within: open.map((outer) => outer.key), blocks: [] });
    open.push({ key, depth });
  };
  begin({ text: '', line: 1 }, 0);
  return {
    sections,
    heading: begin,
    block: (block) => {
      sections.at(-1)?.blocks.push(block);
    },
  };
}
