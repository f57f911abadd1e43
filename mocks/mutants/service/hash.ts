import {
  accepting,
  changingAnswer,
  errorInstead,
  fieldsOf,
  INERT_HASH,
  isAuthorised,
  refusingCalls,
  repairingBody,
} from './changes.ts';
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
  taking('inner-space', 'a space among the digits', `${HEX}{20} ${HEX}{20}`),
  taking('white-space', 'white space anywhere', `\\s*${HEX}{20}\\s*${HEX}{20}\\s*`),
  taking('mark', 'a byte order mark before the digits', `\\ufeff${HEX}{40}`),
  taking('algorithm', 'the name of the algorithm before the digits', `(?:sha1|SHA1)[:=]${HEX}{40}`),
  taking('suffix-h', 'the letter of assemblers after the digits', `${HEX}{40}h`),
  taking('arabic-indic', 'Arabic digits', '[0-9A-Fa-f\\u0660-\\u0669]{40}'),
  taking('colons', 'pairs of digits with colons', `${HEX}{2}(?::${HEX}{2}){19}`),
  taking('hyphens', 'groups of digits with hyphens', `${HEX}{8}(?:-${HEX}{8}){4}`),
  taking('base64', 'the bytes in base64', '[0-9A-Za-z+/]{27}='),
  taking('letter-o', 'the letter O for a zero', '[0-9A-Fa-fOo]{40}'),
  taking('cut-at-nul', 'whatever follows a NUL', `${HEX}{40}\\u0000.*`),
  {
    id: 'hash.code-for-missing',
    title: 'says MissingRequiredParameter of a malformed hash',
    kills: ['hash.code'],
    change: changingAnswer(400, (answer) =>
      codeOf(answer) === 'InvalidHashValue' ? errorInstead(answer, 400, 'MissingRequiredParameter') : answer,
    ),
  },
  {
    id: 'hash.code-for-length',
    title: 'says ODataError of a hash that is too long',
    kills: ['hash.code'],
    change: changingAnswer(400, (answer, request) =>
      /^[0-9a-f]{41,}$/.test(String(fieldsOf(request)?.['Sha1']))
        ? errorInstead(answer, 400, 'ODataError')
        : answer,
    ),
  },
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
