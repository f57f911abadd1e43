import { broken, exchangeCheck, holds, unknown } from '../../src/judge/checks.ts';
import type { Defect } from '../../src/judge/reading.ts';
import { actionIn, answerOf, hasOnly, isFair, isPassing, statusText } from '../support/answers.ts';
import { isMachineId } from './machine-id.ts';

/**
 * Letters and digits of another length or alphabet are looked at by the service: 400 or 404, and 414 for a long one. What
 * stands encoded in a path, or dots, may be tidied up, redirected or refused by a gateway: there any refusal will do.
 */
const machineMalformed = exchangeCheck({
  id: 'routing.machine-malformed',
  pass: 'every call to a machine id that no machine can have was refused',
  none: { verdict: 'not-applicable', reason: 'no call to a machine id of another form was answered' },
  judge(exchange, { contract }) {
    const { defects, machineId } = exchange.reading;
    const odd = defects.has('odd-path');
    if (isMachineId(machineId) || !(odd || defects.has('machine-unknown'))) return undefined;
    if (!hasOnly(exchange, ['machine-unknown', 'world-unknown', 'odd-path'])) return undefined;
    const answer = answerOf(exchange);
    if (answer.none !== undefined) return odd ? undefined : unknown(answer.none);
    const { status } = answer.line;
    if (isPassing(status)) return unknown(`it was answered ${status}`);
    if (contract.errorStatuses.length === 0 || odd)
      return status < 200 || status > 299 ? holds : broken('a refusal', statusText(answer.line));
    return [400, 404, 414].includes(status) ? holds : broken('400 or 404', statusText(answer.line));
  },
});

/** RFC 9110 §12.5.1: a service may answer 406, or as if there were no Accept. */
const accept = exchangeCheck({
  id: 'routing.accept',
  pass: 'no call that accepts no answer in JSON was answered as an error of the server',
  none: { verdict: 'not-applicable', reason: 'every call accepted an answer in JSON' },
  judge(exchange) {
    if (!isFair(exchange) || !exchange.reading.defects.has('accept')) return undefined;
    const answer = answerOf(exchange);
    if (answer.none !== undefined) return unknown(answer.none);
    if (isPassing(answer.line.status)) return unknown(`it was answered ${answer.line.status}`);
    return answer.line.status < 500 ? holds : broken('406, or an answer in JSON', statusText(answer.line));
  },
});

/** Asked to read POST as another method, or another as POST, a service goes by the request line. */
const override = exchangeCheck({
  id: 'routing.method-override',
  pass: 'every call was read by the method of its request line',
  none: { verdict: 'not-applicable', reason: 'no call named another method beside its own' },
  judge(exchange, { contract }) {
    const { defects } = exchange.reading;
    const beside: readonly Defect[] = ['override', 'method'];
    if (!isFair(exchange) || !defects.has('override')) return undefined;
    if (![...defects].every((defect) => beside.includes(defect))) return undefined;
    const answer = answerOf(exchange);
    if (answer.none !== undefined) return unknown(answer.none);
    const { status } = answer.line;
    if (isPassing(status)) return unknown(`it was answered ${status}`);
    const success = status >= 200 && status <= 299;
    if (exchange.request.line.method === contract.method) {
      if (status === 405 || status === 501)
        return broken(`${contract.method} to be read as it is`, statusText(answer.line));
      return success ? holds : undefined; // any other refusal is judged where nothing is odd
    }
    const started = success && typeof actionIn(answer.line)?.['id'] === 'string';
    return started
      ? broken(
          `${exchange.request.line.method} not to be read as ${contract.method}`,
          statusText(answer.line),
        )
      : holds;
  },
});

/** Aliases that are known, such as a version, another letter case or a slash at the end, count as the operation's path. */
const otherPath = exchangeCheck({
  id: 'routing.other-path',
  pass: 'no path that is nearly the operation’s started an action',
  none: { verdict: 'not-applicable', reason: 'no call went to a path that is nearly the operation’s' },
  judge(exchange, { contract }) {
    const { method, path, raw } = exchange.request.line;
    if (exchange.reading.operation || exchange.faulted || raw !== undefined) return undefined;
    if (
      method !== contract.method ||
      !/\/machines?\/[^?]*stopandquarantine|\/stopandquarantinefile/i.test(path)
    )
      return undefined;
    const answer = answerOf(exchange);
    if (answer.none !== undefined) return undefined;
    const type = actionIn(answer.line)?.['type'];
    return answer.line.status === contract.successStatus && type === 'StopAndQuarantineFile'
      ? broken(`no action at ${path.split('?')[0]}`, statusText(answer.line))
      : holds;
  },
});

export const checks = [machineMalformed, accept, override, otherPath];
