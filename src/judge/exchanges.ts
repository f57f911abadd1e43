import type { Contract } from '../contract/contract.ts';
import type { CallLine, HeaderLine, RequestLine, ResponseLine } from '../trace/lines.ts';
import { digestOf } from './digest.ts';
import { isForeign, weighForeign, weighForeignAnswer } from './foreign.ts';
import { rememberLast } from './last.ts';
import { createNumberTable } from './number-table.ts';
import { indexWorld, readRequest, type Defect, type Reading, type WorldIndex } from './reading.ts';
import type { Numbered } from './types.ts';

/** A request with what came back. `response` is absent while it is open, and stays so when the trace ends first. */
export type Exchange = {
  request: Numbered<RequestLine>;
  response?: Numbered<ResponseLine>;
  call?: Numbered<CallLine>;
  reading: Reading;
  /** The service disturbed this exchange on purpose: its answer says nothing about the contract. */
  faulted: boolean;
};

/** Pairs requests with responses and reads them against the world of their scenario; one pass, memory by open exchanges. */
export function createPairing(
  header: HeaderLine,
  contract: Contract,
): {
  /** The exchange that this line opened, changed or ended, if any. */
  take(numbered: Numbered): Exchange | undefined;
  /** Exchanges without an answer so far. */
  open(): Exchange[];
} {
  const open = createOpen();
  const calls = new Map<number, Numbered<CallLine>>();
  const base = { index: indexWorld(header.world), used: createUsed() };
  const worlds = new Map<number, typeof base>();
  const worldAt = (s: number) => worlds.get(s) ?? base;
  const foreign = isForeign(header);

  return {
    take(numbered) {
      const { line } = numbered;
      switch (line.kind) {
        case 'scenario':
          if (line.world) worlds.set(line.s, { index: indexWorld(line.world), used: createUsed() });
          return undefined;
        case 'call':
          calls.set(line.call, numbered as Numbered<CallLine>);
          return undefined;
        case 'request': {
          const world = worldAt(line.s);
          const call = line.call === undefined ? undefined : calls.get(line.call);
          // Who plays itself sends each call once; a client under test may send it again.
          if (header.recorder === 'client' && line.call !== undefined) calls.delete(line.call);
          const exchange: Exchange = {
            request: numbered as Numbered<RequestLine>,
            reading: withRepetition(readRequest(line, contract, world.index), world),
            faulted: false,
            ...(call ? { call } : {}),
          };
          if (foreign) weighForeign(exchange, header, contract);
          if (exchange.reading.defects.has('repeated')) markRepeated(open.all(), pairOf(exchange.reading));
          open.add(exchange);
          return exchange;
        }
        case 'fault': {
          const exchange = open.get(line.x);
          if (exchange) exchange.faulted = true;
          return exchange;
        }
        case 'response': {
          const exchange = open.get(line.x);
          if (!exchange) return undefined;
          open.delete(exchange);
          exchange.response = numbered as Numbered<ResponseLine>;
          if (foreign)
            weighForeignAnswer(exchange, header, worldAt(line.s).used.get(pairOf(exchange.reading)));
          forgetRefused(exchange, worldAt(line.s).used);
          return exchange;
        }
        default:
          return undefined;
      }
    },
    open: () => open.all(),
  };
}

/**
 * Exchanges without an answer, by number. The newest stands beside the map: where one call follows the other the map stays empty,
 * else it would build a new table every few calls, each kept alive by the one before.
 */
function createOpen() {
  const older = new Map<number, Exchange>();
  let newest: Exchange | undefined;
  const get = (x: number) => (newest?.request.line.x === x ? newest : older.get(x));
  return {
    get,
    add(exchange: Exchange): void {
      const { x } = exchange.request.line;
      if (newest && newest.request.line.x !== x) older.set(newest.request.line.x, newest);
      if (older.size > 0) older.delete(x);
      newest = exchange;
    },
    delete(exchange: Exchange): void {
      if (exchange === newest) newest = undefined;
      else older.delete(exchange.request.line.x);
    },
    all: (): Exchange[] => (newest ? [...older.values(), newest] : [...older.values()]),
  };
}

/** How many calls for a pair were not refused. */
type Used = {
  get(pair: number): number;
  /** What it was before. */
  add(pair: number, more: number): number;
};

function createUsed(): Used {
  const table = createNumberTable({ calls: Uint32Array });
  return {
    get(pair) {
      const row = table.find(pair);
      return row < 0 ? 0 : table.get(row, 'calls');
    },
    add(pair, more) {
      const known = table.find(pair);
      const row = known < 0 ? table.add(pair) : known;
      const before = table.get(row, 'calls');
      table.set(row, 'calls', Math.max(0, before + more));
      return before;
    },
  };
}

/** A digest of the machine and file that a call names, whatever the letter case. */
export const pairOf = rememberLast((reading: Reading) =>
  digestOf(`${reading.machineId} ${reading.hash}`.toLowerCase()),
);

/** A pair that was sent before and not refused may have an action that still goes on. */
function withRepetition(
  reading: Reading & { defects: Set<Defect> },
  world: { index: WorldIndex; used: Used },
): Reading {
  if (!reading.operation || reading.hash === undefined) return reading;
  const pair = pairOf(reading);
  const before = world.used.add(pair, 1);
  if (before > 0) reading.defects.add('repeated'); // it was read just now, and nobody has it yet
  return reading;
}

/** Of calls for one pair that are in flight together, any may be the one that comes first. */
function markRepeated(open: Iterable<Exchange>, pair: number): void {
  for (const exchange of open) {
    const { reading } = exchange;
    if (reading.operation && reading.hash !== undefined && pairOf(reading) === pair)
      exchange.reading = { ...reading, defects: new Set<Defect>([...reading.defects, 'repeated']) };
  }
}

function forgetRefused(exchange: Exchange, used: Used): void {
  const { response, reading } = exchange;
  const status = response?.line.lost === undefined ? response?.line.status : undefined;
  const refused =
    (status !== undefined && status >= 400 && status < 500) || response?.line.lost === 'refused';
  if (!refused || !reading.operation || reading.hash === undefined) return;
  used.add(pairOf(reading), -1);
}
