import type { Contract } from '../../src/contract/contract.ts';
import type { Choices } from './choices.ts';
import { dateTimeOffset, type Instant } from './dates.ts';
import type { MachineAction, MachineActions } from './machine-actions.ts';
import { apiBase } from './routes.ts';
import { propertyNames, propertySchema, requiredNames } from './schema.ts';
import { AUDIENCE } from './tokens.ts';

/** An action as JSON: the properties that the profile names, in the order of the captures. */
export type ActionResource = {
  /** With `@odata.context`, as a single action is answered. */
  entity(action: MachineAction): Record<string, unknown>;
  /** A list as `GET …/machineactions` answers it. */
  collection(actions: MachineAction[]): Record<string, unknown>;
};

type View = {
  action: MachineAction;
  actions: MachineActions;
  time: (instant: Instant) => string;
  hash: (sha1: string) => string;
  /** The profile's schema says that this property is never null. */
  neverNull: boolean;
};

/** One maker for each property that any profile names; their order is the order on the wire. */
const MAKERS: Record<string, (view: View) => unknown> = {
  id: ({ action }) => action.id,
  sha1: ({ action, hash }) => hash(action.sha1),
  type: () => 'StopAndQuarantineFile',
  title: () => null,
  requestor: ({ action }) => action.requestor,
  requestorComment: ({ action }) => action.comment,
  status: ({ action, actions }) => actions.status(action),
  error: () => 'Unknown',
  fileId: ({ action, hash }) => hash(action.sha1),
  machineId: ({ action }) => action.machine.id,
  // The endpoint summary calls it a string; captures have null for a machine that has just been added.
  computerDnsName: ({ action, neverNull }) =>
    action.machine.computerDnsName ?? (neverNull ? action.machine.id : null),
  creationDateTimeUtc: ({ action, time }) => time(action.created),
  lastUpdateTimeUtc: ({ action, actions, time }) => time(actions.lastUpdate(action)),
  lastUpdateDateTimeUtc: ({ action, actions, time }) => time(actions.lastUpdate(action)),
  cancellationRequestor: ({ action }) => action.cancellation?.requestor ?? null,
  cancellationComment: ({ action }) => action.cancellation?.comment ?? null,
  cancellationDateTimeUtc: ({ action, time }) => (action.cancellation ? time(action.cancellation.at) : null),
  errorHResult: () => 0,
  scope: () => null,
  externalId: () => null,
  requestSource: () => 'PublicApi',
  relatedFileInfo: ({ action, hash }) => ({ fileIdentifier: hash(action.sha1), fileIdentifierType: 'Sha1' }),
  commands: () => [],
  troubleshootInfo: () => null,
};

const HASH_CASES: Record<Choices['hashCase'], (sha1: string) => string> = {
  kept: (sha1) => sha1,
  lower: (sha1) => sha1.toLowerCase(),
  upper: (sha1) => sha1.toUpperCase(),
};

const CONTEXT = '@odata.context';

/** Names of the 2017 preview and of 2018, which no capture since has. */
const LEGACY = new Set(['sha1', 'error', 'fileId', 'lastUpdateTimeUtc']);

export function createActionResource(o: {
  contract: Contract;
  actions: MachineActions;
  choices: Pick<Choices, 'nulls' | 'hashCase' | 'fractionDigits'>;
}): ActionResource {
  const { contract, actions, choices } = o;
  const time = (instant: Instant) => dateTimeOffset(instant, choices.fractionDigits);
  const hash = HASH_CASES[choices.hashCase];
  const named = propertyNames(contract.responseBody);
  const required = new Set(requiredNames(contract.responseBody));
  // A profile that names no property leaves the body open: it gets what the captures show.
  const shown = Object.entries(MAKERS)
    .filter(([name]) => (named.length === 0 ? !LEGACY.has(name) : named.includes(name)))
    .map(([name, make]) => ({
      name,
      make,
      neverNull: propertySchema(contract.responseBody, name)?.['type'] === 'string',
    }));
  // The preview's FileMachineAction is the only one with `error`.
  const set = named.includes('error') ? 'FileMachineActions' : 'MachineActions';
  const context = metadata(contract, set);

  const ownContext = named.length === 0 || named.includes(CONTEXT) ? `${context}/$entity` : undefined;

  const show = (action: MachineAction, into: Record<string, unknown>) => {
    for (const { name, make, neverNull } of shown) {
      const value = make({ action, actions, time, hash, neverNull });
      if (choices.nulls === 'emit' || value !== null || required.has(name)) into[name] = value;
    }
    return into;
  };
  return {
    entity: (action) => show(action, ownContext === undefined ? {} : { [CONTEXT]: ownContext }),
    collection: (list) => ({ [CONTEXT]: context, value: list.map((action) => show(action, {})) }),
  };
}

/** `@odata.context` of an entity set, at the profile's own host, or at the API's where the profile names none. */
export function metadata(contract: Contract, set: string): string {
  return `${contract.hosts[0] ?? AUDIENCE}${apiBase(contract)}/$metadata#${set}`;
}

/** `Pending`, as every capture since 2019 shows, unless the profile's schema names statuses without it. */
export function initialStatusOf(contract: Contract): 'Pending' | 'InProgress' {
  const schema = propertySchema(contract.responseBody, 'status') ?? {};
  const allowed = 'const' in schema ? [schema['const']] : schema['enum'];
  return !Array.isArray(allowed) || allowed.includes('Pending') ? 'Pending' : 'InProgress';
}
