import { broken, exchangeCheck, holds } from '../../src/judge/checks.ts';
import type { Defect } from '../../src/judge/reading.ts';
import type { Check } from '../../src/judge/types.ts';
import { answerOf, hasOnly, isFair, refusalOpinion, statusText } from '../support/answers.ts';

/** A call with the first of these defects, and none beside them that counts, is refused with one of these statuses. */
function refused(o: {
  id: string;
  defects: readonly [Defect, ...Defect[]];
  wanted: readonly number[];
  pass: string;
  what: string;
}): Check {
  return exchangeCheck({
    id: o.id,
    pass: o.pass,
    none: { verdict: 'unproven', reason: `no call ${o.what} was answered` },
    judge: (exchange, { contract }) =>
      exchange.reading.defects.has(o.defects[0]) && hasOnly(exchange, o.defects)
        ? refusalOpinion(exchange, contract, o.wanted)
        : undefined,
  });
}

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
    if (!isFair(exchange) || exchange.reading.defects.size === 0) return undefined;
    const answer = answerOf(exchange);
    if (answer.none !== undefined || answer.line.status === 503) return undefined;
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
];
