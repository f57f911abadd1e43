import type { Contract } from '../../src/contract/contract.ts';
import type { Choices } from './choices.ts';
import { dateTimeOffset, type Instant } from './dates.ts';
import type { MachineAction, MachineActions } from './machine-actions.ts';
import { apiBase } from './routes.ts';
import { propertyNames, propertySchema, requiredNames } from './schema.ts';
import { AUDIENCE } from './tokens.ts';

/** An action as compact JSON text: the properties that the profile names, in the order of the captures. */
export type ActionResource = {
  /** With `@odata.context`, as a single action is answered. */
  entity(action: MachineAction): string;
  /** A list as `GET …/machineactions` answers it. */
  collection(actions: MachineAction[]): string;
};

type View = {
  action: MachineAction;
  actions: MachineActions;
  time: (instant: Instant) => string;
  hash: (sha1: string) => string;
};
type Make = (view: View, neverNull: boolean) => string;
/** JSON text that is the same in every action, or what makes it. `neverNull`: the profile's schema says so of this property. */
type Maker = string | Make;
/** A property that differs, and the pairs before it that do not, each with its comma; `withKey`: these and its own name. */
type Step = { constant: string; withKey: string; make: Make; neverNull: boolean; mayBeLeftOut: boolean };

/**
 * One maker for each property that any profile names; their order is the order on the wire. They make text: an object that is turned
 * into JSON as a whole takes four times as long, and every call that creates an action waits for it.
 */
const MAKERS: Record<string, Maker> = {
  id: ({ action }) => `"${action.id}"`,
  sha1: ({ action, hash }) => quoted(hash(action.sha1)),
  type: '"StopAndQuarantineFile"',
  title: 'null',
  requestor: ({ action }) => quoted(action.requestor),
  requestorComment: ({ action }) => quoted(action.comment),
  status: ({ action, actions }) => `"${actions.status(action)}"`,
  error: '"Unknown"',
  fileId: ({ action, hash }) => quoted(hash(action.sha1)),
  machineId: ({ action }) => quoted(action.machine.id),
  // The endpoint summary calls it a string; captures have null for a machine that has just been added.
  computerDnsName: ({ action: { machine } }, neverNull) =>
    orNull(machine.computerDnsName ?? (neverNull ? machine.id : null)),
  creationDateTimeUtc: ({ action, time }) => `"${time(action.created)}"`,
  lastUpdateTimeUtc: ({ action, actions, time }) => `"${time(actions.lastUpdate(action))}"`,
  lastUpdateDateTimeUtc: ({ action, actions, time }) => `"${time(actions.lastUpdate(action))}"`,
  cancellationRequestor: ({ action }) => orNull(action.cancellation?.requestor),
  cancellationComment: ({ action }) => orNull(action.cancellation?.comment),
  cancellationDateTimeUtc: ({ action, time }) =>
    action.cancellation ? `"${time(action.cancellation.at)}"` : 'null',
  errorHResult: '0',
  scope: 'null',
  externalId: 'null',
  requestSource: '"PublicApi"',
  relatedFileInfo: ({ action, hash }) =>
    `{"fileIdentifier":${quoted(hash(action.sha1))},"fileIdentifierType":"Sha1"}`,
  commands: '[]',
  troubleshootInfo: 'null',
};

/** A JSON string; what needs no escape is spared the call. */
const quoted = (text: string) => (/^[\w .-]*$/.test(text) ? `"${text}"` : JSON.stringify(text));
const orNull = (text: string | null | undefined) =>
  text === null || text === undefined ? 'null' : quoted(text);

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
  const steps: Step[] = [];
  let constant = '';
  for (const [name, make] of Object.entries(MAKERS)) {
    if (named.length === 0 ? LEGACY.has(name) : !named.includes(name)) continue;
    const key = `,${JSON.stringify(name)}:`;
    const mayBeLeftOut = choices.nulls === 'omit' && !required.has(name);
    const neverNull = propertySchema(contract.responseBody, name)?.['type'] === 'string';
    if (typeof make === 'string') {
      if (make !== 'null' || !mayBeLeftOut) constant += `${key}${make}`;
    } else {
      steps.push({ constant, withKey: `${constant}${key}`, make, neverNull, mayBeLeftOut });
      constant = '';
    }
  }
  // The preview's FileMachineAction is the only one with `error`.
  const set = named.includes('error') ? 'FileMachineActions' : 'MachineActions';
  const context = metadata(contract, set);

  const contextPair = `"${CONTEXT}":${JSON.stringify(context)}`;
  const ownContext =
    named.length === 0 || named.includes(CONTEXT)
      ? `"${CONTEXT}":${JSON.stringify(`${context}/$entity`)}`
      : '';

  const show = (action: MachineAction, first: string) => {
    const view = { action, actions, time, hash };
    let pairs = first;
    for (const step of steps) {
      const value = step.make(view, step.neverNull);
      pairs += value === 'null' && step.mayBeLeftOut ? step.constant : `${step.withKey}${value}`;
    }
    pairs += constant;
    return first === '' ? `{${pairs.slice(1)}}` : `{${pairs}}`;
  };
  return {
    entity: (action) => show(action, ownContext),
    collection: (list) => `{${contextPair},"value":[${list.map((action) => show(action, '')).join(',')}]}`,
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
