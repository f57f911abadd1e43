import type { ServiceTarget } from './target.ts';

/** A target that sends nothing. */
export function dryTarget(target: ServiceTarget): ServiceTarget {
  return {
    ...target,
    send: (_request, onSend) => {
      onSend(1);
      return Promise.resolve({
        status: 404,
        headers: [],
        body: new Uint8Array(),
        end: 'complete',
        at: target.clock.now(),
      });
    },
    paceMs: 0,
  };
}
