import type { Contract } from '../contract/contract.ts';
import type { CallLine, HeaderLine, RequestLine, ResponseLine } from '../trace/lines.ts';
import { digestOf } from './digest.ts';
import { isForeign, weighForeign, weighForeignAnswer } from './foreign.ts';
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
  const open = new Map<number, Exchange>();
  const calls = new Map<number, Numbered<CallLine>>();
  const base = { index: indexWorld(header.world), used: new Map<number, number>() };
  const worlds = new Map<number, typeof base>();
  const worldAt = (s: number) => worlds.get(s) ?? base;
  const foreign = isForeign(header);

  return {
    take(numbered) {
      const { line } = numbered;
      switch (line.kind) {
        case 'scenario':
          if (line.world) worlds.set(line.s, { index: indexWorld(line.world), used: new Map() });
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
          if (exchange.reading.defects.has('repeated')) markRepeated(open.values(), pairOf(exchange.reading));
          open.set(line.x, exchange);
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
          open.delete(line.x);
          exchange.response = numbered as Numbered<ResponseLine>;
          if (foreign)
            weighForeignAnswer(exchange, header, worldAt(line.s).used.get(pairOf(exchange.reading)) ?? 0);
          forgetRefused(exchange, worldAt(line.s).used);
          return exchange;
        }
        default:
          return undefined;
      }
    },
    open: () => [...open.values()],
  };
}

const pairOf = (reading: Reading) =>
  digestOf(`${reading.machineId?.toLowerCase()} ${reading.hash?.toLowerCase()}`);

/** A pair that was sent before and not refused may have an action that still goes on. */
function withRepetition(reading: Reading, world: { index: WorldIndex; used: Map<number, number> }): Reading {
  if (!reading.operation || reading.hash === undefined) return reading;
  const pair = pairOf(reading);
  const before = world.used.get(pair) ?? 0;
  world.used.set(pair, before + 1);
  return before === 0 ? reading : { ...reading, defects: new Set<Defect>([...reading.defects, 'repeated']) };
}

/** Of calls for one pair that are in flight together, any may be the one that comes first. */
function markRepeated(open: Iterable<Exchange>, pair: number): void {
  for (const exchange of open) {
    const { reading } = exchange;
    if (reading.operation && reading.hash !== undefined && pairOf(reading) === pair)
      exchange.reading = { ...reading, defects: new Set<Defect>([...reading.defects, 'repeated']) };
  }
}

function forgetRefused(exchange: Exchange, used: Map<number, number>): void {
  const { response, reading } = exchange;
  const status = response?.line.lost === undefined ? response?.line.status : undefined;
  const refused =
    (status !== undefined && status >= 400 && status < 500) || response?.line.lost === 'refused';
  if (!refused || !reading.operation || reading.hash === undefined) return;
  const pair = pairOf(reading);
  const count = used.get(pair) ?? 1;
  if (count <= 1) used.delete(pair);
  else used.set(pair, count - 1);
}
