import { broken, exchangeCheck, holds, plural, type Opinion } from '../../src/judge/checks.ts';
import { digestOf } from '../../src/judge/digest.ts';
import { pairOf, type Exchange } from '../../src/judge/exchanges.ts';
import type { Check, CheckContext, Finding } from '../../src/judge/types.ts';
import { accepted, isUnusualText, show, type Action } from '../support/answers.ts';
import { createNumberTable, type NumberTable } from '../../src/judge/number-table.ts';
import { isFromBefore } from '../support/times.ts';
import { machineName } from './machine-name.ts';
import { requestor } from './requestor.ts';

/** A relation between a call and the action it was answered with. */
function relation(
  id: string,
  pass: string,
  judgeAction: (action: Action, exchange: Exchange, context: CheckContext) => Opinion,
): Check {
  return exchangeCheck({
    id,
    pass,
    none: { verdict: 'unproven', reason: 'no call was accepted with an action that tells' },
    judge(exchange, context) {
      const action = accepted(exchange, context.contract)?.action;
      return action ? judgeAction(action, exchange, context) : undefined;
    },
  });
}

/** Equal but for differences that a service may introduce while storing text: HTML escapes, Unicode form, white space. */
function sameText(got: string, sent: string): boolean {
  return collapsed(got) === collapsed(sent) || collapsed(unescaped(got)) === collapsed(sent);
}

function collapsed(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim();
}

function unescaped(text: string): string {
  return text.replace(/&(lt|gt|amp|quot|#39|#x27|apos);/g, (entity) => ENTITIES[entity] ?? entity);
}

const ENTITIES: Record<string, string> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&#39;': "'",
  '&#x27;': "'",
  '&apos;': "'",
};

/** The comment that the action has to carry: not that of a repeated call, which may be answered with the action of the first. */
function commentSent({ reading }: Exchange): string | undefined {
  return reading.defects.has('repeated') ? undefined : reading.comment;
}

/** What a service that is not ours gives back may be an action from before the run. */
function isEarlier(action: Action, { response }: Exchange, header: CheckContext['header']): boolean {
  const answer = response?.line;
  return answer?.lost === undefined && answer !== undefined && isFromBefore(action, answer, header);
}

const comment = relation(
  'relations.comment',
  'every action carries the comment of its call',
  (action, exchange, { header }) => {
    const sent = commentSent(exchange);
    const got = action['requestorComment'];
    if (sent === undefined || got === undefined) return undefined;
    if (typeof got !== 'string') return broken(`the comment ${show(sent)}`, show(got));
    if (sameText(got, sent)) return holds;
    if (isEarlier(action, exchange, header)) return undefined;
    return isUnusualText(sent) ? undefined : broken(`the comment ${show(sent)}`, show(got)); // relations.comment-exact judges those
  },
);

const commentExact = relation(
  'relations.comment-exact',
  'every action carries the comment of its call, character by character',
  (action, exchange, { header }) => {
    const sent = commentSent(exchange);
    const got = action['requestorComment'];
    if (sent === undefined || typeof got !== 'string') return undefined;
    if (!sent.isWellFormed()) return undefined; // half a character may be replaced, as UTF-8 has none
    if (got !== sent && isEarlier(action, exchange, header)) return undefined;
    return got === sent ? holds : broken(`exactly ${show(sent)}`, show(got));
  },
);

const hash = relation('relations.hash', 'every action names the hash of its call', (action, exchange) => {
  const sent = exchange.reading.hash;
  const info = action['relatedFileInfo'];
  if (sent === undefined || typeof info !== 'object' || info === null) return undefined;
  const got = (info as Action)['fileIdentifier'];
  if (got === undefined) return undefined;
  return typeof got === 'string' && got.toLowerCase() === sent.toLowerCase()
    ? holds
    : broken(`the hash ${sent}`, show(got));
});

const machine = relation(
  'relations.machine',
  'every action names the machine of its call',
  (action, exchange) => {
    const sent = exchange.reading.machineId;
    const got = action['machineId'];
    if (sent === undefined || got === undefined) return undefined;
    return typeof got === 'string' && got.toLowerCase() === sent.toLowerCase()
      ? holds
      : broken(`the machine ${sent}`, show(got));
  },
);

const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,12}))?Z$/;

