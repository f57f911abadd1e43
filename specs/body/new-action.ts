import { broken, exchangeCheck, holds, type Opinion } from '../../src/judge/checks.ts';
import type { Exchange } from '../../src/judge/exchanges.ts';
import type { Check, CheckContext } from '../../src/judge/types.ts';
import { accepted, show, type Action, type Answer } from '../support/answers.ts';
import { actionTimeMs, answeredAtMs, isFromBefore } from '../support/times.ts';

type New = { action: Action; answer: Answer; exchange: Exchange; context: CheckContext };

/** A check of the action that a call made: not of one that went on already and is given back. */
function newAction(id: string, pass: string, judgeAction: (made: New) => Opinion): Check {
  return exchangeCheck({
    id,
    pass,
    none: { verdict: 'not-applicable', reason: 'no new action tells' },
    judge(exchange, context) {
      const success = accepted(exchange, context.contract);
      if (!success?.action || exchange.reading.defects.has('repeated')) return undefined;
      const { action, answer } = success;
      return isFromBefore(action, answer, context.header) &&
        action['requestorComment'] !== exchange.reading.comment
        ? undefined
        : judgeAction({ action, answer, exchange, context });
    },
  });
}

const initialStatus = newAction(
  'body.initial-status',
  'every new action is pending or in progress',
  ({ action }) => {
    const { status } = action;
    if (typeof status !== 'string') return undefined; // body.status judges it
    return ['Succeeded', 'Failed', 'TimeOut', 'Cancelled'].includes(status)
      ? broken('a new action to be Pending or InProgress', show(status))
      : holds;
  },
);

const CANCELLATION = ['cancellationRequestor', 'cancellationComment', 'cancellationDateTimeUtc'];

const notCancelled = newAction(
  'body.not-cancelled',
  'no new action speaks of a cancellation',
  ({ action }) => {
    const name = CANCELLATION.find((one) => action[one] !== undefined && action[one] !== null);
    return name === undefined
      ? holds
      : broken('null for a cancellation that was not', `${show(action[name])} for ${name}`);
  },
);

/** Clocks differ honestly by less; zones differ by a quarter of an hour at least. */
const SKEW_MS = 600_000;

const createdNow = newAction(
  'body.created-now',
  'every new action was created and updated at about the time of its answer',
  ({ action, answer, exchange, context: { header } }) => {
    const created = actionTimeMs(action['creationDateTimeUtc']);
    // A service that fakes the passing of time may fake the times of its actions as well.
    if (created === undefined || header.timeScale !== 1) return undefined;
    const now = answeredAtMs(answer, header);
    const late = [created, actionTimeMs(action['lastUpdateDateTimeUtc']) ?? created].find(
      (time) => time > now + SKEW_MS,
    );
    const told = (time: number) => broken(`about ${isoOf(now)}, when it was answered`, isoOf(time));
    if (late !== undefined) return told(late);
    if (created >= now - SKEW_MS) return holds;
    // Only a comment that names the run shows that the action is no older one.
    const { comment } = exchange.reading;
    const own = comment?.includes(header.run) === true && action['requestorComment'] === comment;
    return own ? told(created) : undefined;
  },
);

const isoOf = (ms: number) => new Date(ms).toISOString();

/** OData JSON: the context of a single entity of a set; captures have it as an absolute URL. */
const context = exchangeCheck({
  id: 'body.context',
  pass: 'every @odata.context speaks of one machine action',
  none: { verdict: 'not-applicable', reason: 'no action came with an @odata.context' },
  judge(exchange, { contract }) {
    const value = accepted(exchange, contract)?.action?.['@odata.context'];
    if (typeof value !== 'string') return undefined;
    return /(^|\/)\$metadata#MachineActions\/\$entity$/.test(value)
      ? holds
      : broken('an @odata.context that ends in $metadata#MachineActions/$entity', show(value));
  },
});

export const newActionChecks = [initialStatus, notCancelled, createdNow, context];
