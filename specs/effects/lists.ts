import { broken, exchangeCheck, holds, unknown, type Opinion } from '../../src/judge/checks.ts';
import type { Exchange } from '../../src/judge/exchanges.ts';
import type { Check } from '../../src/judge/types.ts';
import { actionIn, answerOf, isPassing, show, statusText } from '../support/answers.ts';
import { idOf, isObject, listedIn } from './asks.ts';
import { ledgerOf, withLedger } from './ledger.ts';
import { isSettled, mayRead } from './settled.ts';

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** `value` is an array of actions. Those that others made are looked at by their id alone: older kinds have other properties. */
const list = exchangeCheck({
  id: 'effects.list',
  pass: 'every list was answered 200 with an array of actions',
  none: { verdict: 'unproven', reason: 'no list of actions was read' },
  judge(exchange, context) {
    const ledger = ledgerOf(context);
    if (ledger.of(exchange).ask?.what !== 'list') return undefined;
    const answer = answerOf(exchange);
    if (answer.none !== undefined) return unknown(answer.none);
    const { status } = answer.line;
    if (isPassing(status) || !mayRead(status)) return unknown(`it was answered ${statusText(answer.line)}`);
    if (status !== 200) return broken('200 for a list of actions', statusText(answer.line));
    const actions = listedIn(exchange);
    if (!actions) return broken('an array of actions in value', show(actionIn(answer.line)?.['value']));
    const created = new Set(ledger.of(exchange).sightings.map(({ action }) => action));
    const wrong = actions.find(
      (action) => !isObject(action) || (!created.has(action) && !GUID.test(idOf(action) ?? '')),
    );
    return wrong === undefined && !actions.includes(undefined)
      ? holds
      : broken('an action with an id of the documented form in each place of value', show(wrong));
  },
});

const filter = exchangeCheck({
  id: 'effects.list-filter',
  pass: 'every list of one machine holds the actions of that machine alone',
  none: { verdict: 'unproven', reason: 'no list of one machine with an action in it was read' },
  judge(exchange, context) {
    const { ask } = ledgerOf(context).of(exchange);
    if (ask?.what !== 'list' || ask.machine === undefined) return undefined;
    const machines = (listedIn(exchange) ?? [])
      .map((action) => (isObject(action) ? action['machineId'] : undefined))
      .filter((machine) => typeof machine === 'string');
    const other = machines.find((machine) => machine.toLowerCase() !== ask.machine);
    if (other !== undefined) return broken(`actions of the machine ${ask.machine} alone`, `one of ${other}`);
    return machines.length > 0 ? holds : undefined;
  },
});

/** A list of so many may be one page of several, whatever it says of that. */
const SURELY_WHOLE = 100;

/** An action that was created well before and is missing; one that was created just before may be delayed, so it is advisory. */
const complete = exchangeCheck({
  id: 'effects.list-complete',
  pass: 'every list of a machine holds the actions that were accepted for it',
  none: { verdict: 'unproven', reason: 'no whole list was read of a machine with an accepted call' },
  judge(exchange, context) {
    const { table, of, actionsOf } = ledgerOf(context);
    const { ask, sightings } = of(exchange);
    const actions = listedIn(exchange);
    if (ask?.what !== 'list' || ask.machine === undefined || !actions || isPage(exchange, actions))
      return undefined;
    const shown = new Set(sightings.map(({ row }) => row));
    let opinion: Opinion;
    for (const row of actionsOf(ask.machine)) {
      if (table.get(row, 'line') >= exchange.request.n) continue;
      opinion ??= holds;
      if (shown.has(row)) continue;
      const settled = isSettled(table.get(row, 'at'), exchange, context);
      opinion = broken(
        `the action of the answer in line ${table.get(row, 'line')} in the list of its machine`,
        `${actions.length} without it`,
        !settled,
      );
      if (settled) return opinion;
    }
    return opinion;
  },
});

function isPage(exchange: Exchange, actions: readonly unknown[]): boolean {
  const answer = answerOf(exchange);
  const body = answer.none === undefined ? actionIn(answer.line) : undefined;
  return body?.['@odata.nextLink'] !== undefined || actions.length >= SURELY_WHOLE;
}

export const checks: Check[] = [list, filter, complete].map(withLedger);
