import { editingAction, settingInAction } from './changes.ts';
import { lagging } from './lagging.ts';
import type { Change, ServiceMutant } from './mutant.ts';

/** Stores each comment as `edit` makes of it. */
const storing = (edit: (comment: string) => string): Change =>
  editingAction((action) => ({ ...action, requestorComment: edit(String(action['requestorComment'])) }));

type Storing = readonly [name: string, title: string, edit: (comment: string) => string];

/** What a reader of the comment may not notice. */
const EXACTLY: readonly Storing[] = [
  ['decomposed', 'stores comments in Unicode form NFD', (comment) => comment.normalize('NFD')],
  ['line-break', 'ends each comment with a line break', (comment) => `${comment}\n`],
  ['one-line', 'makes one space of any white space', (comment) => comment.replace(/\s+/g, ' ')],
  ['ampersands', 'escapes ampersands alone', (comment) => comment.replaceAll('&', '&amp;')],
];

/** What makes another comment of it. */
const DIFFERENTLY: readonly Storing[] = [
  ['tags-lost', 'drops what looks like a tag', (comment) => comment.replace(/<[^>]*>/g, '')],
  ['quotes-doubled', 'doubles quotes', (comment) => comment.replaceAll("'", "''")],
  ['backslashes-lost', 'drops backslashes', (comment) => comment.replaceAll('\\', '')],
  ['latin-1', 'reads UTF-8 as Latin-1', (comment) => Buffer.from(comment, 'utf8').toString('latin1')],
  ['encoded', 'encodes comments for an address', (comment) => encodeURIComponent(comment)],
  ['decoded', 'takes a comment for a part of an address', (comment) => comment.replaceAll('&', ' ')],
  ['json', 'stores the JSON of a comment', (comment) => JSON.stringify(comment)],
  ['prefixed', 'writes its name before each comment', (comment) => `[API] ${comment}`],
  ['cut-255', 'cuts comments after 255 characters', (comment) => comment.slice(0, 255)],
  ['upper-case', 'stores comments in capital letters', (comment) => comment.toUpperCase()],
  ['marks-lost', 'drops combining marks', (comment) => comment.normalize('NFD').replace(/\p{M}/gu, '')],
];

const BOTH = ['relations.comment', 'relations.comment-exact'];

/** Comments that are not those of their calls. */
export const COMMENTS_MUTANTS: readonly ServiceMutant[] = [
  {
    id: 'relations.comment-of-another',
    title: 'shows the comment of the call before',
    kills: [...BOTH, 'effects.read-unchanged'],
    change: lagging('requestorComment'),
  },
  {
    id: 'relations.comment-fixed',
    title: 'shows a comment of its own',
    kills: BOTH,
    change: storing(() => 'Quarantined by the API'),
  },
  {
    id: 'relations.comment-null',
    title: 'shows null for the comment',
    kills: ['body.schema', 'relations.comment'],
    change: settingInAction({ requestorComment: null }),
  },
  {
    id: 'relations.comment-lower-case',
    title: 'stores comments in lower case',
    kills: BOTH,
    change: storing((comment) => comment.toLowerCase()),
  },
  {
    id: 'relations.comment-cut',
    title: 'cuts comments after 100 characters',
    kills: BOTH,
    change: storing((comment) => comment.slice(0, 100)),
  },
  {
    id: 'relations.comment-astral-lost',
    title: 'drops characters beyond the first 65,536',
    kills: BOTH,
    change: storing((comment) => comment.replace(/[\u{10000}-\u{10ffff}]/gu, '')),
  },
  {
    id: 'relations.comment-ascii',
    title: 'stores a question mark for each character beyond ASCII',
    kills: BOTH,
    change: storing((comment) => comment.replace(/[^\0-\x7f]/g, '?')),
  },
  {
    id: 'relations.comment-escaped',
    title: 'escapes comments for HTML',
    kills: ['relations.comment-exact'],
    change: storing((comment) => comment.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char)),
  },
  {
    id: 'relations.comment-trimmed',
    title: 'trims comments',
    kills: ['relations.comment-exact'],
    change: storing((comment) => comment.trim()),
  },
  ...EXACTLY.map(([name, title, edit]): ServiceMutant => ({
    id: `relations.comment-${name}`,
    title,
    kills: ['relations.comment-exact'],
    change: storing(edit),
  })),
  ...DIFFERENTLY.map(([name, title, edit]): ServiceMutant => ({
    id: `relations.comment-${name}`,
    title,
    kills: BOTH,
    change: storing(edit),
  })),
  {
    id: 'relations.comment-composed',
    title: 'stores comments in Unicode form NFC',
    kills: ['relations.comment-exact'],
    change: storing((comment) => comment.normalize('NFC')),
  },
];

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
