import { editingAction, settingInAction } from './changes.ts';
import type { ServiceMutant } from './mutant.ts';

/** One property of an action is wrong. */
export const PROPERTIES_MUTANTS: readonly ServiceMutant[] = [
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
    change: editingAction((action) => ({
      ...action,
      creationDateTimeUtc: tenDigits(action['creationDateTimeUtc']),
      lastUpdateDateTimeUtc: tenDigits(action['lastUpdateDateTimeUtc']),
    })),
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
    kills: ['body.times', 'body.not-cancelled'],
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
    id: 'body.file-md5',
    title: 'calls the hash of the file an MD5',
    kills: ['body.file'],
    change: editingFile({ fileIdentifierType: 'Md5' }),
  },
  {
    id: 'body.file-kind-missing',
    title: 'leaves out the kind of hash',
    kills: ['body.file'],
    change: editingFile({ fileIdentifierType: undefined }),
  },
  {
    id: 'body.file-list',
    title: 'sends a list of files',
    kills: ['body.file'],
    change: editingAction((action) => ({ ...action, relatedFileInfo: [action['relatedFileInfo']] })),
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
  ...(
    [
      ['title', 5],
      ['title', []],
      ['computerDnsName', {}],
      ['cancellationComment', 0],
      ['externalId', 17],
      ['requestSource', null],
      ['requestSource', 1],
      ['commands', null],
      ['commands', ''],
      ['scope', ['Full']],
      ['errorHResult', null],
      ['errorHResult', 0.5],
      ['errorHResult', false],
    ] as const
  ).map(([name, value]): ServiceMutant => ({
    id: `body.${name.toLowerCase()}-${kindOf(value)}`,
    title: `sends ${JSON.stringify(value)} for ${name}`,
    kills: name === 'cancellationComment' ? ['body.schema', 'body.not-cancelled'] : ['body.schema'],
    change: settingInAction({ [name]: value }),
  })),
  {
    id: 'body.error-code-text',
    title: 'sends a text for the error number',
    kills: ['body.schema'],
    change: settingInAction({ errorHResult: '0' }),
  },
];

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  return Number.isInteger(value) || typeof value !== 'number' ? typeof value : 'fraction';
}

function tenDigits(time: unknown): string {
  return String(time).replace(
    /(?:\.(\d+))?Z$/,
    (_, fraction = '') => `.${String(fraction).padEnd(10, '0')}Z`,
  );
}

function editingFile(values: Record<string, unknown>) {
  return editingAction((action) => ({
    ...action,
    relatedFileInfo: { ...fieldsOfFile(action), ...values },
  }));
}

function fieldsOfFile(action: Record<string, unknown>): Record<string, unknown> {
  return (action['relatedFileInfo'] ?? {}) as Record<string, unknown>;
}
