import { cancelling, showing } from './around.ts';
import { errorInstead, fieldsOf, withBody, type Fields } from './changes.ts';
import type { Change, ServiceMutant } from './mutant.ts';
import type { ServiceResponse } from '../../service/types.ts';

const NOBODY = '0c9a4d3e-7b1f-4e2a-8d6c-5b4a39281706';

/** Edits answers with this status where an action is cancelled: 200 for one that went on, 400 for one that had ended. */
const cancelled = (
  status: number,
  edit: (answer: ServiceResponse, action: Fields) => ServiceResponse,
): Change =>
  cancelling(() => (answer) => (answer.status === status ? edit(answer, fieldsOf(answer) ?? {}) : answer));

/** Answers from the action as it is read where one is cancelled that goes on, and cancels nothing. */
const insteadOfCancelling =
  (edit: (read: ServiceResponse, action: Fields) => ServiceResponse): Change =>
  (service) => ({
    ...service,
    handle(request) {
      const path = /^(.*\/machineactions\/[^/]+)\/cancel$/i.exec(request.path)?.[1];
      if (path === undefined) return service.handle(request);
      const read = service.handle({ ...request, method: 'GET', path, body: new Uint8Array() });
      const action = read.status === 200 ? fieldsOf(read) : undefined;
      const goesOn = action?.['status'] === 'Pending' || action?.['status'] === 'InProgress';
      return goesOn ? edit(read, action) : service.handle(request);
    },
  });

/** Shows an action that it has shown as succeeded with another status from then on. */
const leavingTheEnd = (status: string): Change =>
  showing(() => {
    const ended = new Set<unknown>();
    return (action) => {
      if (action['status'] !== 'Succeeded') return action;
      const again = ended.has(action['id']);
      ended.add(action['id']);
      return again ? { ...action, status } : action;
    };
  });

/** An action that goes where it must not, and cancellations that are none. */
export const LIFE_CYCLE_MUTANTS: readonly ServiceMutant[] = [
  {
    id: 'effects.status-back',
    title: 'shows an action as in progress before it is pending',
    kills: ['effects.status-forward'],
    change: showing(() => (action) => {
      const other: Record<string, string> = { Pending: 'InProgress', InProgress: 'Pending' };
      const status = String(action['status']);
      return { ...action, status: other[status] ?? status };
    }),
  },
  {
    id: 'effects.status-final-left',
    title: 'starts an action again that has ended',
    kills: ['effects.status-forward'],
    change: leavingTheEnd('InProgress'),
  },
  {
    id: 'effects.status-final-changed',
    title: 'fails an action that has succeeded',
    kills: ['effects.status-forward'],
    change: leavingTheEnd('Failed'),
  },
  {
    id: 'effects.updated-back',
    title: 'shows an older last update with each read',
    kills: ['effects.updated-forward'],
    change: showing(() => {
      let reads = 0;
      return (action) => {
        reads += 1;
        const ms = Date.parse(String(action['creationDateTimeUtc'])) - 10_000 * reads;
        return { ...action, lastUpdateDateTimeUtc: new Date(ms).toISOString() };
      };
    }),
  },
  {
    id: 'effects.cancelled-by-requestor',
    title: 'names who asked for an action as who cancelled it',
    kills: ['effects.cancellation'],
    change: showing(() => (action) => ({
      ...action,
      cancellationRequestor: action['cancellationRequestor'] ?? action['requestor'],
    })),
  },
  {
    id: 'effects.cancelled-never',
    title: 'shows the beginning of time for a cancellation that was not',
    kills: ['effects.cancellation'],
    change: showing(() => (action) => ({
      ...action,
      cancellationDateTimeUtc: action['cancellationDateTimeUtc'] ?? '0001-01-01T00:00:00Z',
    })),
  },
  {
    id: 'effects.cancel-another',
    title: 'gives the cancelled action another id',
    kills: ['effects.cancel'],
    change: cancelled(200, (answer, action) => withBody(answer, { ...action, id: NOBODY })),
  },
  {
    id: 'effects.cancel-accepted',
    title: 'answers 202 to a cancellation',
    kills: ['effects.cancel'],
    change: cancelled(200, (answer) => ({ ...answer, status: 202 })),
  },
  {
    id: 'effects.cancel-empty',
    title: 'answers 204 to a cancellation',
    kills: ['effects.cancel'],
    change: cancelled(200, (answer) => ({ ...withBody(answer, ''), status: 204 })),
  },
  {
    id: 'effects.cancel-crash',
    title: 'answers 500 to a cancellation',
    kills: ['effects.cancel'],
    change: insteadOfCancelling((read) => errorInstead(read, 500, 'InternalServerError')),
  },
  {
    id: 'effects.cancel-refused',
    title: 'refuses to cancel an action that goes on',
    kills: ['effects.cancel'],
    change: insteadOfCancelling((read) => errorInstead(read, 400, 'BadRequest')),
  },
  {
    id: 'effects.cancel-nothing',
    title: 'answers a cancellation with the action and lets it go on',
    kills: ['effects.cancel-ends'],
    change: insteadOfCancelling((read) => read),
  },
  {
    id: 'effects.cancel-claimed',
    title: 'says that an action is cancelled and lets it go on',
    kills: ['effects.cancel-ends', 'effects.status-forward'],
    change: insteadOfCancelling((read, action) => withBody(read, { ...action, status: 'Cancelled' })),
  },
  {
    id: 'effects.cancel-unknown-accepted',
    title: 'cancels an action that is not there',
    kills: ['effects.cancel-unknown'],
    change: cancelled(404, (answer) => ({
      ...withBody(answer, { id: NOBODY, type: 'StopAndQuarantineFile', status: 'Cancelled' }),
      status: 200,
    })),
  },
  {
    id: 'effects.cancel-unknown-crash',
    title: 'answers 500 to cancelling an action that is not there',
    kills: ['effects.cancel-unknown'],
    change: cancelled(404, (answer) => errorInstead(answer, 500, 'InternalServerError')),
  },
  {
    id: 'effects.cancel-ended-crash',
    title: 'answers 500 to cancelling an action that has ended',
    kills: ['effects.cancel-final'],
    change: cancelled(400, (answer) => errorInstead(answer, 500, 'InternalServerError')),
  },
  {
    id: 'effects.cancel-ended',
    title: 'cancels an action that has ended',
    kills: ['effects.cancel-final'],
    change: (service) => ({
      ...service,
      handle(request) {
        const answer = service.handle(request);
        const path = /^(.*\/machineactions\/[^/]+)\/cancel$/i.exec(request.path)?.[1];
        if (path === undefined || answer.status !== 400) return answer;
        const read = service.handle({ ...request, method: 'GET', path, body: new Uint8Array() });
        return withBody(read, { ...fieldsOf(read), status: 'Cancelled' });
      },
    }),
  },
];
