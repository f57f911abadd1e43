import {
  bytesOf,
  changingAnswer,
  editingAction,
  errorInstead,
  fieldsOf,
  headerOf,
  INERT_HASH,
  isAuthorised,
  refusingCalls,
  repairing,
  textOf,
  type Fields,
} from './changes.ts';
import type { Change, ServiceMutant } from './mutant.ts';

/** Reads what is no JSON as this text. */
const reading = (edit: (text: string) => string): Change =>
  repairing((request) => {
    const text = textOf(request);
    const read = edit(text);
    return read === text ? request : { ...request, body: bytesOf(read) };
  });

const lenient = (id: string, title: string, edit: (text: string) => string): ServiceMutant => ({
  id: `validation.${id}`,
  title,
  kills: ['validation.strict-json'],
  change: reading(edit),
});

/** Gives a 400 another code where the call is such. */
const coding = (matches: (fields: Fields | undefined, text: string) => boolean, code: string): Change =>
  changingAnswer(400, (answer, request) =>
    request.method === 'POST' && matches(fieldsOf(request), textOf(request))
      ? errorInstead(answer, 400, code)
      : answer,
  );

/** Takes over what a call writes into its action. */
const written = (name: string, ...more: readonly string[]): ServiceMutant => ({
  id: `validation.${name.toLowerCase()}-written`,
  title: `lets a call write the ${name} of its action`,
  kills: ['validation.mass-assignment', ...more],
  change: editingAction((action, sent) => {
    const value = sent.method === 'POST' ? fieldsOf(sent)?.[name] : undefined;
    return value === undefined ? action : { ...action, [name]: value };
  }),
});

const hasFurtherNames = (fields: Fields | undefined) =>
  Object.keys(fields ?? {}).some((name) => name !== 'Comment' && name !== 'Sha1');
const isText = (value: unknown) => typeof value === 'string';

/** Bodies that are read with too much good will or too little, and codes that do not go with what is wrong. */
export const LENIENCY_MUTANTS: readonly ServiceMutant[] = [
  lenient('trailing-comma', 'overlooks a comma too many', (text) => text.replace(/,\s*\}$/, '}')),
  lenient('single-quotes', 'takes single quotes', (text) =>
    text.startsWith("{'") ? text.replaceAll("'", '"') : text,
  ),
  lenient('remarks', 'skips comments in JSON', (text) => text.replace(/\/\*.*?\*\//, '')),
  lenient('bare-names', 'takes names without quotes', (text) =>
    text.replace(/^\{Comment:/, '{"Comment":').replace(/,Sha1:/, ',"Sha1":'),
  ),
  lenient('no-number', 'takes NaN', (text) => text.replace(/:NaN\}$/, ':null}')),
  lenient('first-value', 'reads the first value of a body and no further', (text) =>
    text.replace(/\}\{"Comment":"b"\}$/, '}'),
  ),
  lenient('line-break', 'takes a line break inside a string', (text) => text.replaceAll('\n', '\\n')),
  {
    id: 'validation.replaced-bytes',
    title: 'replaces bytes that are not UTF-8',
    kills: ['validation.strict-json'],
    change: repairing((request) =>
      request.body.includes(0xff) && request.body[0] === 0x7b
        ? { ...request, body: bytesOf(textOf(request)) }
        : request,
    ),
  },
  {
    id: 'validation.half-object',
    title: 'closes an object that breaks off',
    kills: ['validation.json'],
    change: reading((text) =>
      /^\{"Comment":.*"$/s.test(text) && !text.endsWith('cut"') ? `${text}}` : text,
    ),
  },
  {
    id: 'validation.list-of-one',
    title: 'takes a list of one object',
    kills: ['validation.json'],
    change: reading((text) => text.replace(/^\[(\{"Comment".*\})\]$/s, '$1')),
  },
  {
    id: 'validation.xml-body',
    title: 'takes XML for the object',
    kills: ['validation.json'],
    change: reading((text) =>
      text.startsWith('<') ? JSON.stringify({ Comment: 'none', Sha1: INERT_HASH }) : text,
    ),
  },
  {
    id: 'validation.code-for-missing',
    title: 'says InvalidHashValue where the comment is missing',
    kills: ['validation.code'],
    change: coding(
      (fields) => !!fields && !Object.hasOwn(fields, 'Comment') && isText(fields['Sha1']),
      'InvalidHashValue',
    ),
  },
  {
    id: 'validation.code-for-malformed',
    title: 'says ODataError of a body that is not JSON',
    kills: ['validation.code'],
    change: coding((fields) => fields === undefined, 'ODataError'),
  },
  {
    id: 'validation.code-for-null',
    title: 'says OsPlatformNotSupported of null for the comment',
    kills: ['validation.code'],
    change: coding((fields) => fields?.['Comment'] === null, 'OsPlatformNotSupported'),
  },
  {
    id: 'validation.further-names-refused',
    title: 'refuses names that it does not know',
    kills: ['validation.extra-properties'],
    change: refusingCalls(
      (request, service) =>
        isAuthorised(request, service) &&
        headerOf(request, 'content-type')?.startsWith('application/json') === true &&
        hasFurtherNames(fieldsOf(request)),
      400,
      'InvalidRequestBody',
    ),
  },
  written('status', 'body.initial-status'),
  written('id'),
  written('creationDateTimeUtc', 'body.created-now'),
  written('errorHResult'),
];
