import type { SchemaFault } from '../../src/contract/validator.ts';
import { broken, exchangeCheck, holds, unknown, type Opinion } from '../../src/judge/checks.ts';
import type { Exchange } from '../../src/judge/exchanges.ts';
import type { Check, CheckContext } from '../../src/judge/types.ts';
import { actionIn, answerOf, faultsIn, isPassing, show, statusText } from '../support/answers.ts';
import { idOf, isObject } from './asks.ts';
import { ledgerOf, withLedger } from './ledger.ts';
import type { Ledger, Sighting } from './sightings.ts';
import { partsOf, timeOf } from './parts.ts';
import { isSettled, mayRead } from './settled.ts';

/** An action can be read under the id that its creation gave. A 404 right after may be a delay, so it is advisory. */
const readBack = exchangeCheck({
  id: 'effects.read-back',
  pass: 'every action that was read back is the one that was asked for',
  none: { verdict: 'unproven', reason: 'no action of an accepted call was read back' },
  judge(exchange, context) {
    const ledger = ledgerOf(context);
    const { ask, row } = ledger.of(exchange);
    if (ask?.what !== 'read' || row < 0) return undefined;
    const answer = answerOf(exchange);
    if (answer.none !== undefined) return unknown(answer.none);
    const { status } = answer.line;
    if (isPassing(status) || !mayRead(status)) return unknown(`it was answered ${statusText(answer.line)}`);
    if (status !== 200) {
      const mayBeDelay = status === 404 && !isSettled(ledger.table.get(row, 'at'), exchange, context);
      return broken(`200 for the action ${ask.id}`, statusText(answer.line), mayBeDelay);
    }
    const action = actionIn(answer.line);
    return idOf(action) === ask.id
      ? holds
      : broken(`the action ${ask.id}`, `one with the id ${show(action?.['id'])}`);
  },
});

/** Only a run that sends the calls itself knows that an id which no answer has shown is nobody's. */
const readUnknown = exchangeCheck({
  id: 'effects.read-unknown',
  pass: 'every read of an id that no action has was answered 404',
  none: { verdict: 'unproven', reason: 'no id was read that no action has' },
  judge(exchange, context) {
    const { ask, known } = ledgerOf(context).of(exchange);
    if (ask?.what !== 'read' || known || context.header.recorder !== 'client') return undefined;
    const answer = answerOf(exchange);
    if (answer.none !== undefined) return unknown(answer.none);
    const { status } = answer.line;
    if (isPassing(status) || !mayRead(status)) return unknown(`it was answered ${statusText(answer.line)}`);
    return status === 404 ? holds : broken('404 for an id that no answer has shown', statusText(answer.line));
  },
});

/** Precision of times may differ from one answer to the next: one is written from memory, the other from a database. */
const SAME_TIME_MS = 1_000;
const NAMES = { machine: 'machineId', file: 'relatedFileInfo', comment: 'requestorComment' } as const;

/** Whatever is read later was said at the creation. */
const readUnchanged = sightingsCheck({
  id: 'effects.read-unchanged',
  pass: 'every action that was read keeps what its creation said',
  none: { verdict: 'unproven', reason: 'no action of an accepted call was read back' },
  see(sighting, { table }) {
    const { action, row, how } = sighting;
    if (how === 'created') return undefined;
    const parts = partsOf(action);
    const line = table.get(row, 'line');
    for (const part of ['machine', 'file', 'comment'] as const) {
      const was = table.get(row, part);
      const value = action[NAMES[part]] ?? undefined; // what is left out breaks the form
      if (was !== 0 && value !== undefined && parts[part] !== was)
        return broken(`the ${NAMES[part]} that the answer in line ${line} has`, show(value));
    }
    const created = timeOf(action['creationDateTimeUtc']);
    return Math.abs(created - table.get(row, 'created')) > SAME_TIME_MS
      ? broken(
          `the creationDateTimeUtc that the answer in line ${line} has`,
          show(action['creationDateTimeUtc']),
        )
      : holds;
  },
});

/** The examples of the list still have an older name for the time of the last update. */
const DRIFTING = 'lastUpdateDateTimeUtc';

/** What was wrong with the form of an action already where it was created, by row; mostly nothing. */
const faultsAtCreation = new WeakMap<Ledger, Map<number, Set<string>>>();

/** The form of an action is judged where it is created; here, what only a read shows. */
const readForm = sightingsCheck({
  id: 'effects.read-form',
  pass: 'every action that was read has the documented form',
  none: { verdict: 'unproven', reason: 'no action of an accepted call was read back' },
  see({ action, how, row }, ledger, { contract }) {
    const faults = faultsIn(action, contract);
    const before = faultsAtCreation.get(ledger) ?? new Map<number, Set<string>>();
    if (how === 'created') {
      before.delete(row);
      if (faults.length > 0) before.set(row, new Set(faults.map(signature)));
      faultsAtCreation.set(ledger, before);
      return undefined;
    }
    const fault = faults.find(
      (one) =>
        !before.get(row)?.has(signature(one)) && !(how === 'listed' && signature(one).includes(DRIFTING)),
    );
    return fault
      ? broken(
          `${fault.path || 'the action'} to keep ${fault.keyword}`,
          `${show(valueAt(action, fault.path))} where it is ${how}: ${fault.message}`,
        )
      : holds;
  },
});

/** What a JSON Pointer names. */
function valueAt(action: unknown, pointer: string): unknown {
  const names = pointer.split('/').slice(1);
  return names.reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), action);
}

const signature = (fault: SchemaFault) => `${fault.path} ${fault.keyword} ${fault.message}`;

/** A check of each action that an answer shows; the first that breaks it speaks for the answer. */
export function sightingsCheck(o: {
  id: string;
  pass: string;
  none: { verdict: 'unproven' | 'not-applicable'; reason: string };
  see(sighting: Sighting, ledger: Ledger, context: CheckContext, exchange: Exchange): Opinion;
}): Check {
  return exchangeCheck({
    ...o,
    judge(exchange, context) {
      const ledger = ledgerOf(context);
      const { sightings } = ledger.of(exchange);
      const [first] = sightings;
      if (first === undefined) return undefined;
      if (sightings.length === 1) return o.see(first, ledger, context, exchange);
      const opinions = sightings.map((one) => o.see(one, ledger, context, exchange));
      return opinions.find((one) => one?.holds === false) ?? opinions.find((one) => one !== undefined);
    },
  });
}

export const checks: Check[] = [readBack, readUnknown, readUnchanged, readForm].map(withLedger);
