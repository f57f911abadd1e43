import type { Contract } from '../../../src/contract/contract.ts';
import type { ServiceOptions } from '../../service/service.ts';
import { headerOf, isAuthorised, isOperation, refusal, withHeaders } from './changes.ts';
import type { Change } from './mutant.ts';

/** A limiter of its own before the service. */
export type Gate = {
  /** Seconds that a call for this machine under this token has to wait; 0: it may pass. */
  wait(machine: string, token: string): number;
  /** Hears of each 429 of the service. */
  refused?(): void;
};

/** Puts such a limiter before each service. */
export const gated =
  (open: (options: ServiceOptions) => Gate): Change =>
  (service, options) => {
    const gate = open(options);
    return {
      ...service,
      handle(request) {
        const machine = /\/machines\/([^/]+)\//i.exec(request.path)?.[1] ?? '';
        const token = headerOf(request, 'authorization') ?? '';
        const seconds =
          isOperation(request) && isAuthorised(request, service) ? gate.wait(machine, token) : 0;
        if (seconds > 0) return withHeaders(refusal(options, 429, '429'), { 'Retry-After': String(seconds) });
        const answer = service.handle(request);
        if (answer.status === 429) gate.refused?.();
        return answer;
      },
    };
  };

/** A sliding log of 100 a minute for each key: true and noted where there is room. */
export function take(calls: Map<string, number[]>, key: string, nowMs: number): boolean {
  const recent = (calls.get(key) ?? []).filter((at) => at > nowMs - 60_000);
  calls.set(key, recent);
  if (recent.length >= 100) return false;
  recent.push(nowMs);
  return true;
}

/** A contract without the limit of the minute, for a gate that stands in its place. */
export const withoutMinute = (contract: Contract): Contract => ({
  ...contract,
  limits: contract.limits.filter(({ name }) => name !== 'minute'),
});
