import { createNumberTable, type NumberTable } from '../../src/judge/number-table.ts';

/** What is kept of each action, in numbers alone: a long trace has a million of them. */
const COLUMNS = {
  /** Line of the answer that gave the action. */
  line: Uint32Array,
  /** Digests of what that answer said, 0 for nothing. */
  machine: Uint32Array,
  file: Uint32Array,
  comment: Uint32Array,
  /** 1 + the row before it on the same machine, 0 for none. */
  older: Uint32Array,
  /** As seen last: 1 + a place in `STATUSES`, 0 for any other. */
  status: Uint32Array,
  /** Line of the answer that showed it last. */
  seen: Uint32Array,
  /** When the action was given, in ms of the trace. */
  at: Float64Array,
  /** Ms since 1970, NaN for no time. */
  created: Float64Array,
  /** As seen last, likewise. */
  updated: Float64Array,
  /** When a cancellation was answered with a success, in ms of the trace; NaN for never. */
  cancelled: Float64Array,
} as const;

export type ActionTable = NumberTable<keyof typeof COLUMNS>;

export function createActionTable(): ActionTable {
  return createNumberTable(COLUMNS);
}
