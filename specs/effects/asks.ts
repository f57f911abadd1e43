import type { Exchange } from '../../src/judge/exchanges.ts';
import { answerOf, actionIn, type Action, type Answer } from '../support/answers.ts';

/** What a request around the operation asks for. Ids and machines are in lower case. */
export type Ask =
  | { what: 'read'; id: string }
  | { what: 'cancel'; id: string }
  /** `machine`: all that the list is to hold; absent: everything. */
  | { what: 'list'; machine?: string };

const PATH = /\/machineactions(?:\/([^/?]+)(\/cancel)?)?\/?(?:\?(.*))?$/i;
const FILTER = /^machineId eq '([^']*)'$/;

/** Undefined: something else, or with a query that is not read here. */
export function askOf({ request, reading, faulted }: Exchange): Ask | undefined {
  const { method, path, raw } = request.line;
  if (reading.operation || faulted || raw !== undefined || (method !== 'GET' && method !== 'POST'))
    return undefined;
  const found = PATH.exec(path);
  if (!found) return undefined;
  const [, name, cancel, query] = found;
  if (name !== undefined) {
    const id = decoded(name).toLowerCase();
    if (query !== undefined || (cancel === undefined) !== (method === 'GET')) return undefined;
    return { what: cancel === undefined ? 'read' : 'cancel', id };
  }
  if (method !== 'GET') return undefined;
  if (query === undefined) return { what: 'list' };
  const options = [...new URLSearchParams(query)];
  const machine = FILTER.exec(options[0]?.[1] ?? '')?.[1];
  return options.length === 1 && options[0]?.[0] === '$filter' && machine !== undefined
    ? { what: 'list', machine: machine.toLowerCase() }
    : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The actions in a list that was answered 200; undefined for any other answer, or where `value` is no array. */
export function listedIn(exchange: Exchange): unknown[] | undefined {
  const answer = answerOf(exchange);
  if (answer.none !== undefined || answer.line.status !== 200) return undefined;
  const value = actionIn(answer.line)?.['value'];
  return Array.isArray(value) ? value : undefined;
}

/** The path of a Location header without host and query, in lower case; undefined for none. */
export function locationOf(answer: Answer): string | undefined {
  const value = answer.headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
  if (value === undefined || !URL.canParse(value, 'http://service.invalid')) return undefined;
  return new URL(value, 'http://service.invalid').pathname.toLowerCase();
}

/** The id of an action in lower case; undefined where it has none. */
export function idOf(action: unknown): string | undefined {
  const id = isObject(action) ? action['id'] : undefined;
  return typeof id === 'string' ? id.toLowerCase() : undefined;
}

export function isObject(value: unknown): value is Action {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
