import type { Clock } from '../clock/clock.ts';
import type { World } from '../contract/world.ts';
import type { Mean } from '../trace/lines.ts';
import type { MakeSend } from './own-targets.ts';
import { httpSend } from './http-send.ts';
import { rawSend } from './raw/raw-send.ts';
import type { ServiceTarget } from './target.ts';

/** Calls per minute of the service's own time that a run sends to a service that is not ours. */
const LAB_CALLS_A_MINUTE = 80;

/** The tokens that a run was given through the environment, by what is wrong with them. */
export type GivenTokens = Partial<
  Record<'valid' | 'expired' | 'wrong-audience' | 'no-role' | 'other-app', string>
>;

const TOKEN_MEANS: Record<keyof GivenTokens, Mean> = {
  valid: 'token',
  expired: 'token-expired',
  'wrong-audience': 'token-wrong-audience',
  'no-role': 'token-no-role',
  'other-app': 'token-other-app',
};

/** Which means the given tokens are. */
export function tokenMeans(tokens: GivenTokens): Mean[] {
  return (Object.keys(TOKEN_MEANS) as (keyof GivenTokens)[])
    .filter((use) => tokens[use])
    .map((use) => TOKEN_MEANS[use]);
}

/** Calls a minute that a run sends to a tenant. */
const TENANT_CALLS_A_MINUTE = 20;

export type UrlTarget = {
  kind: 'lab' | 'tenant';
  origin: string;
  clock: Clock;
  world: World | null;
  tokens: GivenTokens;
  timeScale: number;
  /** Most calls; the run stops there. */
  budget?: number;
  makeSend?: MakeSend;
};

/** Somebody else's service: real time, a pace, its own state throughout. */
export function urlTarget(o: UrlTarget): ServiceTarget {
  const http = (o.makeSend ?? httpSend)(o.origin, o.clock);
  const callsAMinute = o.kind === 'tenant' ? TENANT_CALLS_A_MINUTE : LAB_CALLS_A_MINUTE * o.timeScale;
  return {
    kind: o.kind,
    name: o.origin,
    clock: o.clock,
    send: http.send,
    // A tenant is not a place to try out malformed messages; and where a run brings its own transport, nothing else is sent.
    ...(o.kind === 'lab' && !o.makeSend ? { raw: rawSend(o.origin, o.clock), origin: o.origin } : {}),
    timeScale: o.timeScale,
    world: o.world,
    token: (use) => o.tokens[use],
    paceMs: 60_000 / callsAMinute,
    ...(o.budget === undefined ? {} : { budget: o.budget }),
    close: () => {
      http.close();
      return Promise.resolve();
    },
  };
}
