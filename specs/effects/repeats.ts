import { broken, exchangeCheck, holds, unknown } from '../../src/judge/checks.ts';
import type { Exchange } from '../../src/judge/exchanges.ts';
import type { Check, CheckContext } from '../../src/judge/types.ts';
import { accepted, answerOf, isFair, isPassing, statusText } from '../support/answers.ts';
import { idOf } from './asks.ts';
import { ledgerOf, withLedger } from './ledger.ts';
import { isFinal } from './life-cycle.ts';
import { isSettled } from './settled.ts';

/** A call with nothing wrong in it but that its machine and file were named before. */
function isRepeated(exchange: Exchange): boolean {
  return isFair(exchange) && [...exchange.reading.defects].join() === 'repeated';
}

/** The row of the newest action of its machine and file, other than its own, where that was given before the call was sent. */
function earlierOf({ reading, request, response }: Exchange, context: CheckContext): number | undefined {
  const { machineId = '', hash = '' } = reading;
  const { actionsOf, table } = ledgerOf(context);
  for (const row of actionsOf(machineId, hash)) {
    const line = table.get(row, 'line');
    if (line !== response?.n) return line < request.n ? row : undefined;
  }
  return undefined;
}

/** A second call for a pair whose action still goes on: captures show 400 and the action itself; nothing else is known. */
const duplicate = exchangeCheck({
  id: 'effects.duplicate',
  pass: 'every repeated call was answered 400 or with an action',
  none: { verdict: 'unproven', reason: 'no repeated call was answered' },
  judge(exchange, context) {
    const { successStatus } = context.contract;
    if (!isRepeated(exchange)) return undefined;
    const answer = answerOf(exchange);
    if (answer.none !== undefined) return unknown(answer.none);
    const { status } = answer.line;
    if (isPassing(status)) return undefined;
    if (status === 404 && mayBeGone(exchange, context)) return undefined;
    return [400, successStatus].includes(status)
      ? holds
      : broken(`400 or ${successStatus}`, statusText(answer.line));
  },
});

/** A file that was quarantined is not there any more. */
function mayBeGone(exchange: Exchange, context: CheckContext): boolean {
  const ledger = ledgerOf(context);
  const row = earlierOf(exchange, context);
  if (row === undefined) return false;
  const status = ledger.statusBefore(row, exchange.request.n);
  return isFinal(status) || isSettled(ledger.table.get(row, 'at'), exchange, context);
}

/** What is answered once the action has ended is open, but for the two answers that mean: it still goes on. */
const afterEnd = exchangeCheck({
  id: 'effects.after-end',
  pass: 'no call for a pair whose action had ended was answered as if it went on',
  none: { verdict: 'not-applicable', reason: 'no call named a pair whose action was seen to have ended' },
  judge(exchange, context) {
    if (!isRepeated(exchange)) return undefined;
    const ledger = ledgerOf(context);
    const row = earlierOf(exchange, context);
    const status = row === undefined ? undefined : ledger.statusBefore(row, exchange.request.n);
    const answer = answerOf(exchange);
    if (row === undefined || !isFinal(status) || answer.none !== undefined) return undefined;
    // Of two such calls at once, one may begin the action that the other is refused for.
    if (ledger.mayHaveCompany(exchange)) return undefined;
    const id = idOf(accepted(exchange, context.contract)?.action);
    if (id !== undefined)
      return ledger.rowOf(id, exchange.request.n) < 0
        ? holds
        : broken(`a new action after one that is ${status}`, `the action ${id} again`);
    return /"ActiveRequestAlreadyExists"/.test(typeof answer.line.body === 'string' ? answer.line.body : '')
      ? broken(`any other answer after an action that is ${status}`, statusText(answer.line))
      : undefined;
  },
});

export const checks: Check[] = [duplicate, afterEnd].map(withLedger);
