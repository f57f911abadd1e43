import { countsOf } from './survivor-counts.ts';
import type { Cell } from './survivor-models.ts';
import { modelOf, MOST_CALLS, survivorsOf, type ModelName, type Survivor } from './survivors.ts';
import type { LimitWindow, Timeline, TimedCall } from './timeline.ts';
import { counted, seconds } from './wording.ts';

const WORDS: Record<ModelName, string> = {
  fixed: 'a fixed window',
  anchored: 'a window that begins with a call',
  log: 'a sliding log',
  parts: 'a sliding window in parts',
  counter: 'a sliding counter',
  bucket: 'a token bucket',
};

/** More places of an edge than that are not worth naming. */
const MOST_CELLS = 2;
/** A survivor's edge is tried in so many places. */
const MOST_TRIED = 12;
/** When the next call could be made: so many times a window, over two of them. */
const TRIES = 24;

/**
 * What is known of the limiter behind one limit, for the notes of a report: which kinds explain every answer and which do not, what
 * that rests on, and the cheapest call that would tell those that are left apart. Empty where there is nothing to say.
 */
export function survivorNotes(timeline: Timeline, window: LimitWindow): string[] {
  if (timeline.calls.length > MOST_CALLS)
    return [
      `${window.name}: ${counted(timeline.calls.length, 'call')} are too many to say which limiter explains them`,
    ];
  const found = survivorsOf(timeline, window);
  if (!found || found.refusals === 0) return [];
  const survivors = withoutCoarse(found.survivors);
  const left = new Set(survivors.map(({ model }) => model));
  const names = [...left].map((model) => named(model, survivors, window.windowMs));
  const out = (Object.keys(WORDS) as ModelName[])
    .filter((model) => !left.has(model) && model !== 'parts')
    .map((model) => WORDS[model]);
  const rest = `${counted(timeline.calls.length, 'call')}, of which ${found.looked} near the limit tell`;
  const explained =
    names.length === 0
      ? 'explained by none of the limiters that are known here'
      : `explained by ${listed(names, 'or')}${out.length > 0 ? `; not by ${listed(out, 'or')}` : ''}`;
  return [
    `${window.name}: ${explained}${consumption(survivors)} (${rest})`,
    ...nextCall(timeline, window, survivors).map((text) => `${window.name}: ${text}`),
  ];
}

/** A window in parts is only worth a word where a log does not explain it. */
function withoutCoarse(survivors: readonly Survivor[]): Survivor[] {
  const log = survivors.some(({ model }) => model === 'log');
  return survivors.filter(({ model }) => model !== 'parts' || !log);
}

function named(model: ModelName, survivors: readonly Survivor[], windowMs: number): string {
  const all = survivors.filter((one) => one.model === model).flatMap((one) => one.cells ?? []);
  const cells = joined(all, windowMs);
  const everywhere = cells.reduce((sum, { from, to }) => sum + to - from, 0) > 0.9 * windowMs;
  if (cells.length === 0 || cells.length > MOST_CELLS || everywhere) return WORDS[model];
  const places = cells.map(({ from, to }) => `${inTenths(from)} to ${inTenths(to)} s`);
  return `${WORDS[model]} with an edge ${places.join(' or ')} after the first call`;
}

/** Cells that touch, whatever is counted, as one; the window's end touches its beginning. */
function joined(cells: readonly Cell[], windowMs: number): Cell[] {
  const all: Cell[] = [];
  for (const { from, to } of cells.toSorted((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else all.push({ from, to });
  }
  const [first, last] = [all[0], all.at(-1)];
  if (!first || !last || first === last || first.from > 0 || last.to < windowMs) return all;
  return [{ from: last.from - windowMs, to: first.to }, ...all.slice(1, -1)];
}

function inTenths(ms: number): string {
  return (ms / 1000).toFixed(1);
}

function consumption(survivors: readonly Survivor[]): string {
  const rules = new Set(survivors.map(({ rule }) => rule));
  if (rules.size === 0) return '';
  if (!rules.has('every')) return '; refused calls do not count';
  return rules.size === 1 ? '; refused calls count' : '';
}

/** The first time at which one survivor would surely let a lone call in and another surely refuse it. */
function nextCall(timeline: Timeline, window: LimitWindow, survivors: readonly Survivor[]): string[] {
  if (new Set(survivors.map(({ model }) => model)).size < 2) return [];
  const calls = [...timeline.calls];
  const last = calls.reduce((latest, { r }) => (r < Infinity ? Math.max(latest, r) : latest), 0);
  const now = tellingTime(calls, last, window, survivors);
  if (now !== undefined) return [`a call ${seconds(now.afterMs)} after the last one would tell: ${now.text}`];
  const group = groupAfter(last, window);
  const then = tellingTime([...calls, ...group], (group.at(-1) as TimedCall).r, window, survivors);
  if (then === undefined) return [];
  return [
    `after two silent windows, ${counted(window.calls, 'call')} at once and one ${seconds(then.afterMs)} later would tell: ${then.text}`,
  ];
}

function tellingTime(
  calls: readonly TimedCall[],
  from: number,
  window: LimitWindow,
  survivors: readonly Survivor[],
): { afterMs: number; text: string } | undefined {
  const refMs = (calls[0] as TimedCall).s;
  const models = survivors.map((survivor) => {
    const counts = countsOf(calls, survivor.rule);
    const cells = survivor.cells?.slice(0, MOST_TRIED) ?? [undefined];
    const all = cells.map((cell) =>
      modelOf(survivor.model, { counts, window, calls, refMs, ...(cell ? { cell } : {}) }),
    );
    return { name: WORDS[survivor.model], all, whole: (survivor.cells?.length ?? 0) <= MOST_TRIED };
  });
  for (let i = 1; i <= 2 * TRIES; i += 1) {
    const at = from + (i * window.windowMs) / TRIES;
    const next: TimedCall = { n: 0, s: at, r: at, status: null };
    const accepts = new Set<string>();
    const refuses = new Set<string>();
    for (const { name, all, whole } of models) {
      if (whole && !all.some((model) => model.mayRefuse(next))) accepts.add(name);
      else if (whole && !all.some((model) => model.mayAccept(next))) refuses.add(name);
    }
    if (accepts.size === 0 || refuses.size === 0) continue;
    const text = `${listed([...accepts], 'and')} would let it in, ${listed([...refuses], 'and')} would not`;
    return { afterMs: at - from, text };
  }
  return undefined;
}

/** As many calls as the limit, let in at once after two silent windows. */
function groupAfter(last: number, { calls, windowMs }: LimitWindow): TimedCall[] {
  const at = last + 2.1 * windowMs;
  return Array.from({ length: calls }, () => ({ n: 0, s: at, r: at, status: 201 }));
}

/** `a`, `a or b`, `a, b or c`. */
function listed(words: readonly string[], last: string): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}
