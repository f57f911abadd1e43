import {
  actionOf,
  answer,
  call,
  created,
  error,
  exchange,
  FILE,
  MACHINE,
  OTHER_FILE,
  read,
  type Exchanged,
  type Got,
  type Sent,
} from '../support/vector.ts';

/** Id of the action that a call is answered with here, of a second one, and one that nobody has. */
export const ID = '5382f7ea-7557-4ab7-9782-d50480024a4e';
export const SECOND = '0c9a4d3e-7b1f-4e2a-8d6c-5b4a39281706';
export const NOBODY = '8b9c3f5e-4a1d-4c3b-9a57-0f1e2d3c4b5a';

type Fields = Record<string, unknown>;
type More = Pick<Exchanged, 'atMs' | 'tookMs' | 'fault'>;

export const NOT_FOUND = error(404, 'ResourceNotFound');
export const ENDED = error(400, 'BadRequest');
export const CRASH = error(500, 'InternalServerError');
export const THROTTLED = error(429, '429');

/** The action as it is shown, first or second. */
export const action = (values: Fields = {}): Fields => ({ ...actionOf(call()), id: ID, ...values });
export const second = (values: Fields = {}): Fields => ({
  ...actionOf(call({ sha1: OTHER_FILE })),
  id: SECOND,
  ...values,
});

/** A call that is accepted, at the start unless it says when. */
export const create = (values: Fields = {}, more: More = {}) => exchange(call(), created(values), more);
export const createSecond = (values: Fields = {}, more: More = {}) =>
  exchange(call({ sha1: OTHER_FILE }), created({ id: SECOND, ...values }), more);
export const repeat = (got: Got | ((sent: Sent) => Got), more: More = {}) =>
  exchange(call({ sha1: FILE }), got, more);

/** A read of the first action: an answer, or what the action then shows. */
export const readOne = (got: Got | Fields, more: More = {}, id = ID) =>
  exchange(read(`/api/machineactions/${id}`), answerOf(got), more);

/** The list of the machine. */
export const listed = (got: Got | Fields[], more: More = {}, machine = MACHINE) =>
  exchange(
    read(`/api/machineactions?$filter=machineId%20eq%20%27${machine}%27`),
    Array.isArray(got) ? answer(200, { value: got }) : got,
    more,
  );

/** A cancellation of the first action. */
export const cancel = (got: Got | Fields, more: More = {}, id = ID) =>
  exchange(
    {
      ...read(`/api/machineactions/${id}/cancel`),
      method: 'POST',
      headers: [['Content-Type', 'application/json']],
      body: '{"Comment":"no more"}',
    },
    answerOf(got),
    more,
  );

function answerOf(got: Got | Fields): Got {
  return got === undefined || 'lost' in got || 'end' in got ? (got as Got) : answer(200, got);
}
