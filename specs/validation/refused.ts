import { exchangeCheck } from '../../src/judge/checks.ts';
import type { Exchange } from '../../src/judge/exchanges.ts';
import type { Defect } from '../../src/judge/reading.ts';
import type { Check, VerdictWord } from '../../src/judge/types.ts';
import { bytesOf } from '../../src/trace/body.ts';
import { hasOnly, refusalOpinion } from '../support/answers.ts';

/** A service may find a body of so many bytes too long before it reads it (RFC 9110 §15.5.14). */
const LONG_BYTES = 8_000;

function isLong({ request }: Exchange): boolean {
  return bytesOf(request.line.body).length > LONG_BYTES;
}

/**
 * A call with the first of these defects, and none beside them that counts, is refused with one of these statuses. Names beside
 * those of the contract do not count: they make a refusal only more likely.
 */
export function refused(o: {
  id: string;
  defects: readonly [Defect, ...Defect[]];
  wanted: readonly number[];
  pass: string;
  what: string;
  /** Where no such call was answered; default `unproven`. */
  none?: Extract<VerdictWord, 'unproven' | 'not-applicable'>;
}): Check {
  return exchangeCheck({
    id: o.id,
    pass: o.pass,
    none: { verdict: o.none ?? 'unproven', reason: `no call ${o.what} was answered` },
    judge: (exchange, { contract }) =>
      exchange.reading.defects.has(o.defects[0]) && hasOnly(exchange, [...o.defects, 'extra-property'])
        ? refusalOpinion(exchange, contract, isLong(exchange) ? [...o.wanted, 413] : o.wanted)
        : undefined,
  });
}
