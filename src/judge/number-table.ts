/** Columns of a table by name: whole numbers below 2^32, or any. */
export type Columns = Readonly<Record<string, Uint32ArrayConstructor | Float64ArrayConstructor>>;
type Numbers = Uint32Array | Float64Array;

/** Rows count from 0. A key is any number that is not NaN. */
export type NumberTable<Column extends string> = {
  /** The row of this key, -1 for none. */
  find(key: number): number;
  /** A new row, of zeros, for a key that has none. */
  add(key: number): number;
  key(row: number): number;
  get(row: number, column: Column): number;
  set(row: number, column: Column, value: number): void;
  /** The columns as they are until the next row is added: for loops, where `get` costs more than what it reads. */
  readonly columns: Readonly<Record<Column, Uint32Array | Float64Array>>;
  clear(): void;
};

const FIRST_SIZE = 16;

/**
 * Keys with open addressing, and a column of numbers for each thing that is known: for memories of which a long trace has a million
 * entries. A map of objects takes ten times the memory, and the garbage collector walks it again and again.
 */
export function createNumberTable<C extends Columns>(types: C): NumberTable<Extract<keyof C, string>> {
  const names = Object.keys(types) as Extract<keyof C, string>[];
  let count = 0;
  let keys = new Float64Array(0);
  let slots = new Uint32Array(0);
  const make = (name: keyof C, size: number): Numbers => new (types[name] as Uint32ArrayConstructor)(size);
  const columns = Object.fromEntries(names.map((name) => [name, make(name, 0)])) as Record<keyof C, Numbers>;

  const slotOf = (key: number): number => {
    // Their number is a power of two, so the low bits of a digest choose one; a remainder of doubles would be slow.
    const mask = slots.length - 1;
    let slot = (key >>> 0) & mask;
    for (;;) {
      const row = (slots[slot] ?? 0) - 1;
      if (row < 0 || keys[row] === key) return slot;
      slot = (slot + 1) & mask;
    }
  };
  const grow = () => {
    const size = Math.max(FIRST_SIZE, keys.length * 2);
    const moved = new Float64Array(size);
    moved.set(keys);
    keys = moved;
    for (const name of names) {
      const column = make(name, size);
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
      for (const name of names) columns[name][row] = 0;
      return row;
    },
    columns,
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
