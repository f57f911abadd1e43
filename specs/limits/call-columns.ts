import type { Calls, TimedCall } from './timeline.ts';

const COLUMNS = {
  n: Uint32Array,
  s: Float64Array,
  r: Float64Array,
  /** 0 for none. */
  status: Uint16Array,
  scenario: Uint32Array,
  traits: Int32Array,
  conn: Uint32Array,
} as const;
type Name = keyof typeof COLUMNS;
type Stored = { [N in Name]: InstanceType<(typeof COLUMNS)[N]> };
const NAMES = Object.keys(COLUMNS) as Name[];
const FIRST_SIZE = 16;

/** The calls of a timeline as they come: numbers in columns, as there may be a million of them. */
export type CallColumns = {
  readonly length: number;
  add(call: TimedCall): void;
  /** All calls in order of `s`, and as they came where that is equal. Not to be added to any more. */
  sorted(): Calls;
};

export function createCallColumns(): CallColumns {
  /** What is more than numbers: calls that were refused or faulted. */
  const whole = new Map<number, TimedCall>();
  let columns = sized(FIRST_SIZE);
  let length = 0;
  let inOrder = true;
  return {
    get length() {
      return length;
    },
    add(call) {
      if (length === columns.n.length) columns = sized(2 * length, columns);
      const index = length;
      length += 1;
      inOrder &&= index === 0 || call.s >= (columns.s[index - 1] as number);
      columns.s[index] = call.s;
      if (call.faulted || call.retryAfter !== undefined) {
        whole.set(index, call);
        return;
      }
      columns.n[index] = call.n;
      columns.r[index] = call.r;
      columns.status[index] = call.status ?? 0;
      columns.scenario[index] = call.scenario ?? 0;
      columns.traits[index] = call.traits ?? 0;
      columns.conn[index] = call.conn ?? 0;
    },
    sorted() {
      const order = inOrder ? undefined : orderOf(columns.s.subarray(0, length));
      const callAt = (place: number): TimedCall => {
        const index = order ? (order[place] as number) : place;
        return whole.get(index) ?? new StoredCall(columns, index);
      };
      return {
        length,
        at: (place) => (place >= 0 && place < length ? callAt(place) : undefined),
        *[Symbol.iterator]() {
          for (let place = 0; place < length; place += 1) yield callAt(place);
        },
      };
    },
  };
}

/** Indexes in order of their values. */
function orderOf(values: Float64Array): Uint32Array {
  const order = Uint32Array.from(values, (_, index) => index);
  return order.sort((a, b) => (values[a] as number) - (values[b] as number) || a - b);
}

function sized(size: number, before?: Stored): Stored {
  const columns = {} as Record<Name, Stored[Name]>;
  for (const name of NAMES) {
    columns[name] = new COLUMNS[name](size);
    if (before) columns[name].set(before[name]);
  }
  return columns as Stored;
}

/** A call that reads its columns. It lives for a moment: many that live at once would be what the columns are to avoid. */
class StoredCall implements TimedCall {
  readonly #columns: Stored;
  readonly #index: number;

  constructor(columns: Stored, index: number) {
    this.#columns = columns;
    this.#index = index;
  }
  get n(): number {
    return this.#columns.n[this.#index] as number;
  }
  get s(): number {
    return this.#columns.s[this.#index] as number;
  }
  get r(): number {
    return this.#columns.r[this.#index] as number;
  }
  get status(): number | null {
    return this.#columns.status[this.#index] || null;
  }
  get scenario(): number {
    return this.#columns.scenario[this.#index] as number;
  }
  get traits(): number {
    return this.#columns.traits[this.#index] as number;
  }
  get conn(): number {
    return this.#columns.conn[this.#index] as number;
  }
}
