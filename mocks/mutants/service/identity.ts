import { editingAction, settingInAction } from './changes.ts';
import { renamingIds } from './ids.ts';
import type { ServiceMutant } from './mutant.ts';

/** Ids, types and statuses that no action has. */
export const IDENTITY_MUTANTS: readonly ServiceMutant[] = [
  {
    id: 'body.id-missing',
    title: 'leaves out the id',
    kills: ['body.id', 'effects.list'],
    change: settingInAction({ id: undefined }),
  },
  {
    id: 'body.id-number',
    title: 'numbers its actions',
    kills: ['body.id', 'effects.list'],
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
  ...(
    [
      ['bare', 'leaves out the hyphens of an id', (id) => id.replaceAll('-', '')],
      ['urn', 'writes an id as a URN', (id) => `urn:uuid:${id}`],
      ['padded', 'puts a line break behind an id', (id) => `${id}\n`],
      ['short', 'leaves out a digit of an id', (id) => id.slice(1)],
      ['letters', 'has letters in an id that are no digits', (id) => id.replace(/.$/, 'g')],
      ['hash', 'takes a SHA-1 for an id', (id) => `${id.replaceAll('-', '')}01234567`],
    ] as const satisfies readonly (readonly [string, string, (id: string) => string])[]
  ).map(([name, title, rename]): ServiceMutant => ({
    id: `body.id-${name}`,
    title,
    kills: ['body.id'],
    change: renamingIds(rename),
  })),
  ...(
    [
      ['type', 'Stopandquarantinefile'],
      ['type', 'Unknown'],
      ['type', null],
      ['type', 7],
      ['status', 'Canceled'],
      ['status', 'Success'],
      ['status', ''],
      ['status', null],
      ['status', 0],
    ] as const
  ).map(([name, value]): ServiceMutant => ({
    id: `body.${name}-${String(value).toLowerCase() || 'empty'}`,
    title: `sends ${JSON.stringify(value)} for the ${name}`,
    kills: [`body.${name}`],
    change: settingInAction({ [name]: value }),
  })),
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
];
