import {
  INERT_HASH,
  bytesOf,
  changingAnswer,
  errorInstead,
  headerOf,
  repairing,
  repairingBody,
  textOf,
} from './changes.ts';
import { LENIENCY_MUTANTS } from './leniency.ts';
import type { ServiceMutant } from './mutant.ts';
import { ODDITIES_MUTANTS } from './oddities.ts';

const isText = (value: unknown) => typeof value === 'string';

/** Reads what is there as text wherever `takes` says so. */
const readingAsText = (takes: (value: unknown, name: string) => boolean) =>
  repairingBody((body) =>
    Object.fromEntries(
      Object.entries(body).map(([name, value]): [string, unknown] => [
        name,
        takes(value, name) ? textFrom(value) : value,
      ]),
    ),
  );

const textFrom = (value: unknown): string => (isText(value) ? String(value) : JSON.stringify(value));

/** Overlooks a body that is no JSON object. */
const overlooking = (matches: (text: string) => boolean) =>
  repairing((request) =>
    matches(textOf(request))
      ? { ...request, body: bytesOf(JSON.stringify({ Comment: 'none', Sha1: INERT_HASH })) }
      : request,
  );

const isJsonText = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** Broken calls that are let through or answered wrongly. A service that overlooks a defect finds no file, so it answers 404. */
export const VALIDATION_MUTANTS: readonly ServiceMutant[] = [
  {
    id: 'validation.comment-optional',
    title: 'takes a call without a comment',
    kills: ['validation.comment-required'],
    change: repairingBody((body) => (Object.hasOwn(body, 'Comment') ? body : { Comment: 'none', ...body })),
  },
  {
    id: 'validation.hash-optional',
    title: 'takes a call without a hash',
    kills: ['validation.hash-required'],
    change: repairingBody((body) => (Object.hasOwn(body, 'Sha1') ? body : { Sha1: INERT_HASH, ...body })),
  },
  {
    id: 'validation.names-in-any-letter-case',
    title: 'reads the names of the body in any letter case',
    kills: ['validation.comment-required', 'validation.hash-required', 'validation.extra-properties'],
    change: repairingBody((body) =>
      Object.fromEntries(
        Object.entries(body).map(([name, value]): [string, unknown] => [
          NAMES[name.toLowerCase()] ?? name,
          value,
        ]),
      ),
    ),
  },
  {
    id: 'validation.null-comment',
    title: 'takes null for the comment',
    kills: ['validation.wrong-type'],
    change: readingAsText((value, name) => value === null && name === 'Comment'),
  },
  {
    id: 'validation.null-hash',
    title: 'takes null for the hash',
    kills: ['validation.wrong-type'],
    change: repairingBody((body) => (body['Sha1'] === null ? { ...body, Sha1: INERT_HASH } : body)),
  },
  {
    id: 'validation.object-comment',
    title: 'takes an object or a list for the comment',
    kills: ['validation.wrong-type'],
    change: readingAsText((value, name) => typeof value === 'object' && value !== null && name === 'Comment'),
  },
  {
    id: 'validation.list-hash',
    title: 'takes a list of one hash',
    kills: ['validation.wrong-type'],
    change: repairingBody((body) => {
      const hash = body['Sha1'];
      return Array.isArray(hash) && hash.length === 1 && isText(hash[0])
        ? { ...body, Sha1: hash[0] as string }
        : body;
    }),
  },
  {
    id: 'validation.number-comment',
    title: 'takes a number or a boolean for the comment',
    kills: ['validation.scalar-type'],
    change: readingAsText(
      (value, name) => ['number', 'boolean'].includes(typeof value) && name === 'Comment',
    ),
  },
  {
    id: 'validation.empty-comment',
    title: 'takes an empty comment',
    kills: ['validation.empty-comment'],
    change: repairingBody((body) => (body['Comment'] === '' ? { ...body, Comment: 'none' } : body)),
  },
  {
    id: 'validation.empty-body',
    title: 'takes a call without a body',
    kills: ['validation.json'],
    change: overlooking((text) => text === ''),
  },
  {
    id: 'validation.malformed-json',
    title: 'takes a body that is cut off',
    kills: ['validation.json', 'validation.strict-json'],
    change: overlooking((text) => text.startsWith('{') && !isJsonText(text)),
  },
  {
    id: 'validation.list-body',
    title: 'takes a list for the object',
    kills: ['validation.json'],
    change: overlooking((text) => text.startsWith('[')),
  },
  {
    id: 'validation.null-body',
    title: 'takes null for the object',
    kills: ['validation.json'],
    change: overlooking((text) => text === 'null'),
  },
  {
    id: 'validation.form-body',
    title: 'takes a form for the object',
    kills: ['validation.json'],
    change: overlooking((text) => /^\w+=/.test(text)),
  },
  {
    id: 'validation.malformed-json-crash',
    title: 'answers 500 to a body that is not JSON',
    kills: ['validation.json', 'validation.strict-json', 'validation.no-server-error'],
    change: changingAnswer(400, (answer, request) =>
      !isJsonText(textOf(request)) ? errorInstead(answer, 500, 'InternalServerError') : answer,
    ),
  },
  {
    id: 'validation.crash-on-null',
    title: 'answers 500 to null for the object',
    kills: ['validation.json', 'validation.no-server-error'],
    change: changingAnswer(400, (answer, request) =>
      textOf(request) === 'null' ? errorInstead(answer, 500, 'InternalServerError') : answer,
    ),
  },
  {
    id: 'validation.created-then-checked',
    title: 'answers 502 where the file is not there',
    kills: ['routing.file-unknown', 'routing.accept', 'validation.no-server-error'],
    change: changingAnswer(404, (answer) =>
      textOf(answer).includes('Sha1 ') ? errorInstead(answer, 502, 'BadGateway') : answer,
    ),
  },
  {
    id: 'validation.plain-text',
    title: 'takes a body under text/plain',
    kills: ['validation.media-type'],
    change: relabelling((type) => type === 'text/plain'),
  },
  {
    id: 'validation.form-type',
    title: 'takes a body under application/x-www-form-urlencoded',
    kills: ['validation.media-type'],
    change: relabelling((type) => type === 'application/x-www-form-urlencoded'),
  },
  {
    id: 'validation.untyped-body',
    title: 'takes a body without a Content-Type',
    kills: ['validation.media-type'],
    change: relabelling((type) => type === undefined),
  },
  {
    id: 'validation.unprocessable',
    title: 'answers 422 in place of 400',
    kills: [
      'validation.comment-required',
      'validation.hash-required',
      'validation.wrong-type',
      'validation.scalar-type',
      'validation.empty-comment',
      'validation.json',
      'validation.media-type',
      'validation.strict-json',
      'hash.malformed',
      'effects.duplicate',
    ],
    change: changingAnswer(400, (answer) => ({ ...answer, status: 422 })),
  },
  ...LENIENCY_MUTANTS,
  ...ODDITIES_MUTANTS,
];

const NAMES: Record<string, string> = { comment: 'Comment', sha1: 'Sha1' };

function relabelling(takes: (type: string | undefined) => boolean) {
  return repairing((request) =>
    takes(headerOf(request, 'content-type'))
      ? {
          ...request,
          headers: [
            ...request.headers.filter(([name]) => name.toLowerCase() !== 'content-type'),
            ['Content-Type', 'application/json'],
          ],
        }
      : request,
  );
}
