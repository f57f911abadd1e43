import {
  errorInstead,
  fieldsOf,
  headerOf,
  isAuthorised,
  isOperation,
  refusingCalls,
  repairing,
  textOf,
} from './changes.ts';
import type { Change, ServiceMutant } from './mutant.ts';
import type { Service, ServiceRequest } from '../../service/types.ts';

type Match = (request: ServiceRequest, service: Service) => boolean;

/** Answers 500 to calls like these that nothing else is wrong with, or that only a 4xx was due for. */
const crashing = (id: string, title: string, matches: Match, kills?: readonly string[]): ServiceMutant => ({
  id: `validation.crash-on-${id}`,
  title: `answers 500 to ${title}`,
  kills: [...(kills ?? []), 'validation.no-server-error'],
  change: (service) => ({
    ...service,
    handle: (request) => {
      const answer = service.handle(request);
      const met = isOperation(request) && answer.status >= 400 && matches(request, service);
      return met ? errorInstead(answer, 500, 'InternalServerError') : answer;
    },
  }),
});

const textHas =
  (part: string | RegExp): Match =>
  (request) =>
    typeof part === 'string' ? textOf(request).includes(part) : part.test(textOf(request));
const typeOf = (request: ServiceRequest) => headerOf(request, 'content-type') ?? '';
const tokensIn = (request: ServiceRequest) =>
  request.headers.filter(([name]) => name.toLowerCase() === 'authorization').flatMap(([, v]) => v.split(','));

function relabelling(takes: RegExp): Change {
  return repairing((request) =>
    takes.test(typeOf(request))
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

const taking = (id: string, title: string, type: RegExp): ServiceMutant => ({
  id: `validation.${id}`,
  title: `takes a body under ${title}`,
  kills: ['validation.media-type'],
  change: relabelling(type),
});

const unsupported = (matches: (type: string) => boolean): Change =>
  refusingCalls(
    (request, service) => isAuthorised(request, service) && matches(typeOf(request)),
    415,
    'UnsupportedMediaType',
  );

/** Legal requests that few clients send, and that a service stumbles over. */
export const ODDITIES_MUTANTS: readonly ServiceMutant[] = [
  crashing('names-twice', 'a name that comes twice', textHas(/^\{"Comment":"first".*"Comment":"second"/)),
  crashing('mark', 'a byte order mark', ({ body }) => body[0] === 0xef),
  crashing('utf-16', 'UTF-16', ({ body }) => body[0] === 0xff && body[1] === 0xfe),
  crashing('half-pair', 'half of a surrogate pair', textHas('\\ud83d"')),
  crashing('control-characters', 'NUL in a comment that it looks for a file for', textHas('\\u0000, escape')),
  crashing('prototype', 'the names of a prototype', textHas('"__proto__"')),
  crashing('depth', 'a property of great depth', textHas(`:${'['.repeat(1_000)}`)),
  crashing('depth-in-comment', 'a comment of great depth', textHas('{"a":'.repeat(1_000))),
  crashing('depth-alone', 'a list of great depth', textHas(/^\[{1000}/), ['validation.json']),
  crashing('long-comment', 'a comment of thirty thousand characters', ({ body }) => body.length > 30_000),
  crashing('many-names', 'a name that comes two thousand times', textHas('"x":1,"x":1')),
  crashing('no-text', 'bytes that are no text', ({ body }) => body[0] === 0x80, ['validation.json']),
  crashing('gzip', 'a coded body', (request) => headerOf(request, 'content-encoding') === 'gzip'),
  crashing(
    'unknown-coding',
    'a coding that it does not know',
    (request) => headerOf(request, 'content-encoding') === 'cordon',
  ),
  crashing('charset', 'a charset other than UTF-8', (request) => /charset=utf-16/.test(typeOf(request))),
  crashing('two-tokens', 'two tokens', (request) => tokensIn(request).length === 2),
  crashing('encoded-path', 'NUL in a path', ({ path }) => path.includes('%00')),
  crashing('broken-encoding', 'a path whose percent-encoding is broken', ({ path }) => path.includes('%zz')),
  crashing('unknown-method', 'a method that it does not know', ({ method }) => method === 'PROPFIND'),
  taking('xml', 'application/xml', /^application\/xml$/),
  taking('problem-json', 'application/problem+json', /\+json$/),
  taking('text-json', 'text/json', /^text\/json$/),
  taking('short-type', 'a media type without a slash', /^json$/),
  taking('multipart', 'multipart/form-data', /^multipart\//),
  {
    id: 'validation.media-type-in-small-letters',
    title: 'takes application/json in small letters alone',
    kills: ['validation.media-type-case'],
    change: unsupported((type) => type !== type.toLowerCase() && /^application\/json$/i.test(type)),
  },
  {
    id: 'validation.media-type-bare',
    title: 'refuses a parameter of application/json',
    kills: ['validation.media-type-parameters'],
    change: unsupported((type) => type.startsWith('application/json;')),
  },
  {
    id: 'routing.accept-crash',
    title: 'answers 500 where JSON is not accepted',
    kills: ['routing.accept'],
    change: refusingCalls(
      (request) => headerOf(request, 'accept') === 'application/xml',
      500,
      'InternalServerError',
    ),
  },
  {
    id: 'routing.accept-nothing-crash',
    title: 'answers 500 where nothing is accepted',
    kills: ['routing.accept'],
    change: refusingCalls((request) => headerOf(request, 'accept') === '*/*;q=0', 500, 'InternalServerError'),
  },
  {
    id: 'routing.machine-unprocessable',
    title: 'answers 422 to a machine id of another form',
    kills: ['routing.machine-malformed'],
    change: refusingCalls(
      (request, service) =>
        isAuthorised(request, service) && !!fieldsOf(request) && !hasMachineId(request.path),
      422,
      'InvalidInput',
    ),
  },
  {
    id: 'routing.machine-crash',
    title: 'answers 500 to a machine id of another length',
    kills: ['routing.machine-malformed', 'validation.no-server-error'],
    change: refusingCalls(
      (request, service) =>
        isAuthorised(request, service) && /\/machines\/(?![0-9A-Za-z]{40}\/)\w+\//.test(request.path),
      500,
      'InternalServerError',
    ),
  },
];

function hasMachineId(path: string): boolean {
  return /\/machines\/[0-9a-f]{40}\//i.test(path);
}
