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
export type Column = keyof typeof COLUMNS;
const NAMES = Object.keys(COLUMNS) as Column[];
type Numbers = Uint32Array | Float64Array;

/** Rows count from 0. */
export type ActionTable = {
  /** The row of this key, -1 for none. */
  find(key: number): number;
  /** A new row, of zeros, for a key that has none. */
  add(key: number): number;
  key(row: number): number;
  get(row: number, column: Column): number;
  set(row: number, column: Column, value: number): void;
  clear(): void;
};

const FIRST_SIZE = 16;

/** Keys with open addressing, and a column of numbers for each thing that is known. */
export function createActionTable(): ActionTable {
  let count = 0;
  let keys = new Float64Array(0);
  let slots = new Uint32Array(0);
  const columns = Object.fromEntries(NAMES.map((name) => [name, new COLUMNS[name](0)])) as Record<
    Column,
    Numbers
  >;

  const slotOf = (key: number): number => {
    let slot = key % slots.length;
    for (;;) {
      const row = (slots[slot] ?? 0) - 1;
      if (row < 0 || keys[row] === key) return slot;
      slot = (slot + 1) % slots.length;
    }
  };
  const grow = () => {
    const size = Math.max(FIRST_SIZE, keys.length * 2);
    const moved = new Float64Array(size);
    moved.set(keys);
    keys = moved;
    for (const name of NAMES) {
      const column = new COLUMNS[name](size);
      column.set(columns[name]);
      columns[name] = column;
    }
    slots = new Uint32Array(size * 2);
    for (let row = 0; row < count; row += 1) slots[slotOf(keys[row] ?? 0)] = row + 1;
  };
  return {
    find: (key) => (count === 0 ? -1 : (slots[slotOf(key)] ?? 0) - 1),
    add(key) {
      if (count === keys.length) grow();
      const row = count;
      count += 1;
      keys[row] = key;
      slots[slotOf(key)] = row + 1;
      for (const name of NAMES) columns[name][row] = 0;
      return row;
    },
    key: (row) => keys[row] ?? Number.NaN,
    get: (row, column) => columns[column][row] ?? 0,
    set(row, column, value) {
      columns[column][row] = value;
    },
    clear() {
      count = 0;
      slots.fill(0);
    },
  };
}
