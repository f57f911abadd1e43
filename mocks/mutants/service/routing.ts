import {
  accepting,
  changingAnswer,
  changingEachAnswer,
  createdFor,
  errorInstead,
  isOperation,
  textOf,
  withBody,
  withHeaders,
} from './changes.ts';
import type { ServiceMutant } from './mutant.ts';

const speaksOf = (answer: { status: number; body: Uint8Array }, what: 'Machine' | 'Sha1') =>
  answer.status === 404 && textOf(answer).includes(`"message":"${what} `);

/** Machines, files and methods that the service does not have. */
export const ROUTING_MUTANTS: readonly ServiceMutant[] = [
  {
    id: 'routing.machine-created',
    title: 'starts an action on a machine that it does not have',
    kills: ['routing.machine-unknown'],
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
];
