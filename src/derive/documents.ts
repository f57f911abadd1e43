import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DOCUMENT_PROFILES, type DocumentProfile, type Facts } from '../contract/facts.ts';
import { messageOf } from '../errors.ts';
import { DeriveError } from './error.ts';
import { extract } from './extract.ts';
import { unusedRanges } from './leftovers.ts';
import { isMarkdown, readMarkdown } from './read-markdown.ts';
import { readPlain } from './read-plain.ts';

/** The number that begins a document's file name decides which profile it is; the rest of the name may vary. */
const PREFIXES: Record<string, DocumentProfile> = {
  '000': 'preview-2017',
  '001': 'summary-2021',
  '002': 'microsoft-2023',
  '003': 'windows-2019',
  '004': 'microsoft-2021-sv',
};

/**
 * Reads the five documents in a folder, in the order of the profiles. Names that begin with a dot are passed over.
 * @throws DeriveError when the folder or a file cannot be read, a name is unknown, a document is missing or there twice,
 * or one cannot be understood.
 */
export async function readDocuments(dir: string): Promise<Facts[]> {
  const names = await documentNames(dir);
  return Promise.all(
    DOCUMENT_PROFILES.map(async (profile) => {
      const document = names[profile];
      return factsOf(profile, document, await readBytes(dir, document));
    }),
  );
}

/**
 * The facts of one document.
 * @throws DeriveError with the line that is not understood.
 */
export function factsOf(profile: DocumentProfile, document: string, bytes: Uint8Array): Facts {
  const text = textOf(bytes, document);
  const reading = isMarkdown(text) ? readMarkdown(text, document) : readPlain(text, document);
  const { facts, used } = extract(reading, document);
  return {
    generatedBy: 'cordon derive',
    profile,
    document,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    lines: linesOf(text).length,
    facts,
    unused: unusedRanges(reading, used),
  };
}

/**
 * The text of a document's lines that the parser made nothing of; it is read from the document and kept nowhere.
 * @throws DeriveError when the document cannot be read.
 */
export async function unusedLines(facts: Facts, dir: string): Promise<{ line: number; text: string }[]> {
  const lines = linesOf(textOf(await readBytes(dir, facts.document), facts.document));
  return facts.unused.flatMap(([from, to]) =>
    lines.slice(from - 1, to).map((text, index) => ({ line: from + index, text })),
  );
}

async function documentNames(dir: string): Promise<Record<DocumentProfile, string>> {
  const found: Partial<Record<DocumentProfile, string>> = {};
  for (const name of (await listing(dir)).filter((entry) => !entry.startsWith('.')).sort()) {
    const profile = PREFIXES[/^(\d{3})(?!\d)/.exec(name)?.[1] ?? ''];
    if (profile === undefined)
      throw new DeriveError(
        join(dir, name),
        null,
        `not a known document; names begin with ${Object.keys(PREFIXES).join(', ')}`,
      );
    if (found[profile] !== undefined)
      throw new DeriveError(
        join(dir, name),
        null,
        `a second document of the profile ${profile}, beside ${found[profile]}`,
      );
    found[profile] = name;
  }
  for (const [prefix, profile] of Object.entries(PREFIXES))
    if (found[profile] === undefined)
      throw new DeriveError(
        dir,
        null,
        `no document ${prefix}_… (${profile}); all of ${Object.keys(PREFIXES).join(', ')} are needed`,
      );
  return found as Record<DocumentProfile, string>;
}

async function listing(dir: string): Promise<string[]> {
  try {
    return await readdir(dir);
  } catch (error) {
    throw new DeriveError(dir, null, `cannot read the folder of documents: ${messageOf(error)}`);
  }
}

async function readBytes(dir: string, name: string): Promise<Uint8Array> {
  try {
    return await readFile(join(dir, name));
  } catch (error) {
    throw new DeriveError(join(dir, name), null, `cannot read the document: ${messageOf(error)}`);
  }
}

function textOf(bytes: Uint8Array, document: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r\n?/g, '\n');
  } catch {
    throw new DeriveError(document, null, 'not UTF-8 text');
  }
}

function linesOf(text: string): string[] {
  return text.replace(/\n$/, '').split('\n');
}
