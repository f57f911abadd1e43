import type { Contract } from '../../src/contract/contract.ts';
import { broken, holds, unknown, type Opinion } from '../../src/judge/checks.ts';
import type { Exchange } from '../../src/judge/exchanges.ts';
import { ERROR_KINDS } from '../../src/client-run/events.ts';
import type { ResultLine } from '../../src/trace/lines.ts';
import { actionIn, answerOf, show, type Action, type Answer } from '../support/answers.ts';

/** By what an action is recognised, whatever else changes with time. */
const IDENTITY = ['id', 'machineId', 'type'] as const;
/** The answer may have been on its way when the client gave up. */
const MAY_HAVE_MISSED = new Set(['network', 'timeout', 'cancelled']);

type Wire = {
  /** The call's requests. */
  sent: readonly Exchange[];
  /** Whole answers to them, in order. */
  answers: Answer[];
  /** Statuses of these, and of reads and sign-in around the calls. */
  statuses: Set<number>;
  accepted: boolean;
  /** The action of a success, where it is readable. */
  created?: Action;
  /** The service said that the same action goes on already. */
  duplicate: boolean;
};

/**
 * Whether a result says what the wire shows. After an unknown outcome there is nothing to compare: the client may have
 * looked, or not.
 */
export function truthOf(
  result: ResultLine,
  o: { sent: readonly Exchange[]; others: readonly Exchange[]; contract: Contract },
): Opinion {
  const { contract } = o;
  const wire = readWire(o.sent, o.others, contract);
  if (
    wire.answers.length < o.sent.length ||
    wire.answers.some(({ status }) => status === 502 || status === 504)
  )
    return undefined;
  if (result.exit !== undefined) return exitTruth(result.exit, wire, contract);
  if (result.action !== undefined) return actionTruth(result.action, wire, contract);
  if (result.error !== undefined) return errorTruth(result.error, wire, contract);
  return undefined;
}

function readWire(sent: readonly Exchange[], others: readonly Exchange[], contract: Contract): Wire {
  const answers = wholeAnswers(sent);
  const success = answers.find(({ status }) => status === contract.successStatus);
  const created = success && actionIn(success);
  return {
    sent,
    answers,
    statuses: new Set([...answers, ...wholeAnswers(others)].map(({ status }) => status)),
    accepted: success !== undefined,
    duplicate: answers.some(isDuplicate),
    ...(created ? { created } : {}),
  };
}

function wholeAnswers(exchanges: readonly Exchange[]): Answer[] {
  return exchanges.flatMap((exchange) => {
    const answer = answerOf(exchange);
    return answer.none === undefined && answer.line.end === 'complete' ? [answer.line] : [];
  });
}

/** Clients recognise it by code or by message (capture duplicate-clients). */
function isDuplicate({ status, body }: Answer): boolean {
  return (
    status === 400 && typeof body === 'string' && /ActiveRequestAlreadyExists|already in progress/i.test(body)
  );
}

const wireText = ({ answers, sent }: Wire) =>
  sent.length === 0 ? 'no request' : answers.map(({ status }) => status).join(', ');

function exitTruth(exit: number | null, wire: Wire, contract: Contract): Opinion {
  const said = exit === null ? 'its end by a signal' : `exit ${exit}`;
  if (exit === 0)
    return wire.accepted || wire.duplicate
      ? holds
      : broken(`exit 0 only for ${contract.successStatus}`, `exit 0 after ${wireText(wire)}`);
  if (wire.sent.length === 0) return undefined;
  return wire.created ? broken(`exit 0 after ${contract.successStatus}`, said) : holds;
}

function actionTruth(reported: unknown, wire: Wire, contract: Contract): Opinion {
  if (!wire.created)
    return wire.duplicate
      ? holds
      : broken(`an action only for ${contract.successStatus}`, `one after ${wireText(wire)}`);
  const action = (typeof reported === 'object' && reported !== null ? reported : {}) as Action;
  for (const name of IDENTITY) {
    const made = wire.created[name];
    if (made !== undefined && action[name] !== made)
      return broken(`the action with the ${name} ${show(made)}`, show(action[name]));
  }
  return holds;
}

function errorTruth(error: NonNullable<ResultLine['error']>, wire: Wire, contract: Contract): Opinion {
  const { kind, status } = error;
  const said = `the error ${show(kind)}${status === undefined ? '' : ` with status ${status}`}`;
  if (!ERROR_KINDS.some((known) => known === kind))
    return broken(`an error of the kinds ${ERROR_KINDS.join(', ')}`, said);
  if (wire.created)
    return MAY_HAVE_MISSED.has(kind)
      ? unknown(
          `${said} was reported although ${contract.successStatus} was sent: the answer may not have arrived`,
        )
      : broken(`the action of the ${contract.successStatus}`, said);
  const last = wire.answers.at(-1);
  if (kind === 'argument' && wire.sent.length > 0)
    return broken('"argument" only where nothing was sent', `it after ${wireText(wire)}`);
  if (kind === 'not-sent' && last && last.status < 400)
    return broken('"not-sent" only where the call may be made again', `it after ${wireText(wire)}`);
  if (kind === 'http' || kind === 'other') return statusTruth(said, kind, status, wire);
  return holds;
}

/** An error that the service answered is reported with its status. */
function statusTruth(said: string, kind: string, status: number | undefined, wire: Wire): Opinion {
  if (status !== undefined && (wire.sent.length > 0 || kind === 'http'))
    return wire.statuses.has(status)
      ? holds
      : broken(`a status that the service had answered (${wireText(wire)})`, said);
  return kind === 'http' || wire.answers.length > 0
    ? broken(`the status of the answer (${wireText(wire)})`, said)
    : holds;
}
