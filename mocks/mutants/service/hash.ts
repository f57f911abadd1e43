import { accepting, fieldsOf, INERT_HASH, isAuthorised, refusingCalls, repairingBody } from './changes.ts';
import type { Service, ServiceRequest } from '../../service/types.ts';
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

const HEX = '[0-9A-Fa-f]';

/** Hashes that are none, taken for one. */
export const HASH_MUTANTS: readonly ServiceMutant[] = [
  taking('sha-256', 'a SHA-256', `${HEX}{64}`),
  taking('md5', 'an MD5', `${HEX}{32}`),
  taking('thirty-nine', '39 digits', `${HEX}{39}`),
  taking('forty-one', '41 digits', `${HEX}{41}`),
  taking('any-length', 'digits of any number', `${HEX}+`),
  taking('prefix-0x', '0x before the digits', `0x${HEX}{38,40}`),
  taking('prefix-sha1', 'sha1: before the digits', `sha1:${HEX}{40}`),
  taking('line-end', 'a line end after the digits', `${HEX}{40}\\n`),
  taking('leading-space', 'a space before the digits', ` ${HEX}{40}`),
  taking('trailing-space', 'a space after the digits', `${HEX}{40} `),
  taking('tab', 'a tab before the digits', `\\t${HEX}{40}`),
  taking('no-break-space', 'a no-break space before the digits', `\\u00a0${HEX}{40}`),
  taking('zero-width', 'an invisible space before the digits', `\\u200b${HEX}{40}`),
  taking('fullwidth', 'fullwidth digits', '[0-9A-Fa-f\\uff10-\\uff19\\uff21-\\uff26\\uff41-\\uff46]{40}'),
  taking('any-script', 'decimal digits of any script', '[\\p{Nd}A-Fa-f]{40}'),
  taking(
    'cyrillic',
    'Cyrillic letters that look like a to f',
    '[0-9A-Fa-f\\u0430\\u0441\\u0435\\u0410\\u0412\\u0421\\u0415]{40}',
  ),
  taking('beyond-f', 'letters beyond f', '[0-9A-Za-z]{40}'),
  taking('forty-characters', 'any 40 characters', '[^]{40}'),
  taking('anything', 'any text', '[^]+'),
  {
    id: 'hash.empty',
    title: 'takes an empty text for a hash',
    kills: ['hash.malformed'],
    change: repairingBody((body) => (body['Sha1'] === '' ? { ...body, Sha1: INERT_HASH } : body)),
  },
  {
    id: 'hash.created',
    title: 'starts an action for a malformed hash',
    kills: ['hash.malformed'],
    change: accepting(
      (request, answer) => codeOf(answer) === 'InvalidHashValue' && fieldsOf(request)?.['Sha1'] !== '',
    ),
  },
  {
    id: 'hash.upper-case-refused',
    title: 'refuses a hash in upper-case digits',
    kills: ['hash.letter-case'],
    change: refusingCalls(hasCapitals, 400, 'InvalidHashValue'),
  },
  {
    id: 'hash.upper-case-not-found',
    title: 'looks for a hash letter case and all',
    kills: ['hash.letter-case'],
    change: refusingCalls(hasCapitals, 404, 'ResourceNotFound'),
  },
];

function hasCapitals(request: ServiceRequest, service: Service): boolean {
  const hash = fieldsOf(request)?.['Sha1'];
  return (
    isAuthorised(request, service) && typeof hash === 'string' && /^(?=.*[A-F])[0-9A-Fa-f]{40}$/.test(hash)
  );
}

type Schema = Record<string, unknown>;

function withHashPattern(schema: Schema, pattern: string): Schema {
  const properties = schema['properties'] as Record<string, Schema>;
  return { ...schema, properties: { ...properties, Sha1: { ...properties['Sha1'], pattern } } };
}

function codeOf(answer: { body: Uint8Array }): unknown {
  return (fieldsOf(answer)?.['error'] as Schema | undefined)?.['code'];
}
