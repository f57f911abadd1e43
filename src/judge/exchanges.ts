import type { Contract } from '../contract/contract.ts';
import type { CallLine, HeaderLine, RequestLine, ResponseLine } from '../trace/lines.ts';
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
  const base = { index: indexWorld(header.world), used: new Map<string, number>() };
  const worlds = new Map<number, typeof base>();
  const worldAt = (s: number) => worlds.get(s) ?? base;

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
          const exchange: Exchange = {
            request: numbered as Numbered<RequestLine>,
            reading: withRepetition(readRequest(line, contract, world.index), world),
            faulted: false,
            ...(call ? { call } : {}),
          };
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

const pairOf = (reading: Reading) => `${reading.machineId?.toLowerCase()} ${reading.hash?.toLowerCase()}`;

/** A pair that was sent before and not refused may have an action that still goes on. */
function withRepetition(reading: Reading, world: { index: WorldIndex; used: Map<string, number> }): Reading {
  if (!reading.operation || reading.hash === undefined) return reading;
  const before = world.used.get(pairOf(reading)) ?? 0;
  world.used.set(pairOf(reading), before + 1);
  return before === 0 ? reading : { ...reading, defects: new Set<Defect>([...reading.defects, 'repeated']) };
}

function forgetRefused(exchange: Exchange, used: Map<string, number>): void {
  const { response, reading } = exchange;
  const status = response?.line.lost === undefined ? response?.line.status : undefined;
  const refused =
    (status !== undefined && status >= 400 && status < 500) || response?.line.lost === 'refused';
  if (!refused || !reading.operation || reading.hash === undefined) return;
  const count = used.get(pairOf(reading)) ?? 1;
  if (count <= 1) used.delete(pairOf(reading));
  else used.set(pairOf(reading), count - 1);
}
