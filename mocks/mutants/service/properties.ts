import { editingAction, settingInAction } from './changes.ts';
import { renamingIds } from './ids.ts';
import type { ServiceMutant } from './mutant.ts';

/** One property of an action is wrong. */
export const PROPERTIES_MUTANTS: readonly ServiceMutant[] = [
  {
    id: 'body.id-missing',
    title: 'leaves out the id',
    kills: ['body.id'],
    change: settingInAction({ id: undefined }),
  },
  {
    id: 'body.id-number',
    title: 'numbers its actions',
    kills: ['body.id'],
    change: settingInAction({ id: 4711 }),
  },
  {
    id: 'body.id-not-guid',
    title: 'gives ids that are no GUID',
    kills: ['body.id'],
    change: renamingIds((id) => `quarantine-${id.slice(0, 8)}`),
  },
  {
    id: 'body.id-braces',
    title: 'puts braces around an id',
    kills: ['body.id'],
    change: renamingIds((id) => `{${id.toUpperCase()}}`),
  },
  {
    id: 'body.type-lower-case',
    title: 'spells the type of an action in lower case',
    kills: ['body.type'],
    change: settingInAction({ type: 'stopandquarantinefile' }),
  },
  {
    id: 'body.type-other',
    title: 'gives an action another type',
    kills: ['body.type'],
    change: settingInAction({ type: 'RequestSample' }),
  },
  {
    id: 'body.status-unknown',
    title: 'gives an action a status that is not documented',
    kills: ['body.status'],
    change: settingInAction({ status: 'Queued' }),
  },
  {
    id: 'body.status-lower-case',
    title: 'spells the status in lower case',
    kills: ['body.status'],
    change: editingAction((action) => ({ ...action, status: String(action['status']).toLowerCase() })),
  },
  {
    id: 'body.time-without-zone',
    title: 'leaves out the Z of a time',
    kills: ['body.times'],
    change: editingAction((action) => ({
      ...action,
      creationDateTimeUtc: String(action['creationDateTimeUtc']).replace('Z', ''),
    })),
  },
  {
    id: 'body.time-offset',
    title: 'writes a time with an offset in place of Z',
    kills: ['body.times'],
    change: editingAction((action) => ({
      ...action,
      lastUpdateDateTimeUtc: String(action['lastUpdateDateTimeUtc']).replace('Z', '+00:00'),
    })),
  },
  {
    id: 'body.time-twelve-hours',
    title: 'writes a time by the twelve-hour clock',
    kills: ['body.times'],
    change: settingInAction({ creationDateTimeUtc: '11/22/2023 3:04:05 PM' }),
  },
  {
    id: 'body.time-ten-digits',
    title: 'writes ten digits of a second',
    kills: ['body.time-precision'],
    change: settingInAction({
      creationDateTimeUtc: '2023-11-22T15:04:05.1234567890Z',
      lastUpdateDateTimeUtc: '2023-11-22T15:04:05.1234567891Z',
    }),
  },
  {
    id: 'body.time-number',
    title: 'writes a time as a number',
    kills: ['body.times'],
    change: settingInAction({ creationDateTimeUtc: 1_700_665_445 }),
  },
  {
    id: 'body.time-missing',
    title: 'leaves out the last update',
    kills: ['body.times'],
    change: settingInAction({ lastUpdateDateTimeUtc: undefined }),
  },
  {
    id: 'body.cancellation-empty',
    title: 'writes an empty text where no cancellation is',
    kills: ['body.times'],
    change: settingInAction({ cancellationDateTimeUtc: '' }),
  },
  {
    id: 'body.file-missing',
    title: 'leaves out the file',
    kills: ['body.file'],
    change: settingInAction({ relatedFileInfo: undefined }),
  },
  {
    id: 'body.file-null',
    title: 'sends null for the file',
    kills: ['body.file'],
    change: settingInAction({ relatedFileInfo: null }),
  },
  {
    id: 'body.file-sha256',
    title: 'calls the hash of the file a SHA-256',
    kills: ['body.file'],
    change: editingFile({ fileIdentifierType: 'Sha256' }),
  },
  {
    id: 'body.file-kind-letter-case',
    title: 'spells the kind of hash in capital letters',
    kills: ['body.file'],
    change: editingFile({ fileIdentifierType: 'SHA1' }),
  },
  {
    id: 'body.requestor-null',
    title: 'sends null for the requestor',
    kills: ['body.schema'],
    change: settingInAction({ requestor: null }),
  },
  {
    id: 'body.machine-missing',
    title: 'leaves out the machine',
    kills: ['body.schema'],
    change: settingInAction({ machineId: undefined }),
  },
  {
    id: 'body.comment-missing',
    title: 'leaves out the comment',
    kills: ['body.schema'],
    change: settingInAction({ requestorComment: undefined }),
  },
  {
    id: 'body.scope-number',
    title: 'sends a number for the scope',
    kills: ['body.schema'],
    change: settingInAction({ scope: 5 }),
  },
  {
    id: 'body.commands-object',
    title: 'sends an object for the list of commands',
    kills: ['body.schema'],
    change: settingInAction({ commands: {} }),
  },
  {
    id: 'body.error-code-text',
    title: 'sends a text for the error number',
    kills: ['body.schema'],
    change: settingInAction({ errorHResult: '0' }),
  },
];

function editingFile(values: Record<string, unknown>) {
  return editingAction((action) => ({
    ...action,
    relatedFileInfo: { ...fieldsOfFile(action), ...values },
  }));
}

function fieldsOfFile(action: Record<string, unknown>): Record<string, unknown> {
  return (action['relatedFileInfo'] ?? {}) as Record<string, unknown>;
}
