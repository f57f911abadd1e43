import type { Check } from '../../src/judge/types.ts';
import { answerOf, isFair } from '../support/answers.ts';

type Compared = { inner: unknown; refused: boolean };

/**
 * A check of calls that are odd in one way, and refused with 400, 415 or 422 for it: where a service refuses a call that is
 * odd in no way like that, its answers tell nothing of the oddity.
 */
export function compared(check: Check): Check {
  const wrapped: Check<Compared> = {
    id: check.id,
    kinds: ['response'],
    start: (context) => ({ inner: check.start(context), refused: false }),
    step(state, numbered, exchange) {
      if (exchange && numbered.line.kind === 'response' && isFair(exchange)) {
        const plain = [...exchange.reading.defects].every((defect) => defect === 'file-unknown');
        const answer = answerOf(exchange);
        if (plain && answer.none === undefined && [400, 415, 422].includes(answer.line.status))
          state.refused = true;
      }
      state.inner = check.step(state.inner, numbered, exchange);
      return state;
    },
    end(state, open) {
      const finding = check.end(state.inner, open);
      return finding.verdict === 'fail' && state.refused
        ? {
            verdict: 'not-applicable',
            reason: 'calls with nothing odd in them were refused as well',
            evidence: [],
          }
        : finding;
    },
  };
  return wrapped as Check;
}
