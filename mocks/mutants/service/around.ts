import { fieldsOf, withBody, type Fields } from './changes.ts';
import type { Change } from './mutant.ts';
import type { ServiceRequest, ServiceResponse } from '../../service/types.ts';

const READ_ONE = /\/machineactions\/([^/?]+)$/i;
const READ_LIST = /\/machineactions\/?(\?|$)/i;
const CANCEL = /\/machineactions\/([^/?]+)\/cancel$/i;

type Editing = (answer: ServiceResponse, id: string, request: ServiceRequest) => ServiceResponse;

/** Edits the answers where one action is read; what `make` remembers is one service's. */
export const reading = (make: () => Editing): Change => around('GET', READ_ONE, make);

/** Edits the answers where an action is cancelled. */
export const cancelling = (make: () => Editing): Change => around('POST', CANCEL, make);

function around(method: string, pattern: RegExp, make: () => Editing): Change {
  return (service) => {
    const edit = make();
    return {
      ...service,
      handle(request) {
        const answer = service.handle(request);
        const id = request.method === method ? pattern.exec(request.path)?.[1] : undefined;
        return id === undefined ? answer : edit(answer, id, request);
      },
    };
  };
}

/** Edits the action where it is found by a read. */
export const showing = (make: () => (action: Fields) => Fields): Change =>
  reading(() => {
    const edit = make();
    return (answer) => {
      const action = answer.status === 200 ? fieldsOf(answer) : undefined;
      return action ? withBody(answer, edit(action)) : answer;
    };
  });

/** Edits the list of actions where it is read; `nowMs` is the service's time. */
export const listing =
  (edit: (actions: Fields[], o: { machine?: string; nowMs: number }) => unknown[]): Change =>
  (service, { clock }) => ({
    ...service,
    handle(request) {
      const answer = service.handle(request);
      const isList = request.method === 'GET' && READ_LIST.test(request.path) && answer.status === 200;
      const list = isList ? fieldsOf(answer) : undefined;
      if (!list) return answer;
      const machine = /machineId eq '([^']*)'/.exec(decodeURIComponent(request.path))?.[1];
      const value = edit(list['value'] as Fields[], {
        nowMs: clock.epoch(),
        ...(machine === undefined ? {} : { machine }),
      });
      return withBody(answer, { ...list, value });
    },
  });

/** Edits the whole answer to a list. */
export const answeringList =
  (edit: (answer: ServiceResponse) => ServiceResponse): Change =>
  (service) => ({
    ...service,
    handle(request) {
      const answer = service.handle(request);
      return request.method === 'GET' && READ_LIST.test(request.path) ? edit(answer) : answer;
    },
  });

/** How old an action is, in ms. */
export const ageOf = (action: Fields, nowMs: number) =>
  nowMs - Date.parse(String(action['creationDateTimeUtc']));
