import { ageOf, reading, showing } from './around.ts';
import { errorInstead, fieldsOf, isOperation, withBody, type Fields } from './changes.ts';
import type { Change, ServiceMutant } from './mutant.ts';

const NOBODY = '0c9a4d3e-7b1f-4e2a-8d6c-5b4a39281706';

/** Shows of a read action these properties of the one that was created last. */
const mixingUp =
  (...names: string[]): Change =>
  (service, options) => {
    let newest: Fields = {};
    const noting: typeof service = {
      ...service,
      handle(request) {
        const answer = service.handle(request);
        if (isOperation(request) && answer.status === 201) newest = fieldsOf(answer) ?? {};
        return answer;
      },
    };
    return showing(() => (action) => ({
      ...action,
      ...Object.fromEntries(names.map((name) => [name, newest[name] ?? action[name]])),
    }))(noting, options);
  };

/** Answers in this way where an action is read that is not there. */
const unknownAs = (status: number, body: unknown): Change =>
  reading(() => (answer) => (answer.status === 404 ? { ...withBody(answer, body), status } : answer));

const refusing = (from: number, to: number, code: string): Change =>
  reading(() => (answer) => (answer.status === from ? errorInstead(answer, to, code) : answer));

/** An action reads otherwise than it was created, or not at all. */
export const READS_MUTANTS: readonly ServiceMutant[] = [
  {
    id: 'effects.read-another',
    title: 'shows another action than the one that is read',
    kills: ['effects.read-back'],
    change: showing(() => (action) => ({ ...action, id: NOBODY })),
  },
  {
    id: 'effects.read-list',
    title: 'shows a list where one action is read',
    kills: ['effects.read-back'],
    change: reading(
      () => (answer) => (answer.status === 200 ? withBody(answer, { value: [fieldsOf(answer)] }) : answer),
    ),
  },
  {
    id: 'effects.read-created',
    title: 'answers 201 where an action is read',
    kills: ['effects.read-back'],
    change: reading(() => (answer) => (answer.status === 200 ? { ...answer, status: 201 } : answer)),
  },
  {
    id: 'effects.read-crash',
    title: 'answers 500 where an action is read',
    kills: ['effects.read-back'],
    change: reading(
      () => (answer) => (answer.status === 200 ? errorInstead(answer, 500, 'InternalServerError') : answer),
    ),
  },
  {
    id: 'effects.read-nothing',
    title: 'never finds an action under its id',
    kills: ['effects.read-back'],
    change: refusing(200, 404, 'ResourceNotFound'),
  },
  {
    id: 'effects.read-late',
    title: 'finds an action under its id three seconds after it was created',
    kills: ['effects.read-back'],
    advisory: true,
    change: (service, options) =>
      reading(() => (answer) => {
        const action = answer.status === 200 ? fieldsOf(answer) : undefined;
        return action && ageOf(action, options.clock.epoch()) < 3_000
          ? errorInstead(answer, 404, 'ResourceNotFound')
          : answer;
      })(service, options),
  },
  {
    id: 'effects.read-unknown-another',
    title: 'shows some action where one is read that is not there',
    kills: ['effects.read-unknown'],
    change: unknownAs(200, { id: NOBODY, type: 'StopAndQuarantineFile', status: 'Pending' }),
  },
  {
    id: 'effects.read-unknown-null',
    title: 'answers 200 and null where an action is read that is not there',
    kills: ['effects.read-unknown'],
    change: unknownAs(200, 'null'),
  },
  {
    id: 'effects.read-unknown-empty',
    title: 'answers 204 where an action is read that is not there',
    kills: ['effects.read-unknown'],
    change: unknownAs(204, ''),
  },
  {
    id: 'effects.read-unknown-refused',
    title: 'answers 400 where an action is read that is not there',
    kills: ['effects.read-unknown'],
    change: reading(
      () => (answer) => (answer.status === 404 ? errorInstead(answer, 400, 'InvalidInput') : answer),
    ),
  },
  {
    id: 'effects.read-unknown-crash',
    title: 'answers 500 where an action is read that is not there',
    kills: ['effects.read-unknown'],
    change: refusing(404, 500, 'InternalServerError'),
  },
  {
    id: 'effects.read-other-comment',
    title: 'shows the comment of the newest action in each that is read',
    kills: ['effects.read-unchanged'],
    change: mixingUp('requestorComment'),
  },
  {
    id: 'effects.read-other-file',
    title: 'shows the file of the newest action in each that is read',
    kills: ['effects.read-unchanged'],
    change: mixingUp('relatedFileInfo'),
  },
  {
    id: 'effects.read-other-machine',
    title: 'shows the machine of the newest action in each that is read',
    kills: ['effects.read-unchanged'],
    change: mixingUp('machineId'),
  },
  {
    id: 'effects.read-created-now',
    title: 'shows the time of the read as that of the creation',
    kills: ['effects.read-unchanged'],
    change: (service, options) =>
      showing(() => (action) => ({
        ...action,
        creationDateTimeUtc: new Date(options.clock.epoch()).toISOString(),
      }))(service, options),
  },
  {
    id: 'effects.read-empty-comment',
    title: 'forgets the comment of an action',
    kills: ['effects.read-unchanged'],
    change: showing(() => (action) => ({ ...action, requestorComment: '' })),
  },
  {
    id: 'effects.read-status-word',
    title: 'spells a status in another way where an action is read',
    kills: ['effects.read-form'],
    change: showing(() => (action) => ({ ...action, status: String(action['status']).toUpperCase() })),
  },
  {
    id: 'effects.read-without-file',
    title: 'leaves the file out where an action is read',
    kills: ['effects.read-form'],
    change: showing(
      () =>
        ({ relatedFileInfo: _, ...action }) =>
          action,
    ),
  },
  {
    id: 'effects.read-local-time',
    title: 'leaves out the Z of times where an action is read',
    kills: ['effects.read-form'],
    change: showing(() => (action) => ({
      ...action,
      lastUpdateDateTimeUtc: String(action['lastUpdateDateTimeUtc']).replace('Z', ''),
    })),
  },
];
