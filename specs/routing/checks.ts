import { broken, exchangeCheck, holds, unknown } from '../../src/judge/checks.ts';
import { valuesOf } from '../../src/judge/reading.ts';
import type { Defect } from '../../src/judge/reading.ts';
import {
  actionIn,
  answerOf,
  hasOnly,
  isFair,
  isPassing,
  isUnusualText,
  refusalOpinion,
  statusText,
} from '../support/answers.ts';
import { checks as oddities } from './oddity-checks.ts';
import { isMachineId } from './machine-id.ts';

const machineUnknown = exchangeCheck({
  id: 'routing.machine-unknown',
  pass: 'every call to a machine that the service does not have was answered 404',
  none: { verdict: 'unproven', reason: 'no call to an unknown machine was answered' },
  judge: (exchange, { contract }) =>
    exchange.reading.defects.has('machine-unknown') &&
    isMachineId(exchange.reading.machineId) && // routing.machine-malformed judges what is none
    hasOnly(exchange, ['machine-unknown'])
      ? refusalOpinion(exchange, contract, [404])
      : undefined,
});

const fileUnknown = exchangeCheck({
  id: 'routing.file-unknown',
  pass: 'every call for a file that the machine does not have was answered 404',
  none: { verdict: 'unproven', reason: 'no call for an unknown file was answered' },
  judge: (exchange, { contract }) => {
    const { defects, comment } = exchange.reading;
    if (!isFair(exchange) || !defects.has('file-unknown')) return undefined;
    if (exchange.request.line.token.use === 'other-app') return undefined; // auth.other-application judges it
    if (isUnusualText(comment ?? '')) return undefined; // it may be refused for that
    const [token] = valuesOf(exchange.request.line.headers, 'authorization');
    if (!token?.startsWith('Bearer ')) return undefined; // auth.scheme-case judges it
    const known: readonly Defect[] = ['file-unknown', 'repeated'];
    return [...defects].every((defect) => known.includes(defect))
      ? refusalOpinion(exchange, contract, [404])
      : undefined;
  },
});

/** A method that the documents do not name starts no action. GET and the like; HEAD and OPTIONS may succeed. */
const method = exchangeCheck({
  id: 'routing.method',
  pass: 'no call with another method than POST succeeded',
  none: { verdict: 'unproven', reason: 'no call with another method was answered' },
  judge(exchange, { contract }) {
    const { defects } = exchange.reading;
    if (!isFair(exchange) || !defects.has('method') || defects.has('override')) return undefined;
    if (['HEAD', 'OPTIONS', 'TRACE'].includes(exchange.request.line.method)) return undefined;
    const answer = answerOf(exchange);
    if (answer.none !== undefined) return unknown(answer.none);
    if (isPassing(answer.line.status)) return unknown(`it was answered ${answer.line.status}`);
    const { status } = answer.line;
    if (status < 200 || status > 299) return holds;
    const started = status === contract.successStatus || typeof actionIn(answer.line)?.['id'] === 'string';
    return broken(
      `a refusal of ${exchange.request.line.method} where ${contract.method} is due`,
      statusText(answer.line),
      !started, // a success that shows no action may be a page of its own
    );
  },
});

/** RFC 9110 §15.5.6: a 405 must carry Allow; the method of the operation is among its values. */
const allow = exchangeCheck({
  id: 'routing.allow',
  pass: 'every 405 lists the allowed methods, POST among them',
  none: { verdict: 'not-applicable', reason: 'nothing was answered 405' },
  judge(exchange, { contract }) {
    const answer = isFair(exchange) ? answerOf(exchange) : { none: '' };
    if (answer.none !== undefined || answer.line.status !== 405) return undefined;
    const values = valuesOf(answer.line.headers, 'allow');
    if (values.length === 0) return broken('an Allow header on a 405', 'none');
    const methods = values
      .join(',')
      .split(',')
      .map((value) => value.trim());
    return methods.includes(contract.method)
      ? holds
      : broken(`an Allow header with ${contract.method}`, `Allow: ${values.join(', ')}`);
  },
});

export const checks = [machineUnknown, fileUnknown, method, allow, ...oddities];
