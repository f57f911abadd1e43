import {
  changingAnswer,
  changingEachAnswer,
  createdFor,
  errorInstead,
  fieldsOf,
  isOperation,
  withBody,
  type Fields,
} from './changes.ts';
import type { Change, ServiceMutant } from './mutant.ts';
import type { ServiceResponse } from '../../service/types.ts';

const READ_ONE = /\/machineactions\/[^/?]+$/i;
const READ_LIST = /\/machineactions\/?(\?|$)/i;

/** Does what it refuses: these refused calls start an action all the same, which shows in the list of their machine. */
const actingOn =
  (matches: (answer: ServiceResponse) => boolean): Change =>
  (service, options) => {
    const started: Fields[] = [];
    return {
      ...service,
      handle(request) {
        const answer = service.handle(request);
        if (isOperation(request) && matches(answer)) {
          const action = fieldsOf(createdFor(request, options));
          if (action) started.push(action);
        }
        const list = answer.status === 200 && READ_LIST.test(request.path) ? fieldsOf(answer) : undefined;
        if (!list) return answer;
        const machine = /machineId eq '([^']*)'/.exec(decodeURIComponent(request.path))?.[1];
        const more = started.filter((action) => machine === undefined || action['machineId'] === machine);
        return withBody(answer, { ...list, value: [...(list['value'] as Fields[]), ...more] });
      },
    };
  };

const readingOne = (edit: (answer: ServiceResponse) => ServiceResponse): Change =>
  changingEachAnswer((answer, { method, path }) =>
    method === 'GET' && READ_ONE.test(path) ? edit(answer) : answer,
  );

const repeating = (status: number, code: string): Change =>
  changingAnswer(400, (answer) =>
    JSON.stringify(fieldsOf(answer)).includes('ActiveRequestAlreadyExists')
      ? errorInstead(answer, status, code)
      : answer,
  );

/** What is done although it was refused, and what is done but cannot be read. */
export const EFFECTS_MUTANTS: readonly ServiceMutant[] = [
  {
    id: 'effects.refused-done',
    title: 'starts the action of a call that it answers 400',
    kills: ['effects.refused'],
    change: actingOn(({ status }) => status === 400),
  },
  {
    id: 'effects.unauthorized-done',
    title: 'starts the action of a call that it answers 401',
    kills: ['effects.refused'],
    change: actingOn(({ status }) => status === 401),
  },
  {
    id: 'effects.not-found-done',
    title: 'starts the action of a call that it answers 404',
    kills: ['effects.refused'],
    change: actingOn(({ status }) => status === 404),
  },
  {
    id: 'effects.throttled-done',
    title: 'starts the action of a call that it answers 429',
    kills: ['effects.refused'],
    change: actingOn(({ status }) => status === 429),
  },
  {
    id: 'effects.read-another',
    title: 'shows another action than the one that is read',
    kills: ['effects.read-back'],
    change: readingOne((answer) =>
      withBody(answer, { ...fieldsOf(answer), id: '0c9a4d3e-7b1f-4e2a-8d6c-5b4a39281706' }),
    ),
  },
  {
    id: 'effects.read-list',
    title: 'shows a list where one action is read',
    kills: ['effects.read-back'],
    change: readingOne((answer) => withBody(answer, { value: [fieldsOf(answer)] })),
  },
  {
    id: 'effects.read-crash',
    title: 'answers 500 where an action is read',
    kills: ['effects.read-back'],
    change: readingOne((answer) => errorInstead(answer, 500, 'InternalServerError')),
  },
  {
    id: 'effects.read-nothing',
    title: 'does not find an action right after it was created',
    kills: ['effects.read-back'],
    advisory: true,
    change: readingOne((answer) => errorInstead(answer, 404, 'ResourceNotFound')),
  },
  {
    id: 'effects.repeated-conflict',
    title: 'answers 409 to a repeated call',
    kills: ['effects.duplicate'],
    change: repeating(409, 'Conflict'),
  },
  {
    id: 'effects.repeated-crash',
    title: 'answers 500 to a repeated call',
    kills: ['effects.duplicate', 'validation.no-server-error'],
    change: repeating(500, 'InternalServerError'),
  },
];
