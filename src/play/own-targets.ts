import { getResponse, type RequestHandler } from 'msw';
import { virtualClock, type Clock } from '../clock/clock.ts';
import type { Contract } from '../contract/contract.ts';
import type { World } from '../contract/world.ts';
import { servePort } from '../../mocks/service/http.ts';
import { serviceHandlers } from '../../mocks/service/msw.ts';
import { createPermissions } from '../../mocks/service/permissions.ts';
import { createTokens } from '../../mocks/service/tokens.ts';
import { createService, type ServiceOptions } from '../../mocks/service/service.ts';
import type { Service } from '../../mocks/service/types.ts';
import { httpSend } from './http-send.ts';
import { seededRandom } from './random.ts';
import { rawSend, type RawPatience } from './raw/raw-send.ts';
import type { Outcome, RawSend, Send, ServiceTarget } from './target.ts';

/** How long an exchange takes on the virtual clock, half of it before the service looks. */
const VIRTUAL_EXCHANGE_MS = 2;

/** A token is good for an hour of the service's time; a client asks again well before. */
const TOKEN_REUSE_MS = 600_000;
type TokenKind = Parameters<Service['token']>[0];

const ORIGIN = 'http://mock.example.test';

export type OwnOptions = {
  contract: Contract;
  seed: number;
  /** Milliseconds since 1970, where the virtual clock starts. */
  epoch: number;
  /** A minute of the service lasts 60/timeScale seconds. Default 1. */
  timeScale?: number;
  /** Limiter, choices and phase of the service. */
  service?: Partial<Pick<ServiceOptions, 'limiter' | 'choices' | 'phaseMs'>>;
  /** Wraps each fresh service: how a mutant is made. */
  change?: (service: Service, options: ServiceOptions) => Service;
  /** Puts something between the emulator's port and whoever calls: how a mutant of the wire is made. */
  front?: (origin: string) => Promise<{ origin: string; close(): Promise<void> }>;
  rawPatience?: RawPatience;
  /** In process, past MSW: what many short runs save is a quarter of their time. */
  direct?: boolean;
};

function ownService(o: OwnOptions) {
  const clock = virtualClock(o.epoch);
  let restarts = 0;
  // Who may call stays the same while the rest of the tenant starts afresh: signing anew for each case would be most of its time.
  const signIn = createTokens({
    random: seededRandom(o.seed),
    epoch: () => clock.epoch(),
    roles: createPermissions(o.contract, o.service?.choices?.permissionRule ?? 'contract').roles,
  });
  const start = (world: World): Service => {
    restarts += 1;
    const options: ServiceOptions = {
      contract: o.contract,
      world,
      clock,
      random: seededRandom(o.seed + restarts),
      timeScale: o.timeScale ?? 1,
      signIn,
      ...o.service,
    };
    const service = createService(options);
    return o.change ? o.change(service, options) : service;
  };
  let current = start({ machines: [] });
  const tokens = new Map<TokenKind, { token: string; at: number }>();
  return {
    clock,
    current: () => current,
    common: {
      clock,
      timeScale: o.timeScale ?? 1,
      world: null,
      paceMs: 0,
      fresh: (world: World) => {
        current = start(world);
      },
      token: (use: TokenKind) => {
        const known = tokens.get(use);
        if (known && clock.now() - known.at < TOKEN_REUSE_MS) return known.token;
        const token = current.token(use);
        tokens.set(use, { token, at: clock.now() });
        return token;
      },
      newToken: () => current.token('valid'),
    },
  };
}

/** Our service behind MSW handlers, in process, in virtual time. */
export function mockTarget(o: OwnOptions): ServiceTarget {
  const own = ownService(o);
  const handlers = serviceHandlers(own.current);
  return {
    kind: 'mock',
    name: 'mock',
    ...own.common,
    send: inVirtualTime(own.clock, async (out, onSend) => {
      onSend(1);
      return o.direct ? viaCore(own.current(), out, own.clock.now) : viaMsw(handlers, out, own.clock.now);
    }),
    close: () => Promise.resolve(),
  };
}

/** Makes what carries requests to an origin; `httpSend`, unless a run brings its own. */
export type MakeSend = (origin: string, clock: Clock) => { send: Send; close(): void };

/** Our service on a loopback port; the wire is real, the clock that it counts by is virtual. */
export async function emulatorTarget(o: OwnOptions, makeSend: MakeSend = httpSend): Promise<ServiceTarget> {
  const own = ownService(o);
  const port = await servePort({ service: own.current, clock: own.clock });
  const front = await o.front?.(port.origin);
  const { origin } = front ?? port;
  const http = makeSend(origin, own.clock);
  return {
    kind: 'emulator',
    name: 'emulator',
    ...own.common,
    send: inVirtualTime(own.clock, http.send),
    raw: rawInVirtualTime(own.clock, rawSend(origin, own.clock, o.rawPatience)),
    origin,
    close: async () => {
      http.close();
      await front?.close();
      await port.close();
    },
  };
}

/** Half of the exchange's time passes before the service looks, half after. */
function inVirtualTime(clock: ReturnType<typeof virtualClock>, send: Send): Send {
  return async (out, onSend, signal) => {
    const outcome = await send(
      out,
      (conn) => {
        onSend(conn);
        clock.advance(VIRTUAL_EXCHANGE_MS / 2);
      },
      signal,
    );
    clock.advance(VIRTUAL_EXCHANGE_MS / 2);
    return { ...outcome, at: clock.now() };
  };
}

function rawInVirtualTime(clock: ReturnType<typeof virtualClock>, send: RawSend): RawSend {
  return (messages, onSend, signal) =>
    send(
      messages,
      (index, conn) => {
        onSend(index, conn);
        clock.advance(VIRTUAL_EXCHANGE_MS);
      },
      signal,
    );
}

function viaCore(service: Service, out: Parameters<Send>[0], now: () => number): Outcome {
  const { status, headers, body, delivery } = service.handle(out);
  if (delivery === 'reset-before' || delivery === 'reset-after')
    return { lost: 'reset', at: now(), why: 'the mock reset the connection' };
  const whole = delivery === 'complete';
  const bytes = whole ? body : body.subarray(0, Math.floor(body.length / 2));
  return { status, headers, body: bytes, end: whole ? 'complete' : 'cut', at: now() };
}

async function viaMsw(
  handlers: RequestHandler[],
  out: Parameters<Send>[0],
  now: () => number,
): Promise<Outcome> {
  const request = new Request(`${ORIGIN}${out.path}`, {
    method: out.method,
    headers: out.headers,
    ...(out.body.length > 0 ? { body: out.body as Uint8Array<ArrayBuffer> } : {}),
  });
  const response = await getResponse(handlers, request);
  if (!response || response.type === 'error')
    return { lost: 'reset', at: now(), why: 'the mock reset the connection' };
  const body = new Uint8Array(await response.arrayBuffer());
  return { status: response.status, headers: [...response.headers], body, end: 'complete', at: now() };
}
