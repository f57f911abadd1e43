import {
  changingAnswer,
  changingEachAnswer,
  errorInstead,
  fieldsOf,
  isAuthorised,
  refusingCalls,
  withBody,
  withHeaders,
} from './changes.ts';
import type { ServiceMutant } from './mutant.ts';

const VALID = ['status.created', 'hash.letter-case'];

/** Wrong statuses and wrong framing of a success. */
export const STATUS_MUTANTS: readonly ServiceMutant[] = [
  {
    id: 'status.ok',
    title: 'answers 200 for a new action',
    kills: ['status.created'],
    contract: (contract) => ({ ...contract, successStatus: 200 }),
  },
  {
    id: 'status.queued',
    title: 'answers 202 for a new action',
    kills: ['status.created'],
    contract: (contract) => ({ ...contract, successStatus: 202 }),
  },
  {
    id: 'status.no-content',
    title: 'answers 204 and nothing for a new action',
    kills: ['status.created'],
    change: changingAnswer(201, (answer) => withBody({ ...answer, status: 204 }, '')),
  },
  {
    id: 'status.redirect',
    title: 'sends accepted calls on to a regional host',
    kills: ['status.created'],
    change: changingAnswer(201, (answer, { path }) =>
      withBody(
        withHeaders({ ...answer, status: 307 }, { Location: `https://api-eu.example.test${path}` }),
        '',
      ),
    ),
  },
  {
    id: 'status.refuses-all',
    title: 'answers 400 to every call with a token',
    kills: [...VALID, 'routing.machine-unknown', 'routing.file-unknown'],
    change: refusingCalls(isAuthorised, 400, 'BadRequest'),
  },
  {
    id: 'status.finds-nothing',
    title: 'answers 404 to every call with a token',
    kills: [
      ...VALID,
      'validation.comment-required',
      'validation.hash-required',
      'validation.wrong-type',
      'validation.scalar-type',
      'validation.empty-comment',
      'validation.json',
      'validation.media-type',
      'hash.malformed',
    ],
    change: refusingCalls(isAuthorised, 404, 'ResourceNotFound'),
  },
  {
    id: 'status.astral-crash',
    title: 'answers 500 when a comment has a character beyond the first 65,536',
    kills: ['status.created'],
    change: changingAnswer(201, (answer, request) =>
      /[\u{10000}-\u{10ffff}]/u.test(String(fieldsOf(request)?.['Comment']))
        ? errorInstead(answer, 500, 'InternalServerError')
        : answer,
    ),
  },
  {
    id: 'status.nul-crash',
    title: 'answers 500 when a comment has the character NUL',
    kills: ['status.created'],
    change: changingAnswer(201, (answer, request) =>
      String(fieldsOf(request)?.['Comment']).includes('\u0000')
        ? errorInstead(answer, 500, 'InternalServerError')
        : answer,
    ),
  },
  {
    id: 'status.over-limit-forbidden',
    title: 'answers 403 where a limit is reached',
    kills: ['status.created'],
    change: changingAnswer(429, (answer) => errorInstead(answer, 403, 'Forbidden')),
  },
  {
    id: 'status.text-json',
    title: 'calls its answers text/json',
    kills: ['status.media-type', 'errors.media-type'],
    change: changingEachAnswer((answer) => withHeaders(answer, { 'Content-Type': 'text/json' })),
  },
  {
    id: 'status.untyped',
    title: 'leaves out Content-Type on a success',
    kills: ['status.media-type'],
    change: changingAnswer(201, (answer) => withHeaders(answer, { 'Content-Type': undefined })),
  },
  {
    id: 'status.cut',
    title: 'closes the connection in the middle of a success',
    kills: ['status.whole'],
    target: 'emulator',
    change: changingAnswer(201, (answer) => ({ ...answer, delivery: 'cut' })),
  },
  {
    id: 'status.always-created',
    title: 'answers 201 and nothing to whatever comes',
    kills: [
      'status.media-type',
      'body.json',
      'validation.comment-required',
      'validation.hash-required',
      'validation.wrong-type',
      'validation.scalar-type',
      'validation.empty-comment',
      'validation.json',
      'validation.media-type',
      'hash.malformed',
      'routing.machine-unknown',
      'routing.file-unknown',
      'routing.method',
      'auth.missing',
      'auth.expired',
      'auth.wrong-audience',
      'auth.permission',
      'limits.minute',
    ],
    change: changingEachAnswer((answer) => withBody({ ...answer, status: 201, headers: [] }, '')),
  },
  {
    id: 'status.always-error',
    title: 'answers 500 to whatever comes',
    kills: [
      ...VALID,
      'validation.comment-required',
      'validation.hash-required',
      'validation.wrong-type',
      'validation.scalar-type',
      'validation.empty-comment',
      'validation.json',
      'validation.media-type',
      'validation.no-server-error',
      'hash.malformed',
      'routing.machine-unknown',
      'routing.file-unknown',
      'auth.missing',
      'auth.expired',
      'auth.wrong-audience',
      'auth.permission',
      'effects.duplicate',
    ],
    change: changingEachAnswer((answer) => errorInstead(answer, 500, 'InternalServerError')),
  },
];
