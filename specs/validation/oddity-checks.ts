import { broken, exchangeCheck, holds, unknown, type Opinion } from '../../src/judge/checks.ts';
import type { Exchange } from '../../src/judge/exchanges.ts';
import { valuesOf } from '../../src/judge/reading.ts';
import { answerOf, isFair, isPassing, statusText } from '../support/answers.ts';
import { compared } from './compared.ts';
import { holdsOnly } from './leniency-checks.ts';

/** A call with an unusual spelling of application/json, and nothing else that would earn a 400. */
function spelling(exchange: Exchange): { type: string; parameters: string } | undefined {
  if (!isFair(exchange) || !holdsOnly(exchange, 'odd-media-type')) return undefined;
  const [value = ''] = valuesOf(exchange.request.line.headers, 'content-type');
  const cut = value.indexOf(';');
  const [type, parameters] = cut < 0 ? [value, ''] : [value.slice(0, cut), value.slice(cut + 1)];
  return type.trim().toLowerCase() === 'application/json'
    ? { type: type.trim(), parameters: parameters.trim() }
    : undefined;
}

function taken(exchange: Exchange): Opinion {
  const answer = answerOf(exchange);
  if (answer.none !== undefined) return unknown(answer.none);
  const { status } = answer.line;
  if (isPassing(status)) return unknown(`it was answered ${status}`);
  if (status >= 500) return undefined; // validation.no-server-error judges it
  const [value = ''] = valuesOf(exchange.request.line.headers, 'content-type');
  return status === 415 || status === 400
    ? broken(`${value} to be taken for application/json`, statusText(answer.line))
    : holds;
}

const letterCase = exchangeCheck({
  id: 'validation.media-type-case',
  pass: 'application/json in other letters was taken',
  none: { verdict: 'not-applicable', reason: 'no call spelt application/json in other letters' },
  judge(exchange) {
    const found = spelling(exchange);
    return found && found.parameters === '' && found.type !== 'application/json'
      ? taken(exchange)
      : undefined;
  },
});

/** A charset other than UTF-8 is left open: application/json has no such parameter (RFC 8259 §11), so it may be heeded or not. */
const parameters = exchangeCheck({
  id: 'validation.media-type-parameters',
  pass: 'application/json with parameters was taken',
  none: { verdict: 'not-applicable', reason: 'no call gave application/json a parameter' },
  judge(exchange) {
    const found = spelling(exchange);
    return found &&
      found.type === 'application/json' &&
      found.parameters !== '' &&
      !/charset/i.test(found.parameters)
      ? taken(exchange)
      : undefined;
  },
});

export const checks = [compared(letterCase), compared(parameters)];
