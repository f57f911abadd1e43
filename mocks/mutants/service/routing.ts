import {
  accepting,
  changingAnswer,
  changingEachAnswer,
  createdFor,
  errorInstead,
  headerOf,
  isOperation,
  textOf,
  withBody,
  withHeaders,
} from './changes.ts';
import type { Change, ServiceMutant } from './mutant.ts';
import type { ServiceRequest } from '../../service/types.ts';

const speaksOf = (answer: { status: number; body: Uint8Array }, what: 'Machine' | 'Sha1') =>
  answer.status === 404 && textOf(answer).includes(`"message":"${what} `);

/** Machines, files and methods that the service does not have. */
export const ROUTING_MUTANTS: readonly ServiceMutant[] = [
  {
    id: 'routing.machine-created',
    title: 'starts an action on a machine that it does not have',
    kills: ['routing.machine-unknown', 'routing.machine-malformed'],
    change: accepting((_, answer) => speaksOf(answer, 'Machine')),
  },
  {
    id: 'routing.machine-refused',
    title: 'answers 400 for a machine that it does not have',
    kills: ['routing.machine-unknown'],
    change: changingAnswer(404, (answer) =>
      speaksOf(answer, 'Machine') ? errorInstead(answer, 400, 'BadRequest') : answer,
    ),
  },
  {
    id: 'routing.file-created',
    title: 'starts an action for a file that the machine does not have',
    kills: ['routing.file-unknown'],
    change: accepting((_, answer) => speaksOf(answer, 'Sha1')),
  },
  {
    id: 'routing.file-refused',
    title: 'answers 400 for a file that the machine does not have',
    kills: ['routing.file-unknown'],
    change: changingAnswer(404, (answer) =>
      speaksOf(answer, 'Sha1') ? errorInstead(answer, 400, 'BadRequest') : answer,
    ),
  },
  {
    id: 'routing.get-starts',
    title: 'starts an action on GET',
    kills: ['routing.method'],
    change: (service, options) => ({
      ...service,
      handle: (request) =>
        isOperation(request) && request.method === 'GET'
          ? createdFor(request, options)
          : service.handle(request),
    }),
  },
  {
    id: 'routing.delete-succeeds',
    title: 'answers 204 to DELETE',
    advisory: true,
    kills: ['routing.method'],
    change: changingEachAnswer((answer, request) =>
      isOperation(request) && request.method === 'DELETE' ? withBody({ ...answer, status: 204 }, '') : answer,
    ),
  },
  {
    id: 'routing.no-allow',
    title: 'leaves out Allow on a 405',
    kills: ['routing.allow'],
    change: changingAnswer(405, (answer) => withHeaders(answer, { Allow: undefined })),
  },
  {
    id: 'routing.allow-without-post',
    title: 'lists other methods than POST in Allow',
    kills: ['routing.allow'],
    change: changingAnswer(405, (answer) => withHeaders(answer, { Allow: 'GET, HEAD' })),
  },
  {
    id: 'routing.allow-lower-case',
    title: 'spells the method in Allow in lower case',
    kills: ['routing.allow'],
    change: changingAnswer(405, (answer) => withHeaders(answer, { Allow: 'post' })),
  },
  {
    id: 'routing.put-starts',
    title: 'takes PUT for POST',
    kills: ['routing.method'],
    change: rewriting((request) =>
      request.method === 'PUT' && !overrides(request) ? asPost(request) : request,
    ),
  },
  {
    id: 'routing.patch-starts',
    title: 'takes PATCH for POST',
    kills: ['routing.method'],
    change: rewriting((request) => (request.method === 'PATCH' ? asPost(request) : request)),
  },
  {
    id: 'routing.encoded-machine-created',
    title: 'starts an action on a machine whose id is a path',
    kills: ['routing.machine-malformed'],
    change: accepting((request) => /%2f/i.test(request.path)),
  },
  {
    id: 'routing.override-to-post',
    title: 'takes PUT for POST where a header says so',
    kills: ['routing.method-override'],
    change: rewriting((request) =>
      request.method === 'PUT' && overrides(request) ? asPost(request) : request,
    ),
  },
  {
    id: 'routing.override-from-post',
    title: 'takes POST for the method of a header',
    kills: ['routing.method-override'],
    change: rewriting((request) => {
      const method = headerOf(request, 'x-http-method-override');
      return request.method === 'POST' && method !== undefined ? { ...request, method } : request;
    }),
  },
  {
    id: 'routing.override-in-query',
    title: 'takes POST for the method of the query',
    kills: ['routing.method-override'],
    change: rewriting((request) => {
      const method = /[?&]_method=([A-Z]+)/.exec(request.path)?.[1];
      return request.method === 'POST' && method !== undefined ? { ...request, method } : request;
    }),
  },
  {
    id: 'routing.path-prefix',
    title: 'looks at the beginning of the name of the action alone',
    kills: ['routing.other-path'],
    change: rewriting((request) => ({
      ...request,
      path: request.path.replace(/(StopAndQuarantineFile)[A-Za-z]+/, '$1'),
    })),
  },
  {
    id: 'routing.path-singular',
    title: 'serves the path of one machine as well',
    kills: ['routing.other-path'],
    change: rewriting((request) => ({ ...request, path: request.path.replace('/machine/', '/machines/') })),
  },
];

/** Edits every request before the service sees it. */
function rewriting(edit: (request: ServiceRequest) => ServiceRequest): Change {
  return (service) => ({ ...service, handle: (request) => service.handle(edit(request)) });
}

function overrides(request: ServiceRequest): boolean {
  return headerOf(request, 'x-http-method-override') === 'POST';
}

function asPost(request: ServiceRequest): ServiceRequest {
  return isOperation(request) ? { ...request, method: 'POST' } : request;
}
