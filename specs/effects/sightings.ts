import type { Exchange } from '../../src/judge/exchanges.ts';
import type { Numbered } from '../../src/judge/types.ts';
import type { Action } from '../support/answers.ts';
import type { ActionTable } from './action-table.ts';
import type { Ask } from './asks.ts';

export const STATUSES = ['Pending', 'InProgress', 'Succeeded', 'Failed', 'TimeOut', 'Cancelled'];

/** What an answer shows of an action that was created in this trace, with what was known of it before. */
export type Sighting = {
  how: 'created' | 'read' | 'cancelled' | 'listed';
  action: Action;
  row: number;
  /** As it was seen last, in an answer that had come before this request was sent. */
  before?: { status: string | undefined; updated: number; line: number };
};

/** What an exchange shows. */
export type Event = {
  ask?: Ask;
  /** The action that a read or a cancellation names, -1 where none was created under that id before it was sent. */
  row: number;
  /** An answer had shown that id before the request was sent, as the id of an action or in a Location. */
  known: boolean;
  sightings: readonly Sighting[];
};

/**
 * What a trace has shown of actions so far, of the world that it goes on in. One for all checks of a run.
 * Actions of calls with something wrong in them are left out: nobody can say what they are.
 */
export type Ledger = {
  take(numbered: Numbered, exchange: Exchange | undefined): void;
  /** What this exchange shows: of an answer just taken, or of a request without one. */
  of(exchange: Exchange): Event;
  readonly table: ActionTable;
  /** The row of an action that was created before line `n`, -1 for none. */
  rowOf(id: string, n: number): number;
  /** Rows of the actions created on a machine, of one file alone where it is given, the newest first. */
  actionsOf(machine: string, file?: string): Iterable<number>;
  /** The status of an action as an answer before line `n` showed it last; undefined where that is not known. */
  statusBefore(row: number, n: number): string | undefined;
  /** True: another call for the machine and file of this one is in flight, or its outcome is not known. */
  mayHaveCompany(exchange: Exchange): boolean;
  /** True: somebody asked to cancel this action. */
  cancelAsked(row: number): boolean;
};
