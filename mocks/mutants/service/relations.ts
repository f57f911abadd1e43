import {
  changingAnswer,
  editingAction,
  fieldsOf,
  settingInAction,
  withBody,
  type Fields,
} from './changes.ts';
import { renamingIds } from './ids.ts';
import type { Change, ServiceMutant } from './mutant.ts';

/** Stores each comment as `edit` makes of it. */
const storing = (edit: (comment: string) => string): Change =>
  editingAction((action) => ({ ...action, requestorComment: edit(String(action['requestorComment'])) }));

/** Mixes up what two calls said: each action shows `name` of the one before. */
function lagging(name: string): Change {
  return (service, options) => {
    let before: unknown;
    return changingAnswer(201, (answer) => {
      const action = fieldsOf(answer) ?? {};
      const own = action[name];
      const shown: Fields = { ...action, [name]: before ?? own };
      before = own;
      return withBody(answer, shown);
    })(service, options);
  };
}

const BOTH = ['relations.comment', 'relations.comment-exact'];

/** Actions that do not belong to their calls. */
export const RELATIONS_MUTANTS: readonly ServiceMutant[] = [
  {
    id: 'relations.comment-of-another',
    title: 'shows the comment of the call before',
    kills: BOTH,
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
  {
    id: 'relations.comment-composed',
    title: 'stores comments in Unicode form NFC',
    kills: ['relations.comment-exact'],
    change: storing((comment) => comment.normalize('NFC')),
  },
  {
    id: 'relations.hash-of-another',
    title: 'shows the file of the call before',
    kills: ['relations.hash'],
    change: lagging('relatedFileInfo'),
  },
  {
    id: 'relations.hash-cut',
    title: 'shows the first 32 digits of the hash',
    kills: ['relations.hash'],
    change: editingAction((action) => {
      const file = action['relatedFileInfo'] as Fields;
      return {
        ...action,
        relatedFileInfo: { ...file, fileIdentifier: String(file['fileIdentifier']).slice(0, 32) },
      };
    }),
  },
  {
    id: 'relations.machine-of-another',
    title: 'shows the machine of the call before',
    kills: ['relations.machine'],
    change: lagging('machineId'),
  },
  {
    id: 'relations.machine-name',
    title: 'shows the name of the machine for its id',
    kills: ['relations.machine'],
    change: editingAction((action) => ({ ...action, machineId: action['computerDnsName'] })),
  },
  {
    id: 'relations.machine-null',
    title: 'shows null for the machine',
    kills: ['body.schema', 'relations.machine'],
    change: settingInAction({ machineId: null }),
  },
  {
    id: 'relations.updated-before-created',
    title: 'updates an action before it is created',
    kills: ['relations.times'],
    change: editingAction((action) => ({
      ...action,
      creationDateTimeUtc: action['lastUpdateDateTimeUtc'],
      lastUpdateDateTimeUtc: action['creationDateTimeUtc'],
    })),
  },
  {
    id: 'relations.same-id',
    title: 'gives each action the same id',
    kills: ['relations.unique-id'],
    change: renamingIds(() => '6f1f8a2e-0d0e-4b7c-9b5a-3c1d2e4f5a6b'),
  },
  {
    id: 'relations.id-of-one-digit',
    title: 'keeps one digit of randomness in an id',
    kills: ['relations.unique-id'],
    change: renamingIds((id) => `6f1f8a2e-0d0e-4b7c-9b5a-3c1d2e4f5a${id.slice(-1)}0`),
  },
];

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
