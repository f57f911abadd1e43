import type { Contract } from '../../../src/contract/contract.ts';
import type { ServiceOptions } from '../../service/service.ts';
import type { ServiceRequest } from '../../service/types.ts';
import { headerOf, isAuthorised, isOperation, refusal, withHeaders } from './changes.ts';
import type { Change, ServiceMutant } from './mutant.ts';

/** A limiter of its own before the service. */
export type Gate = {
  /** Seconds that this call for this machine under this token has to wait; 0: it may pass. */
  wait(machine: string, token: string, request: ServiceRequest): number;
  /** Hears of each 429 of the service. */
  refused?(): void;
};

/** Puts such a limiter before each service, for calls under its own application, or under any. */
export const gated =
  (open: (options: ServiceOptions) => Gate, whose: 'own' | 'any' = 'own'): Change =>
  (service, options) => {
    const gate = open(options);
    return {
      ...service,
      handle(request) {
        const machine = /\/machines\/([^/]+)\//i.exec(request.path)?.[1] ?? '';
        const token = headerOf(request, 'authorization') ?? '';
        const known =
          isAuthorised(request, service) || (whose === 'any' && service.tokenUse(token) === 'other-app');
        const seconds = isOperation(request) && known ? gate.wait(machine, token, request) : 0;
        if (seconds > 0) return withHeaders(refusal(options, 429, '429'), { 'Retry-After': String(seconds) });
        const answer = service.handle(request);
        if (answer.status === 429) gate.refused?.();
        return answer;
      },
    };
  };

/**
 * A sliding log of 100 a minute for each key: notes a call where there is room, and else says in whole seconds when there will be. It
 * sees a call `lagMs` after it came.
 */
export function waitFor(
  calls: Map<string, number[]>,
  key: string,
  nowMs: number,
  { most = 100, lagMs = 0 }: { most?: number; lagMs?: number } = {},
): number {
  const recent = (calls.get(key) ?? []).filter((at) => at > nowMs - 60_000);
  calls.set(key, recent);
  const seen = recent.filter((at) => at <= nowMs - lagMs);
  const leaves = seen.at(-most);
  if (leaves !== undefined) return Math.ceil((leaves + 60_000 - nowMs) / 1000);
  recent.push(nowMs);
  return 0;
}

/** A limiter that counts 100 a minute for each of whatever `keyOf` reads from a call, in place of the application. */
export const countingBy = (
  keyOf: (request: ServiceRequest, token: string, machine: string) => string,
  whose?: 'own' | 'any',
): Pick<ServiceMutant, 'contract' | 'change'> => ({
  contract: withoutMinute,
  change: gated(({ clock }) => {
    const calls = new Map<string, number[]>();
    return {
      wait: (machine, token, request) => waitFor(calls, keyOf(request, token, machine), clock.now()),
    };
  }, whose),
});

/** A contract without the limit of the minute, for a gate that stands in its place. */
export const withoutMinute = (contract: Contract): Contract => ({
  ...contract,
  limits: contract.limits.filter(({ name }) => name !== 'minute'),
});
