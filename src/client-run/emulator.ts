import type { Clock } from '../clock/clock.ts';
import type { Contract } from '../contract/contract.ts';
import type { World } from '../contract/world.ts';
import { servePort, type PortRecorder } from '../../mocks/service/http.ts';
import { createService } from '../../mocks/service/service.ts';
import type { Service } from '../../mocks/service/types.ts';
import { valuesOf } from '../judge/reading.ts';
import { portRecorder } from '../play/recorded-port.ts';
import { seededRandom } from '../play/random.ts';
import type { Recorder } from '../trace/recorder.ts';

/** Our service on a port of its own, for one scenario of a client. */
export type Emulator = {
  origin: string;
  token: string;
  credentials: Service['credentials'];
  /** What went over the wire, for whoever waits for the client to be done. Times in ms of the clock. */
  activity: Activity;
  close(): Promise<void>;
};

export type Activity = {
  /** When the last request came or the last answer went. */
  lastMs: number;
  /** The end of the longest pause that an answer asked for. */
  pausedUntilMs: number;
  requests: number;
};

export type EmulatorOptions = {
  contract: Contract;
  world: World;
  clock: Clock;
  seed: number;
  timeScale: number;
  recorder: Recorder;
  /** The scenario of the trace. */
  s: number;
  /** Key of the token prints. */
  key: Uint8Array;
  /** Told every secret that the client is given, those that it fetches included. */
  onSecret(secret: string, name: string): void;
};

/** A client is not watched through a longer pause than this. */
const LONGEST_PAUSE_MS = 200_000;

export async function startEmulator(o: EmulatorOptions): Promise<Emulator> {
  const { clock } = o;
  const service = createService({
    contract: o.contract,
    world: o.world,
    clock,
    random: seededRandom(o.seed),
    timeScale: o.timeScale,
  });
  const token = service.token('valid');
  o.onSecret(token, 'the token');
  o.onSecret(service.credentials.clientSecret, 'the client secret');
  const fresh = withFreshConnections(service, o.world);
  const telling: Service = {
    ...service,
    handle(request) {
      const response = fresh.handle(request);
      const issued = /"access_token"\s*:\s*"([^"]+)"/.exec(Buffer.from(response.body).toString('utf8'))?.[1];
      if (issued !== undefined) o.onSecret(issued, 'a token that it had fetched');
      return response;
    },
  };
  const activity: Activity = { lastMs: clock.now(), pausedUntilMs: 0, requests: 0 };
  const record = watched(portRecorder({ ...o, service: () => telling }), activity, clock);
  const port = await servePort({ service: () => telling, clock, record });
  return {
    origin: port.origin,
    token,
    credentials: service.credentials,
    activity,
    close: () => port.close(),
  };
}

/**
 * A reset on a connection that was used before may be replayed by an HTTP stack; so that it is the client's own decision to
 * send again, each request gets a fresh connection where one is to be reset.
 */
export function withFreshConnections(service: Service, world: World): Service {
  if (!world.faults?.some((fault) => fault.do === 'reset' || fault.do === 'cut')) return service;
  return {
    ...service,
    handle(request) {
      const response = service.handle(request);
      return { ...response, headers: [...response.headers, ['Connection', 'close']] };
    },
  };
}

function watched(record: PortRecorder, activity: Activity, clock: Clock): PortRecorder {
  return {
    ...record,
    onRequest(seen) {
      activity.requests += 1;
      activity.lastMs = clock.now();
      return record.onRequest(seen);
    },
    onResponse(x, sent) {
      activity.lastMs = clock.now();
      const pauseMs = Math.min(pauseIn(valuesOf(sent.headers, 'retry-after')[0], clock), LONGEST_PAUSE_MS);
      activity.pausedUntilMs = Math.max(activity.pausedUntilMs, sent.at + pauseMs);
      return record.onResponse(x, sent);
    },
  };
}

/** How long a client may be silent for this Retry-After, read generously; 0 where it cannot be read. */
function pauseIn(retryAfter: string | undefined, clock: Clock): number {
  const seconds = Number.parseFloat(retryAfter ?? '');
  const ms = Number.isNaN(seconds) ? Date.parse(retryAfter ?? '') - clock.epoch() : seconds * 1000;
  return Number.isNaN(ms) ? 0 : ms;
}
