import { accepting, changingAnswer, errorInstead, fieldsOf } from './changes.ts';
import type { ServiceMutant } from './mutant.ts';

/**
 * Takes what `pattern` matches for a SHA-1 as well. It then looks for such a file and finds none: with the hashes that a run
 * uses a wrong hash is answered 404 by a service that does not look at its form.
 */
const taking = (id: string, title: string, pattern: string): ServiceMutant => ({
  id: `hash.${id}`,
  title: `takes ${title}`,
  kills: ['hash.malformed'],
  contract: (contract) => ({
    ...contract,
    requestBody: withHashPattern(contract.requestBody, `^(?:[0-9A-Fa-f]{40}|${pattern})$`),
  }),
});

/** Hashes that are none, taken for one. */
export const HASH_MUTANTS: readonly ServiceMutant[] = [
  taking('sha-256', 'a SHA-256', '[0-9A-Fa-f]{64}'),
  taking('md5', 'an MD5', '[0-9A-Fa-f]{32}'),
  taking('thirty-nine', '39 digits', '[0-9A-Fa-f]{39}'),
  taking('forty-one', '41 digits', '[0-9A-Fa-f]{41}'),
  taking('any-length', 'digits of any number', '[0-9A-Fa-f]+'),
  taking('empty', 'an empty text', ''),
  taking('prefix-0x', '0x before 40 digits', '0x[0-9A-Fa-f]{40}'),
  taking('prefix-sha1', 'sha1: before 40 digits', 'sha1:[0-9A-Fa-f]{40}'),
  taking('line-end', 'a line end after 40 digits', '[0-9A-Fa-f]{40}\\n'),
  taking('leading-space', 'a space before 40 digits', ' [0-9A-Fa-f]{40}'),
  taking('trailing-tab', 'a tab after 40 digits', '[0-9A-Fa-f]{40}\\t'),
  taking('no-break-space', 'a no-break space after 40 digits', '[0-9A-Fa-f]{40}\\u00a0'),
  taking('zero-width', 'an invisible space after 40 digits', '[0-9A-Fa-f]{40}\\u200b'),
  taking('fullwidth', 'fullwidth digits', '[0-9A-Fa-f\\uff10-\\uff19\\uff21-\\uff26\\uff41-\\uff46]{40}'),
  taking('other-digits', 'decimal digits of any script', '[\\p{Nd}A-Fa-f]{40}'),
  taking(
    'cyrillic',
    'Cyrillic letters that look like a to f',
    '[0-9A-Fa-f\\u0430\\u0441\\u0435\\u0410\\u0412\\u0421\\u0415]{40}',
  ),
  taking('beyond-f', 'letters beyond f', '[0-9A-Za-z]{40}'),
  taking('forty-characters', 'any 40 characters', '[^]{40}'),
  taking('separators', 'digits in pairs with colons between', '[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){19}'),
  taking('anything', 'any text', '[^]*'),
  {
    id: 'hash.created',
    title: 'starts an action for a malformed hash',
    kills: ['hash.malformed'],
    change: accepting((_, answer) => answer.status === 400 && codeOf(answer) === 'InvalidHashValue'),
  },
  {
    id: 'hash.upper-case-refused',
    title: 'refuses a hash in upper-case digits',
    kills: ['hash.letter-case'],
    change: changingAnswer(201, (answer, request) =>
      /[A-F]/.test(String(fieldsOf(request)?.['Sha1']))
        ? errorInstead(answer, 400, 'InvalidHashValue')
        : answer,
    ),
  },
  {
    id: 'hash.upper-case-not-found',
    title: 'looks for a hash letter case and all',
    kills: ['hash.letter-case'],
    change: changingAnswer(201, (answer, request) =>
      /[A-F]/.test(String(fieldsOf(request)?.['Sha1']))
        ? errorInstead(answer, 404, 'ResourceNotFound')
        : answer,
    ),
  },
];

type Schema = Record<string, unknown>;

function withHashPattern(schema: Schema, pattern: string): Schema {
  const properties = schema['properties'] as Record<string, Schema>;
  return { ...schema, properties: { ...properties, Sha1: { ...properties['Sha1'], pattern } } };
}

function codeOf(answer: { body: Uint8Array }): unknown {
  return (fieldsOf(answer)?.['error'] as Schema | undefined)?.['code'];
}
