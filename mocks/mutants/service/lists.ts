import { ageOf, answeringList, listing } from './around.ts';
import { changingAnswer, errorInstead, fieldsOf, withBody } from './changes.ts';
import type { ServiceMutant } from './mutant.ts';

/** A list holds too much, too little, or something else; and answers to calls at the same moment that belong to another one. */
export const LISTS_MUTANTS: readonly ServiceMutant[] = [
  {
    id: 'effects.list-empty-comment',
    title: 'lists actions without their comments',
    kills: ['effects.read-unchanged'],
    change: listing((actions) => actions.map((action) => ({ ...action, requestorComment: '' }))),
  },
  {
    id: 'effects.list-status-code',
    title: 'lists numbers for statuses',
    kills: ['effects.read-form'],
    change: listing((actions) => actions.map((action) => ({ ...action, status: 0 }))),
  },
  {
    id: 'effects.list-bare',
    title: 'lists actions in an array alone',
    kills: ['effects.list'],
    change: answeringList((answer) =>
      answer.status === 200 ? withBody(answer, JSON.stringify(fieldsOf(answer)?.['value'])) : answer,
    ),
  },
  {
    id: 'effects.list-crash',
    title: 'answers 500 to a list',
    kills: ['effects.list'],
    change: answeringList((answer) => errorInstead(answer, 500, 'InternalServerError')),
  },
  {
    id: 'effects.list-no-content',
    title: 'answers 204 to a list',
    kills: ['effects.list'],
    change: answeringList((answer) => ({ ...withBody(answer, ''), status: 204 })),
  },
  {
    id: 'effects.list-null',
    title: 'lists null beside the actions',
    kills: ['effects.list'],
    change: listing((actions) => [...actions, null]),
  },
  {
    id: 'effects.list-ids-alone',
    title: 'lists the ids of actions in place of the actions',
    kills: ['effects.list', 'effects.list-complete'],
    change: listing((actions) => actions.map((action) => action['id'])),
  },
  {
    id: 'effects.list-unfiltered',
    title: 'lists the actions of all machines for one of them',
    kills: ['effects.list-filter'],
    change: (service) => ({
      ...service,
      handle: (request) =>
        service.handle({ ...request, path: request.path.replace(/(\/machineactions)\?.*$/i, '$1') }),
    }),
  },
  {
    id: 'effects.list-nothing',
    title: 'lists no action',
    kills: ['effects.list-complete'],
    change: listing(() => []),
  },
  {
    id: 'effects.list-newest',
    title: 'lists the newest action alone',
    kills: ['effects.list-complete'],
    change: listing((actions) => actions.slice(0, 1)),
  },
  {
    id: 'effects.list-pending',
    title: 'lists actions for as long as they are pending',
    kills: ['effects.list-complete'],
    change: listing((actions) => actions.filter(({ status }) => status === 'Pending')),
  },
  {
    id: 'effects.list-late',
    title: 'lists an action three seconds after it was created',
    kills: ['effects.list-complete'],
    advisory: true,
    change: listing((actions, { nowMs }) => actions.filter((action) => ageOf(action, nowMs) >= 3_000)),
  },
  {
    id: 'effects.list-lost-update',
    overlap: true,
    title: 'keeps one of the actions that are created in the same moment',
    kills: ['effects.list-complete'],
    change: listing((actions) =>
      actions.filter(
        (action, index) =>
          Math.floor(Date.parse(String(action['creationDateTimeUtc']))) !==
          Math.floor(Date.parse(String(actions[index - 1]?.['creationDateTimeUtc']))),
      ),
    ),
  },
  {
    id: 'effects.overlap-comment',
    overlap: true,
    title: 'answers calls at the same moment with the comment of the first',
    kills: ['relations.comment', 'relations.comment-exact', 'effects.read-unchanged'],
    change: (service, options) => {
      const { clock } = options;
      let first: { at: number; comment: unknown } | undefined;
      return changingAnswer(201, (answer) => {
        const action = fieldsOf(answer) ?? {};
        if (first?.at !== clock.now()) first = { at: clock.now(), comment: action['requestorComment'] };
        return withBody(answer, { ...action, requestorComment: first.comment });
      })(service, options);
    },
  },
  {
    id: 'effects.overlap-answer',
    overlap: true,
    title: 'gives the second of two calls at the same moment the answer of the first',
    kills: [
      'relations.comment',
      'relations.comment-exact',
      'relations.hash',
      'relations.machine',
      'relations.machine-name',
      'relations.unique-id',
    ],
    change: (service, options) => {
      const { clock } = options;
      let last: { at: number; answer: Uint8Array } | undefined;
      return changingAnswer(201, (answer) => {
        const same = last?.at === clock.now() ? last : undefined;
        last = { at: clock.now(), answer: answer.body };
        return same ? { ...answer, body: same.answer } : answer;
      })(service, options);
    },
  },
];
