import { digestOf } from '../../src/judge/digest.ts';
import type { Exchange } from '../../src/judge/exchanges.ts';
import { rememberLast } from '../../src/judge/last.ts';
import type { Defect } from '../../src/judge/reading.ts';
import type { Check, CheckContext } from '../../src/judge/types.ts';
import { accepted, actionIn, answerOf, type Action } from '../support/answers.ts';
import { createTally } from '../support/tally.ts';
import { createActionTable, type ActionTable } from './action-table.ts';
import { askOf, idOf, listedIn, locationOf, type Ask } from './asks.ts';
import { STATUSES, type Event, type Ledger, type Sighting } from './sightings.ts';
import { pairOf, partsOf, shortDigest, timeOf } from './parts.ts';

/** What a call may have and be accepted all the same. */
const HARMLESS: ReadonlySet<Defect> = new Set<Defect>(['repeated', 'world-unknown', 'unknown-token']);
/** One id is looked for several times, one after the other. */
const idDigest = rememberLast((id: string) => digestOf(id));
const NOTHING: Event = { row: -1, known: false, sightings: [] };

const ledgers = new WeakMap<CheckContext, Ledger>();

export function ledgerOf(context: CheckContext): Ledger {
  const known = ledgers.get(context);
  if (known) return known;
  const ledger = createLedger(context);
  ledgers.set(context, ledger);
  return ledger;
}

/** The same check with its run's ledger kept up to date. One exchange alone does not tell, so there is no `faultOf`. */
export function withLedger({ faultOf: _, ...check }: Check): Check {
  return { ...check, shares: ledgerOf };
}