/** Times with equally many digits sort as they are. */
function isPlainlyInOrder(from: unknown, to: unknown): boolean {
  if (typeof from !== 'string' || typeof to !== 'string' || from.length !== to.length) return false;
  return from <= to && TIME.test(from) && (from === to || TIME.test(to));
}

/** A time as text that sorts as time does; undefined for any other form. */
function sortable(value: unknown): string | undefined {
  const match = typeof value === 'string' ? TIME.exec(value) : null;
  return match ? `${match[1]}.${(match[2] ?? '').padEnd(12, '0')}` : undefined;
}

const times = relation('relations.times', 'no action was updated before it was created', (action) => {
  if (isPlainlyInOrder(action['creationDateTimeUtc'], action['lastUpdateDateTimeUtc'])) return holds;
  const from = sortable(action['creationDateTimeUtc']);
  const to = sortable(action['lastUpdateDateTimeUtc'] ?? action['lastUpdateTimeUtc']);
  if (from === undefined || to === undefined) return undefined; // the form is judged by body.times
  return from <= to
    ? holds
    : broken(
        'a last update not before the creation',
        `${show(action['creationDateTimeUtc'])} created, ${to}Z updated`,
      );
});

/** By the digest of an id: another digest, as one alone is not proof; the pair of its call; the line that showed it last. */
const ID_COLUMNS = { other: Float64Array, pair: Float64Array, line: Uint32Array } as const;
const OTHER_SEED = 0x5bd1e995;
type Ids = {
  context: CheckContext;
  seen: NumberTable<keyof typeof ID_COLUMNS>;
  count: number;
  fail?: Finding;
};

/** Two accepted calls for different machines or files are two actions. For the same pair a service may return the first. */
const uniqueId: Check<Ids> = {
  id: 'relations.unique-id',
  kinds: ['response'],
  start: (context) => ({ context, seen: createNumberTable(ID_COLUMNS), count: 0 }),
  step(state, { line, n }, exchange) {
    if (!exchange || line.kind !== 'response' || state.fail) return state;
    const id = accepted(exchange, state.context.contract)?.action?.['id'];
    if (typeof id !== 'string') return state;
    const { seen } = state;
    const pair = pairOf(exchange.reading);
    const lower = id.toLowerCase();
    const [key, other] = [digestOf(lower), digestOf(lower, OTHER_SEED)];
    const known = seen.find(key);
    const row = known < 0 ? seen.add(key) : known;
    if (known < 0) {
      state.count += 1;
      seen.set(row, 'other', other);
      seen.set(row, 'pair', pair);
    } else if (seen.get(row, 'other') !== other) return state; // two ids with one digest
    if (seen.get(row, 'pair') !== pair)
      state.fail = {
        verdict: 'fail',
        reason: `expected an id of its own for each action, got ${id} for two different machine and file pairs`,
        evidence: [seen.get(row, 'line'), n],
      };
    else seen.set(row, 'line', n);
    return state;
  },
  end(state) {
    if (state.fail) return state.fail;
    if (state.count >= 2)
      return {
        verdict: 'pass',
        reason: `${plural(state.count, 'action')}, each with an id of its own`,
        evidence: [],
      };
    return { verdict: 'unproven', reason: 'it takes two accepted calls with ids to tell', evidence: [] };
  },
};

export const checks: Check[] = [
  comment,
  commentExact,
  hash,
  machine,
  times,
  uniqueId as Check,
  machineName as Check,
  requestor as Check,
];
