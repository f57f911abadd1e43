import {
  changingAnswer,
  fieldsOf,
  headerOf,
  isAuthorised,
  isOperation,
  refusal,
  refusingCalls,
  repairing,
  textOf,
  withBody,
  withHeaders,
} from '../mocks/mutants/service/changes.ts';
import type { Change } from '../mocks/mutants/service/mutant.ts';
import type { ServiceRequest } from '../mocks/service/types.ts';
import { gunzipSync } from 'node:zlib';

/** Refuses authorised calls like these. */
const refusing = (matches: (request: ServiceRequest) => boolean, status: number, code: string): Change =>
  refusingCalls((request, service) => isAuthorised(request, service) && matches(request), status, code);

const typeOf = (request: ServiceRequest) => headerOf(request, 'content-type') ?? '';
const tokensIn = (request: ServiceRequest) =>
  request.headers.filter(([name]) => name.toLowerCase() === 'authorization').flatMap(([, v]) => v.split(','));

/** Answers that the documents and RFCs leave open for calls that are odd, or wrong in more than one way. */
export const ODD_REQUEST_WAYS: Readonly<Record<string, Change>> = {
  'reads a coded body': repairing((request) =>
    headerOf(request, 'content-encoding') === 'gzip'
      ? {
          ...request,
          headers: request.headers.filter(([name]) => name.toLowerCase() !== 'content-encoding'),
          body: new Uint8Array(gunzipSync(request.body)),
        }
      : request,
  ),
  'answers 415 to a coded body': refusing(
    (request) => headerOf(request, 'content-encoding') !== undefined,
    415,
    'UnsupportedMediaType',
  ),
  'answers 415 to another charset': refusing(
    (request) => /charset=utf-16/.test(typeOf(request)),
    415,
    'UnsupportedMediaType',
  ),
  'refuses a byte order mark': refusing(({ body }) => body[0] === 0xef, 400, 'InvalidRequestBody'),
  'reads UTF-16': repairing((request) =>
    request.body[0] === 0xff && request.body[1] === 0xfe
      ? { ...request, body: Buffer.from(new TextDecoder('utf-16le').decode(request.body)) }
      : request,
  ),
  'refuses a name that comes twice': refusing(
    (request) => /^\{"Comment":"first".*"Comment"/.test(textOf(request)),
    400,
    'InvalidRequestBody',
  ),
  'takes the first of two equal names': repairing((request) => ({
    ...request,
    body: withoutSecond(request),
  })),
  'refuses control characters and half pairs': refusing(
    (request) => /\p{Cs}|(?!\s)\p{Cc}/u.test(commentIn(request)),
    400,
    'InvalidRequestBody',
  ),
  'refuses the names of a prototype': refusing(
    (request) => textOf(request).includes('"__proto__"'),
    400,
    'InvalidRequestBody',
  ),
  'answers 413 to a long body': refusing(({ body }) => body.length > 8_000, 413, 'BadRequest'),
  'answers 403 to a path that looks like an attack': (service, options) => ({
    ...service,
    handle: (request) =>
      /%(?!20|40)|\.\./.test(request.path.split('?')[0] ?? '')
        ? withBody(withHeaders(refusal(options, 403, 'Forbidden'), { 'Content-Type': 'text/html' }), '<html>')
        : service.handle(request),
  }),
  'answers 400 to a machine id of another form': (service, options) => ({
    ...service,
    handle: (request) => {
      const answer = service.handle(request);
      return answer.status === 404 && isOperation(request) && !/\/[0-9a-f]{40}\//i.test(request.path)
        ? refusal(options, 400, 'InvalidInput')
        : answer;
    },
  }),
  'answers 406 where it cannot please': refusing(
    (request) => !/json|\*\/\*(?!;q=0)/.test(headerOf(request, 'accept') ?? '*/*'),
    406,
    'BadRequest',
  ),
  'answers an error in XML where that is asked for': changingAnswer(404, (answer, request) =>
    headerOf(request, 'accept') === 'application/xml'
      ? withBody(withHeaders(answer, { 'Content-Type': 'application/xml' }), '<error/>')
      : answer,
  ),
  'answers 501 to a method that it does not know': changingAnswer(405, (answer, request) =>
    request.method === 'PROPFIND' ? { ...answer, status: 501 } : answer,
  ),
  'answers 400 to two tokens': (service, options) => ({
    ...service,
    handle: (request) =>
      isOperation(request) && tokensIn(request).length > 1
        ? refusal(options, 400, 'BadRequest')
        : service.handle(request),
  }),
};

function commentIn(request: ServiceRequest): string {
  const comment = fieldsOf(request)?.['Comment'];
  return typeof comment === 'string' ? comment : '';
}

/** The body without the second of two comments. */
function withoutSecond(request: ServiceRequest): Uint8Array {
  const text = textOf(request);
  return text.startsWith('{"Comment":"first"')
    ? Buffer.from(text.replace(',"Comment":"second"', ''))
    : request.body;
}
