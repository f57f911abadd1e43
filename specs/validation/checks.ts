import { broken, exchangeCheck, holds } from '../../src/judge/checks.ts';
import { answerOf, hasOnly, isFair, refusalOpinion, statusText } from '../support/answers.ts';
import { checks as leniency } from './leniency-checks.ts';
import { checks as oddities } from './oddity-checks.ts';
import { refused } from './refused.ts';

const commentRequired = refused({
  id: 'validation.comment-required',
  defects: ['comment-missing'],
  wanted: [400],
  pass: 'every call without a Comment was refused',
  what: 'without a Comment',
});

const hashRequired = refused({
  id: 'validation.hash-required',
  defects: ['hash-missing'],
  wanted: [400],
  pass: 'every call without a hash was refused',
  what: 'without a hash',
});

const wrongType = refused({
  id: 'validation.wrong-type',
  defects: ['wrong-type', 'comment-missing', 'hash-missing'],
  wanted: [400],
  pass: 'every call with null, an object or an array in place of a string was refused',
  what: 'with a value of the wrong type',
});

const scalarType = refused({
  id: 'validation.scalar-type',
  defects: ['scalar-type'],
  wanted: [400],
  pass: 'every call with a number or a boolean in place of a string was refused',
  what: 'with a number or a boolean in place of a string',
});

/** Required is documented, how long is not; white space alone is left open altogether. */
const empty = exchangeCheck({
  id: 'validation.empty-comment',
  pass: 'every call with an empty Comment was refused',
  none: { verdict: 'unproven', reason: 'no call with an empty Comment was answered' },
  judge: (exchange, { contract }) =>
    exchange.reading.comment === '' && hasOnly(exchange, ['blank'])
      ? refusalOpinion(exchange, contract, [400])
      : undefined,
});

const json = refused({
  id: 'validation.json',
  defects: ['not-json'],
  wanted: [400],
  pass: 'every call whose body is not a JSON object was refused',
  what: 'whose body is not a JSON object',
});

const mediaType = refused({
  id: 'validation.media-type',
  defects: ['media-type'],
  wanted: [400, 415],
  pass: 'every call without the media type application/json was refused',
  what: 'without the media type application/json',
});

/** Whatever a caller sends, a 5xx blames the server (RFC 9110 §15.6). 503 may have other reasons. */
const noServerError = exchangeCheck({
  id: 'validation.no-server-error',
  pass: 'no call, however broken, was answered 5xx',
  none: { verdict: 'unproven', reason: 'no call with a defect was answered' },
  judge(exchange) {
    const { defects } = exchange.reading;
    if (!isFair(exchange) || defects.size === 0 || defects.has('accept')) return undefined; // routing.accept judges it
    const answer = answerOf(exchange);
    if (answer.none !== undefined || answer.line.status === 503) return undefined;
    if (answer.line.status === 501 && (defects.has('method') || defects.has('override'))) return holds; // RFC 9110 §9.1
    return answer.line.status < 500 ? holds : broken('an answer below 500', statusText(answer.line));
  },
});

export const checks = [
  commentRequired,
  hashRequired,
  wrongType,
  scalarType,
  empty,
  json,
  mediaType,
  noServerError,
  ...leniency,
  ...oddities,
];
