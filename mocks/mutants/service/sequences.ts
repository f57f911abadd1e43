import { answeringList, cancelling, listing, showing } from './around.ts';
import { errorInstead, fieldsOf, isOperation, textOf, withBody, type Fields } from './changes.ts';
import type { Change, ServiceMutant } from './mutant.ts';
import type { ServiceRequest, ServiceResponse } from '../../service/types.ts';

/** Notes what happens on the way; `next` sees every answer. */
const noting =
  (note: (answer: ServiceResponse, request: ServiceRequest) => void, next: Change): Change =>
  (service, options) =>
    next(
      {
        ...service,
        handle(request) {
          const answer = service.handle(request);
          note(answer, request);
          return answer;
        },
      },
      options,
    );

const idIn = (answer: ServiceResponse) => String(fieldsOf(answer)?.['id']);
const isCreated = (answer: ServiceResponse, request: ServiceRequest) =>
  isOperation(request) && answer.status === 201;

/** What no listed call shows: it takes several steps in the right order. */
export const SEQUENCES_MUTANTS: readonly ServiceMutant[] = [
  {
    id: 'effects.forgets-when-another-is-cancelled',
    title: 'takes the newest action out of the lists when another one is cancelled',
    kills: ['effects.list-complete'],
    sequences: true,
    change: (service, options) => {
      let newest = '';
      const gone = new Set<unknown>();
      return noting(
        (answer, request) => {
          if (isCreated(answer, request)) newest = idIn(answer);
          const cancelled = request.path.endsWith('/cancel') && answer.status === 200;
          if (cancelled && idIn(answer) !== newest) gone.add(newest);
        },
        listing((actions) => actions.filter(({ id }) => !gone.has(id))),
      )(service, options);
    },
  },
  {
    id: 'effects.repeated-overlap-overwrites',
    overlap: true,
    title: 'gives an action the comment of the second of two calls at the same moment that repeat its own',
    kills: ['effects.read-unchanged'],
    sequences: true,
    change: (service, options) => {
      let last: { at: number; sha1: string } | undefined;
      const comments = new Map<string, unknown>();
      return noting(
        (answer, request) => {
          if (!isOperation(request) || !textOf(answer).includes('ActiveRequestAlreadyExists')) return;
          const sha1 = String(fieldsOf(request)?.['Sha1']).toLowerCase();
          const at = options.clock.now();
          if (last?.at === at && last.sha1 === sha1) comments.set(sha1, fieldsOf(request)?.['Comment']);
          last = { at, sha1 };
        },
        showing(() => (action) => {
          const sha1 = String((action['relatedFileInfo'] as Fields)['fileIdentifier']).toLowerCase();
          return comments.has(sha1) ? { ...action, requestorComment: comments.get(sha1) } : action;
        }),
      )(service, options);
    },
  },
  {
    id: 'effects.list-lends-id',
    title: 'gives an action that is created after the list of another machine the id that was listed first',
    kills: ['relations.unique-id'],
    sequences: true,
    change: (service, options) => {
      let listed: Fields | undefined;
      const lending: Change = (inner) => ({
        ...inner,
        handle(request) {
          const answer = inner.handle(request);
          if (!isCreated(answer, request) || listed === undefined) return answer;
          const { id, machineId } = listed;
          listed = undefined;
          const action = fieldsOf(answer);
          return action?.['machineId'] === machineId ? answer : withBody(answer, { ...action, id });
        },
      });
      return lending(
        answeringList((answer) => {
          const value = fieldsOf(answer)?.['value'];
          listed = Array.isArray(value) ? (value[0] as Fields | undefined) : undefined;
          return answer;
        })(service, options),
        options,
      );
    },
  },
  {
    id: 'effects.cancelled-twice',
    title: 'answers 500 to cancelling an action a second time',
    kills: ['effects.cancel-final'],
    sequences: true,
    change: cancelling(() => {
      const cancelled = new Set<string>();
      return (answer, id) => {
        if (cancelled.has(id)) return errorInstead(answer, 500, 'InternalServerError');
        if (answer.status === 200) cancelled.add(id);
        return answer;
      };
    }),
  },
];
