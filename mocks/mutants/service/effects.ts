import {
  changingAnswer,
  createdFor,
  errorInstead,
  fieldsOf,
  isOperation,
  textOf,
  withBody,
  type Fields,
} from './changes.ts';
import { listing } from './around.ts';
import type { Change, ServiceMutant } from './mutant.ts';
import type { ServiceRequest, ServiceResponse } from '../../service/types.ts';

/** Does what it refuses: these refused calls start an action all the same, which shows in the list of their machine. */
const actingOn =
  (matches: (answer: ServiceResponse, request: ServiceRequest) => boolean): Change =>
  (service, options) => {
    const started: Fields[] = [];
    const acting: typeof service = {
      ...service,
      handle(request) {
        const answer = service.handle(request);
        if (isOperation(request) && !request.path.includes('%') && matches(answer, request)) {
          const action = fieldsOf(createdFor(request, options));
          if (action) started.push(action);
        }
        return answer;
      },
    };
    return listing((actions, { machine }) => [
      ...actions,
      ...started.filter((action) => machine === undefined || action['machineId'] === machine),
    ])(acting, options);
  };

const goesOn = (answer: ServiceResponse) => textOf(answer).includes('ActiveRequestAlreadyExists');

const repeating = (status: number, code: string): Change =>
  changingAnswer(400, (answer) => (goesOn(answer) ? errorInstead(answer, status, code) : answer));

/** What a call names: machine and hash. */
const pairOf = (request: ServiceRequest) =>
  `${/\/machines\/([^/]+)\//i.exec(request.path)?.[1]} ${String(fieldsOf(request)?.['Sha1'])}`.toLowerCase();

/** Answers calls for a pair that had an action before; `first` is that action as it stands. */
const afterFirst =
  (edit: (answer: ServiceResponse, first: ServiceResponse) => ServiceResponse): Change =>
  (service) => {
    const ids = new Map<string, string>();
    return {
      ...service,
      handle(request) {
        const answer = service.handle(request);
        if (!isOperation(request) || answer.status !== 201) return answer;
        const id = ids.get(pairOf(request));
        if (id === undefined) {
          ids.set(pairOf(request), String(fieldsOf(answer)?.['id']));
          return answer;
        }
        const path = request.path.replace(/\/machines\/.*$/i, `/machineactions/${id}`);
        return edit(answer, service.handle({ ...request, method: 'GET', path }));
      },
    };
  };

/** What is done although it was refused, and calls that are made twice. */
export const EFFECTS_MUTANTS: readonly ServiceMutant[] = [
  {
    id: 'effects.refused-done',
    title: 'starts the action of a call that it answers 400',
    kills: ['effects.refused'],
    change: actingOn(({ status }) => status === 400),
  },
  {
    id: 'effects.incomplete-done',
    title: 'starts the action of a call without a comment that it answers 400',
    kills: ['effects.refused'],
    change: actingOn(({ status }, request) => status === 400 && fieldsOf(request)?.['Comment'] === undefined),
  },
  {
    id: 'effects.unauthorized-done',
    title: 'starts the action of a call that it answers 401',
    kills: ['effects.refused'],
    change: actingOn(({ status }) => status === 401),
  },
  {
    id: 'effects.forbidden-done',
    title: 'starts the action of a call that it answers 403',
    kills: ['effects.refused'],
    change: actingOn(({ status }) => status === 403),
  },
  {
    id: 'effects.not-found-done',
    title: 'starts the action of a call that it answers 404',
    kills: ['effects.refused'],
    change: actingOn(({ status }) => status === 404),
  },
  {
    id: 'effects.wrong-method-done',
    title: 'starts the action of a call that it answers 405',
    kills: ['effects.refused'],
    change: actingOn(({ status }) => status === 405),
  },
  {
    id: 'effects.throttled-done',
    throttled: true,
    title: 'starts the action of a call that it answers 429',
    kills: ['effects.refused'],
    change: actingOn(({ status }) => status === 429),
  },
  {
    id: 'effects.repeated-done',
    title: 'starts a second action although it says that the first goes on',
    kills: ['effects.refused'],
    change: actingOn(goesOn),
  },
  {
    id: 'effects.repeated-conflict',
    title: 'answers 409 to a repeated call',
    kills: ['effects.duplicate'],
    change: repeating(409, 'Conflict'),
  },
  {
    id: 'effects.repeated-accepted',
    title: 'answers 202 to a repeated call',
    kills: ['effects.duplicate'],
    change: changingAnswer(400, (answer) =>
      goesOn(answer) ? { ...withBody(answer, {}), status: 202 } : answer,
    ),
  },
  {
    id: 'effects.repeated-crash',
    title: 'answers 500 to a repeated call',
    kills: ['effects.duplicate', 'validation.no-server-error'],
    change: repeating(500, 'InternalServerError'),
  },
  {
    id: 'effects.repeated-other',
    title: 'answers a repeated call with the action of another file',
    kills: ['relations.hash', 'relations.machine', 'relations.machine-name', 'relations.unique-id'],
    service: { choices: { duplicates: 'return-existing' } },
    change: (service) => {
      let oldest: Fields | undefined;
      const seen = new Set<string>();
      return {
        ...service,
        handle(request) {
          const answer = service.handle(request);
          if (!isOperation(request) || answer.status !== 201) return answer;
          oldest ??= fieldsOf(answer);
          const id = String(fieldsOf(answer)?.['id']);
          if (seen.has(id)) return withBody(answer, oldest);
          seen.add(id);
          return answer;
        },
      };
    },
  },
  {
    id: 'effects.repeated-never-again',
    title: 'says for ever that the first action of a file goes on',
    kills: ['effects.after-end'],
    change: afterFirst((answer) => errorInstead(answer, 400, 'ActiveRequestAlreadyExists')),
  },
  {
    id: 'effects.repeated-ended',
    title: 'answers with the first action of a file although it has ended',
    kills: ['effects.after-end'],
    change: afterFirst((answer, { body }) => ({ ...answer, body })),
  },
];
