import type { ProfileId } from './contract.ts';

/** The profiles that are one document each; `current` is made of them. */
export type DocumentProfile = Exclude<ProfileId, 'current'>;

export const DOCUMENT_PROFILES = [
  'preview-2017',
  'windows-2019',
  'microsoft-2021-sv',
  'summary-2021',
  'microsoft-2023',
] as const satisfies readonly DocumentProfile[];

/** One thing that a document says: a stable dotted id, its value, and the line (from 1) that says it. */
export type Fact = {
  id: string;
  value: string | number | boolean;
  line: number;
  /** Further lines that say the same, ascending; absent where there are none. */
  also?: number[];
};

/** What the lines are that say nothing about the operation, and why a requirement need not come from each kind. */
export const LEFTOVERS = {
  'front matter': 'describes the page, not the operation',
  heading: 'names a part of the page',
  'call-out': 'announces the sentences after it, which are read themselves',
  include: 'stands for the text of another page, which is a source of its own',
  introduction: 'announces an example',
  offer: 'invites the reader to try the product',
  remark: 'has no word that asks, allows or promises anything',
} as const;
export type Leftover = keyof typeof LEFTOVERS;

/** What one document says; the format of `schemas/facts/<profile>.json`. */
export type Facts = {
  generatedBy: 'cordon derive';
  profile: DocumentProfile;
  /** The document's file name, without a folder. */
  document: string;
  /** SHA-256 of the document's bytes, lower-case hexadecimal. */
  sha256: string;
  /** How many lines the document has. */
  lines: number;
  /** In the order of the document. */
  facts: Fact[];
  /** Ranges of lines, first and last, that hold text of which no fact was made, and what they are. */
  unused: [from: number, to: number, kind: Leftover][];
};

/** What a capture or a public page shows; one entry of `schemas/captures.json`. */
type Evidence = {
  /** Of the capture, or of the page's revision; ISO 8601, as exact as it is known. */
  date: string;
  /** Where the public can find it: page or repository, with commit or issue number. */
  origin: string;
  /** In our words. */
  shows: string[];
};

/** `capture:<name>` and `page:<name>` in a source name an entry here. */
export type Captures = { captures: Record<string, Evidence>; pages: Record<string, Evidence> };

/** One contradiction: between documents, or between them and what the service does. */
export type LedgerRow = {
  topic: string;
  /** Each `fact` is an id in that profile's facts. */
  says: { profile: DocumentProfile; fact: string }[];
  /** `capture:<name>` or `page:<name>`. */
  captures?: string[];
  /** What `current` takes. */
  takes: string;
  why: string;
};
