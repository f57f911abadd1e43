import { editingAction, settingInAction, type Fields } from './changes.ts';
import { renamingIds } from './ids.ts';
import { lagging } from './lagging.ts';
import type { ServiceMutant } from './mutant.ts';

/** Actions that do not belong to their calls. */
export const RELATIONS_MUTANTS: readonly ServiceMutant[] = [
  {
    id: 'relations.hash-of-another',
    title: 'shows the file of the call before',
    kills: ['relations.hash', 'effects.read-unchanged'],
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
    id: 'relations.hash-of-comment',
    title: 'shows the comment where the hash is due',
    kills: ['relations.hash'],
    change: editingAction((action) => showingHash(action, action['requestorComment'])),
  },
  {
    id: 'relations.hash-null',
    title: 'shows null for the hash',
    kills: ['body.file', 'relations.hash'],
    change: editingAction((action) => showingHash(action, null)),
  },
  {
    id: 'relations.hash-last-digit',
    title: 'loses the last digit of the hash',
    kills: ['relations.hash'],
    change: editingAction((action) =>
      showingHash(action, hashIn(action).replace(/.$/, '0').replace(/^./, 'f')),
    ),
  },
  {
    id: 'relations.machine-of-another',
    title: 'shows the machine of the call before',
    kills: ['relations.machine', 'effects.read-unchanged', 'effects.list-complete'],
    change: lagging('machineId'),
  },
  {
    id: 'relations.machine-beyond-ascii',
    title: 'loses the machine where the comment is not ASCII',
    kills: ['relations.machine'],
    change: editingAction((action) =>
      /[^\0-\x7f]/.test(String(action['requestorComment'])) ? { ...action, machineId: 'unknown' } : action,
    ),
  },
  {
    id: 'relations.machine-name',
    title: 'shows the name of the machine for its id',
    kills: ['relations.machine', 'effects.list-filter'],
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
    kills: ['relations.times', 'effects.read-unchanged'],
    change: editingAction((action) => ({
      ...action,
      creationDateTimeUtc: action['lastUpdateDateTimeUtc'],
      lastUpdateDateTimeUtc: action['creationDateTimeUtc'],
    })),
  },
  {
    id: 'relations.updated-a-second-before',
    title: 'updates an action a second before it is created',
    kills: ['relations.times'],
    change: editingAction((action) => ({
      ...action,
      lastUpdateDateTimeUtc: new Date(Date.parse(String(action['creationDateTimeUtc'])) - 1000).toISOString(),
    })),
  },
  {
    id: 'relations.id-of-long-comments',
    title: 'gives one id to all actions with a long comment',
    kills: ['relations.unique-id'],
    change: editingAction((action) =>
      String(action['requestorComment']).length > 40
        ? { ...action, id: '6f1f8a2e-0d0e-4b7c-9b5a-3c1d2e4f5a6b' }
        : action,
    ),
  },
  {
    id: 'relations.same-id',
    title: 'gives each action the same id',
    kills: [
      'relations.unique-id',
      'effects.read-unchanged',
      'effects.status-forward',
      'effects.cancel-ends',
      'effects.after-end',
    ],
    change: renamingIds(() => '6f1f8a2e-0d0e-4b7c-9b5a-3c1d2e4f5a6b'),
  },
  {
    id: 'relations.name-of-another',
    title: 'shows the name of another machine',
    kills: ['relations.machine-name'],
    change: editingAction((action) => ({ ...action, computerDnsName: 'device-17.example.test' })),
  },
  {
    id: 'relations.name-is-id',
    title: 'shows the id of the machine for its name',
    kills: ['relations.machine-name'],
    change: editingAction((action) => ({ ...action, computerDnsName: action['machineId'] })),
  },
  {
    id: 'relations.requestor-numbered',
    title: 'gives each call another requestor',
    kills: ['relations.requestor'],
    change: editingAction((action) => ({
      ...action,
      requestor: `Client ${String(action['id']).slice(0, 8)}`,
    })),
  },
  {
    id: 'relations.requestor-is-comment',
    title: 'shows the comment for the requestor',
    kills: ['relations.requestor'],
    change: editingAction((action) => ({ ...action, requestor: action['requestorComment'] })),
  },
  {
    id: 'relations.id-of-one-digit',
    title: 'keeps one digit of randomness in an id',
    kills: ['relations.unique-id', 'effects.read-unchanged'],
    change: renamingIds((id) => `6f1f8a2e-0d0e-4b7c-9b5a-3c1d2e4f5a${id.slice(-1)}0`),
  },
];

const hashIn = (action: Fields): string => String((action['relatedFileInfo'] as Fields)['fileIdentifier']);

function showingHash(action: Fields, fileIdentifier: unknown): Fields {
  return { ...action, relatedFileInfo: { ...(action['relatedFileInfo'] as Fields), fileIdentifier } };
}
