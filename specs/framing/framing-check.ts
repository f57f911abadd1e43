import { exchangeCheck, type Opinion } from '../../src/judge/checks.ts';
import type { Exchange } from '../../src/judge/exchanges.ts';
import type { Defect } from '../../src/judge/reading.ts';
import type { Check, CheckContext, Finding } from '../../src/judge/types.ts';
import { answerOf, isPassing } from '../support/answers.ts';
import { writtenIn, type Oddity, type Written } from './sent.ts';

/** What was seen of other messages when one is judged. */
export type Seen = {
  /** The status with which a call without anything odd was answered that came first on its connection. */
  plain?: number;
  /** The exchange before this one on its connection. */
  before?: Exchange;
  /** The exchange before this one that was written byte by byte. */
  earlier?: Exchange;
  /** With which status the same method, path and body were answered in a message without anything odd. */
  same?: number;
};

type Memory = {
  plain?: number;
  earlier?: Exchange;
  last: Map<number, Exchange>;
  statuses: Map<string, number>;
  old: number;
};

/**
 * A check of messages that were written byte by byte. What binds HTTP/1.1 alone is not applicable to a service that answers in
 * HTTP/1.0; `binds` says whether the rule is one of those.
 */
export function framingCheck(o: {
  id: string;
  pass: string;
  /** Why there is nothing to decide, where no message concerned it. */
  none: string;
  binds: 'any version' | '1.1';
  judge(exchange: Exchange, written: Written, seen: Seen, context: CheckContext): Opinion;
}): Check {
  type State = { memory: Memory; inner: Check; state: unknown };
  const check: Check<State> = {
    id: o.id,
    kinds: ['response'],
    start(context) {
      const memory: Memory = { last: new Map(), statuses: new Map(), old: 0 };
      const inner = exchangeCheck({
        id: o.id,
        pass: o.pass,
        none: { verdict: 'unproven', reason: o.none },
        judge(exchange) {
          const written = writtenIn(exchange.request.line);
          if (!written) return undefined;
          const old = o.binds === '1.1' && isOld(exchange);
          if (old) memory.old += 1;
          const opinion = old ? undefined : o.judge(exchange, written, seenBy(memory, exchange), context);
          remember(memory, exchange, written, context);
          return opinion;
        },
      });
      return { memory, inner, state: inner.start(context) };
    },
    step(state, numbered, exchange) {
      state.state = state.inner.step(state.state, numbered, exchange);
      return state;
    },
    end({ memory, inner, state }, open): Finding {
      const finding = inner.end(state, open);
      return memory.old > 0 && finding.verdict === 'unproven'
        ? { verdict: 'not-applicable', reason: 'the service answers in HTTP/1.0', evidence: [] }
        : finding;
    },
  };
  return check as Check;
}

const keyOf = ({ request: { line } }: Exchange) => JSON.stringify([line.method, line.path, line.body]);

function seenBy(memory: Memory, exchange: Exchange): Seen {
  const before = memory.last.get(exchange.request.line.conn);
  const same = memory.statuses.get(keyOf(exchange));
  return {
    ...(memory.plain === undefined ? {} : { plain: memory.plain }),
    ...(before ? { before } : {}),
    ...(memory.earlier ? { earlier: memory.earlier } : {}),
    ...(same === undefined ? {} : { same }),
  };
}

function remember(memory: Memory, exchange: Exchange, written: Written, context: CheckContext): void {
  const answer = answerOf(exchange);
  const { conn, raw } = exchange.request.line;
  const first = !memory.last.has(conn);
  memory.last.set(conn, exchange);
  memory.earlier = exchange;
  if (answer.none !== undefined || isPassing(answer.line.status)) return;
  if (!first || written.oddities.size > 0 || raw?.sent !== 'whole') return;
  memory.statuses.set(keyOf(exchange), answer.line.status);
  if (isPlainCall(exchange, written, context)) memory.plain = answer.line.status;
}

const ON_PURPOSE: ReadonlySet<Defect> = new Set<Defect>([
  'file-unknown',
  'machine-unknown',
  'world-unknown',
  'repeated',
]);

/** A call with nothing odd in it that asks for no effect, so that any two of them are answered alike. */
export function isPlainCall(exchange: Exchange, written: Written, { contract }: CheckContext): boolean {
  return (
    written.oddities.size === 0 &&
    written.method === contract.method &&
    exchange.reading.operation &&
    [...exchange.reading.defects].every((defect) => ON_PURPOSE.has(defect))
  );
}

/** True where these, and no other oddities, are in the message. */
export function hasOnlyOddities({ oddities }: Written, wanted: readonly Oddity[]): boolean {
  return oddities.size === wanted.length && wanted.every((oddity) => oddities.has(oddity));
}

function isOld({ response }: Exchange): boolean {
  return response?.line.raw?.version === 'HTTP/1.0';
}
