import { countsOf, RULES, type Counts, type Rule } from './survivor-counts.ts';
import {
  anchoredModel,
  bucketModel,
  counterModel,
  fixedModel,
  logModel,
  type Cell,
  type Model,
} from './survivor-models.ts';
import { callsBefore, isAccepted, isRefused } from './timeline.ts';
import type { LimitWindow, Timeline, TimedCall } from './timeline.ts';
import { weightOf } from './weight.ts';

export const MODELS = ['fixed', 'anchored', 'log', 'parts', 'counter', 'bucket'] as const;
export type ModelName = (typeof MODELS)[number];

/** A limiter that explains every answer. `cells`: where an edge of its windows may lie, after the first call; absent where it has none. */
export type Survivor = { model: ModelName; rule: Rule; cells?: Cell[] };

/** What the answers rest on: so many calls near the limit were looked at. */
export type Survivors = { survivors: Survivor[]; looked: number; refusals: number };

/** More calls than that are not looked at one by one. */
export const MOST_CALLS = 20_000;
const MOST_LOOKED = 240;
/** The window is cut into so many cells at first; their ends are then halved so often. */
const CELLS = 48;
const HALVINGS = 6;

/**
 * Which limiters explain every answer of an application under one limit. Interval reasoning: a limiter is ruled out only if it would
 * have answered otherwise whenever, within its stamps, each call was decided. Refusals that another limit may have given tell
 * nothing. Undefined where others may have called, or there are too many calls.
 */
export function survivorsOf(timeline: Timeline, window: LimitWindow): Survivors | undefined {
  const known = timeline.exclusive && timeline.keyKnown && timeline.used[window.name] === 0;
  if (!known || timeline.calls.length === 0 || timeline.calls.length > MOST_CALLS) return undefined;
  const calls = [...timeline.calls];
  const looked = tellingCalls(timeline, window);
  const refMs = (calls[0] as TimedCall).s;
  const survivors: Survivor[] = [];
  for (const rule of RULES) {
    const counts = countsOf(calls, rule);
    const explains = (model: Model) => looked.every((call) => explainsOne(model, call));
    for (const model of MODELS) {
      if (model !== 'fixed' && model !== 'counter') {
        if (explains(modelOf(model, { counts, window, calls, refMs }))) survivors.push({ model, rule });
        continue;
      }
      const cells = cellsOf(window, (cell) =>
        explains(modelOf(model, { counts, window, calls, refMs, cell })),
      );
      if (cells.length > 0) survivors.push({ model, rule, cells });
    }
  }
  return { survivors, looked: looked.length, refusals: looked.filter(isRefused).length };
}

type Given = {
  counts: Counts;
  window: LimitWindow;
  calls: readonly TimedCall[];
  refMs: number;
  cell?: Cell;
};

export function modelOf(name: ModelName, given: Given): Model {
  const { counts, window, calls, refMs, cell = { from: 0, to: window.windowMs } } = given;
  switch (name) {
    case 'fixed':
      return fixedModel(counts, window, refMs, cell);
    case 'counter':
      return counterModel(counts, window, refMs, cell);
    case 'anchored':
      return anchoredModel(counts, window, calls);
    case 'bucket':
      return bucketModel(counts, window);
    case 'log':
    case 'parts':
      return logModel(counts, window, name === 'parts');
  }
}

function explainsOne(model: Model, call: TimedCall): boolean {
  return isRefused(call) ? model.mayRefuse(call) : model.mayAccept(call);
}

/** Refusals that only this limit can have given, and acceptances near it; the rest tell little. */
function tellingCalls(timeline: Timeline, window: LimitWindow): TimedCall[] {
  const calls = [...timeline.calls];
  const others = timeline.windows
    .filter((other) => other !== window)
    .map((other) => ({ other, weigh: weightOf(timeline, other) }));
  const onlyThis = (index: number) =>
    others.every(
      ({ other, weigh }) =>
        callsBefore(timeline, other, calls[index] as TimedCall, 2 * other.windowMs) < other.calls ||
        weigh(index) <= other.calls - 1,
    );
  const indexes = [...calls.keys()];
  const refused = thinned(indexes.filter((i) => isRefused(calls[i] as TimedCall))).filter(onlyThis);
  const near = indexes.filter((i) => {
    const call = calls[i] as TimedCall;
    return isAccepted(call) && callsBefore(timeline, window, call, 2 * window.windowMs) >= window.calls - 1;
  });
  return [...refused, ...thinned(near)].map((i) => calls[i] as TimedCall);
}

/** At most so many, evenly spread. */
function thinned(indexes: readonly number[]): number[] {
  const count = Math.min(indexes.length, MOST_LOOKED);
  return Array.from({ length: count }, (_, i) => indexes[Math.floor((i * indexes.length) / count)] as number);
}

/** The parts of a window that are not ruled out, neighbours joined, their ends made finer. */
function cellsOf({ windowMs }: LimitWindow, explains: (cell: Cell) => boolean): Cell[] {
  const size = windowMs / CELLS;
  const joined: Cell[] = [];
  for (let i = 0; i < CELLS; i += 1) {
    const cell = { from: i * size, to: (i + 1) * size };
    if (!explains(cell)) continue;
    const last = joined.at(-1);
    if (last?.to === cell.from) last.to = cell.to;
    else joined.push(cell);
  }
  if (joined.length === 1 && (joined[0] as Cell).to - (joined[0] as Cell).from === windowMs) return joined;
  return joined.map(({ from, to }) => {
    let [low, high, step] = [from, to, size / 2];
    for (let i = 0; i < HALVINGS; i += 1, step /= 2) {
      if (!explains({ from: low, to: low + step })) low += step;
      if (high - step > low && !explains({ from: high - step, to: high })) high -= step;
    }
    return { from: low, to: high };
  });
}