function createLedger(context: CheckContext): Ledger {
  const table = createActionTable();
  const newest = new Map<number, number>();
  /** Line that first showed an id: of actions that were listed or of other calls; those of the table have theirs there. */
  const others = new Map<number, number>();
  const cancels = new Set<number>();
  /** By machine and file: calls of which it is not known whether they made an action. */
  const pending = createTally();
  let taken = 0;
  let event = NOTHING;

  const forget = () => {
    table.clear();
    for (const memory of [newest, others, cancels, pending]) memory.clear();
  };
  const rowOf = (id: string | undefined, before: number): number => {
    const row = id === undefined ? -1 : table.find(idDigest(id));
    return row >= 0 && table.get(row, 'line') < before ? row : -1;
  };
  /** What was known of the action that a request names, when it was sent in line `n`. */
  const named = (ask: Ask, n: number): Pick<Event, 'row' | 'known'> => {
    if (ask.what === 'list') return NOTHING;
    const row = rowOf(ask.id, n);
    return { row, known: row >= 0 || (others.get(digestOf(ask.id)) ?? n) < n };
  };
  const see = (id: string, line: number) => {
    const key = idDigest(id);
    if (table.find(key) < 0 && !others.has(key)) others.set(key, line);
  };
  const sight = (how: Sighting['how'], action: Action, row: number, exchange: Exchange): Sighting => {
    const [asked, n] = [exchange.request.n, exchange.response?.n ?? 0];
    const seen = table.get(row, 'seen');
    const before =
      seen < asked
        ? {
            status: STATUSES[table.get(row, 'status') - 1],
            updated: table.get(row, 'updated'),
            line: seen,
          }
        : undefined;
    // A list may come from elsewhere, and later: how an action goes on is read from itself alone.
    if (how !== 'listed') {
      table.set(row, 'status', STATUSES.indexOf(String(action['status'])) + 1);
      table.set(row, 'updated', timeOf(action['lastUpdateDateTimeUtc']));
      table.set(row, 'seen', n);
    }
    return { how, action, row, ...(before ? { before } : {}) };
  };
  const takeCreated = (exchange: Exchange): Event => {
    const found = accepted(exchange, context.contract);
    if (!found || !exchange.response) return NOTHING;
    const { n, line } = exchange.response;
    const id = idOf(found.action);
    if (id === undefined || !found.action) return NOTHING;
    if ([...exchange.reading.defects].some((defect) => !HARMLESS.has(defect))) {
      see(id, n);
      return NOTHING;
    }
    const again = rowOf(id, exchange.request.n);
    if (again >= 0 && !exchange.reading.defects.has('repeated')) return NOTHING; // relations.unique-id judges it
    if (again >= 0) {
      // It is answered with an action that goes on: whose comment that carries now, nobody says.
      table.set(again, 'comment', 0);
      return { ...NOTHING, sightings: [sight('created', found.action, again, exchange)] };
    }
    if (table.find(idDigest(id)) >= 0) return NOTHING;
    const row = addRow(table, id, found.action, { n, t: line.t });
    const machine = table.get(row, 'machine');
    table.set(row, 'older', (newest.get(machine) ?? -1) + 1);
    newest.set(machine, row);
    return { ...NOTHING, sightings: [sight('created', found.action, row, exchange)] };
  };
  const takeAsked = (ask: Ask, exchange: Exchange): Event => {
    const asked = exchange.request.n;
    const n = exchange.response?.n ?? 0;
    if (ask.what === 'list') {
      const sightings: Sighting[] = [];
      for (const action of listedIn(exchange) ?? []) {
        const id = idOf(action);
        const row = rowOf(id, asked);
        if (row >= 0) sightings.push(sight('listed', action as Action, row, exchange));
        else if (id !== undefined) see(id, n);
      }
      return { ...NOTHING, ask, sightings };
    }
    const { row, known } = named(ask, asked);
    const answer = answerOf(exchange);
    const action =
      answer.none === undefined && answer.line.status === 200 ? actionIn(answer.line) : undefined;
    const shown = action && row >= 0 && idOf(action) === ask.id;
    if (shown && ask.what === 'cancel') table.set(row, 'cancelled', exchange.response?.line.t ?? 0);
    const how = ask.what === 'read' ? 'read' : 'cancelled';
    return { ask, row, known, sightings: shown ? [sight(how, action, row, exchange)] : [] };
  };

  return {
    table,
    of(exchange) {
      if (exchange.response?.n === taken) return event;
      const ask = exchange.faulted ? undefined : askOf(exchange);
      return ask ? { ...NOTHING, ask, ...named(ask, exchange.request.n) } : NOTHING;
    },
    take({ n, line }, exchange) {
      taken = n;
      event = NOTHING;
      if (line.kind === 'scenario' && line.world) forget();
      if (!exchange || exchange.faulted) return;
      const ask = askOf(exchange);
      if (line.kind === 'request' && ask?.what === 'cancel') cancels.add(digestOf(ask.id));
      const pair = pairOf(exchange);
      if (line.kind === 'request' && pair !== undefined) pending.add(pair, 1);
      if (line.kind !== 'response') return;
      event = ask ? takeAsked(ask, exchange) : takeCreated(exchange);
      const answer = ask ? undefined : accepted(exchange, context.contract)?.answer;
      const place = answer && locationOf(answer)?.split('/').at(-1);
      if (place !== undefined) see(place, n);
      const refused = line.status !== undefined && line.status >= 400 && line.status < 500;
      if (pair !== undefined && (refused || event.sightings.length > 0)) pending.add(pair, -1);
    },
    rowOf,
    *actionsOf(machine, file) {
      const wanted = shortDigest(file?.toLowerCase());
      const { columns } = table;
      let row = newest.get(shortDigest(machine.toLowerCase())) ?? -1;
      for (; row >= 0; row = (columns.older[row] as number) - 1)
        if (file === undefined || columns.file[row] === wanted) yield row;
    },
    statusBefore(row, n) {
      const shown = event.sightings.find((one) => one.row === row);
      if (shown) return shown.before?.status;
      return table.get(row, 'seen') < n ? STATUSES[table.get(row, 'status') - 1] : undefined;
    },
    mayHaveCompany: (exchange) => pending.get(pairOf(exchange) ?? Number.NaN) > 0,
    cancelAsked: (row) => cancels.has(table.key(row)),
  };
}

function addRow(table: ActionTable, id: string, action: Action, answer: { n: number; t: number }): number {
  const row = table.add(idDigest(id));
  const { columns } = table;
  columns.line[row] = answer.n;
  columns.at[row] = answer.t;
  columns.cancelled[row] = Number.NaN;
  columns.seen[row] = answer.n;
  const { machine, file, comment } = partsOf(action);
  columns.machine[row] = machine;
  columns.file[row] = file;
  columns.comment[row] = comment;
  columns.created[row] = timeOf(action['creationDateTimeUtc']);
  return row;
}
