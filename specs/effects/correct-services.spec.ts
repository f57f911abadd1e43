import { describe, expect, test } from 'vitest';
import {
  ageOf,
  answeringList,
  cancelling,
  listing,
  reading,
  showing,
} from '../../mocks/mutants/service/around.ts';
import {
  errorInstead,
  fieldsOf,
  isOperation,
  withBody,
  type Fields,
} from '../../mocks/mutants/service/changes.ts';
import type { Change } from '../../mocks/mutants/service/mutant.ts';
import type { Choices } from '../../mocks/service/choices.ts';
import { loadScenarios } from '../../src/play/scenario.ts';
import type { Report } from '../../src/report/report.ts';
import { checkOwn, type OwnRun } from '../own-run.ts';

/** What is played around an action, and sequences of it made at random. */
const SCENARIOS = loadScenarios('service')
  .filter(({ needs, probe }) => needs.includes('reads') && probe === undefined)
  .map((scenario) => (scenario.sequences ? { ...scenario, sequences: { runs: 24, steps: 12 } } : scenario));

/** Nobody is listening where an action is cancelled. */
const notServing =
  (status: number, code: string): Change =>
  (service) => ({
    ...service,
    handle: (request) =>
      request.path.endsWith('/cancel')
        ? errorInstead(service.handle({ ...request, method: 'GET', path: '/' }), status, code)
        : service.handle(request),
  });

const goingOn = (action: Fields): Fields => ({ ...action, status: 'InProgress' });

/** What the documents leave open around an action. */
const WAYS: Readonly<Record<string, Change>> = {
  'serves no cancellation, and answers 405': notServing(405, 'MethodNotAllowed'),
  'serves no cancellation, and answers 404': notServing(404, 'NotFound'),
  'shows times to the second where an action is read': showing(() => (action) => ({
    ...action,
    creationDateTimeUtc: String(action['creationDateTimeUtc']).replace(/\.\d+/, ''),
    lastUpdateDateTimeUtc: String(action['lastUpdateDateTimeUtc']).replace(/\.\d+/, ''),
  })),
  'keeps comments without the spaces around them': showing(() => (action) => ({
    ...action,
    requestorComment: String(action['requestorComment']).trim(),
  })),
  'leaves an action pending for as long as the machine is away': showing(() => (action) => ({
    ...action,
    status: action['status'] === 'Cancelled' ? 'Cancelled' : 'Pending',
    lastUpdateDateTimeUtc: action['creationDateTimeUtc'],
  })),
  'finishes what it could not cancel in time': showing(() => {
    const read = new Set<unknown>();
    return (action) => {
      const again = read.has(action['id']);
      if (action['status'] === 'Cancelled') read.add(action['id']);
      return again ? { ...action, status: 'Succeeded' } : action;
    };
  }),
  'cancels a little later': (service, options) => {
    const asked = new Map<string, number>();
    const late = cancelling(() => (answer, id) => {
      if (answer.status === 200 && !asked.has(id)) asked.set(id, options.clock.now());
      return answer.status === 200 ? withBody(answer, goingOn(fieldsOf(answer) ?? {})) : answer;
    })(service, options);
    return showing(() => (action) => {
      const at = asked.get(String(action['id']));
      return at !== undefined && options.clock.now() - at < 2_000 ? goingOn(action) : action;
    })(late, options);
  },
  'answers 409 to cancelling an action that has ended': cancelling(
    () => (answer) => (answer.status === 400 ? errorInstead(answer, 409, 'Conflict') : answer),
  ),
  'lists two actions on a page': answeringList((answer) => {
    const list = fieldsOf(answer);
    const value = list?.['value'];
    if (!Array.isArray(value) || value.length <= 2) return answer;
    return withBody(answer, { ...list, value: value.slice(0, 2), '@odata.nextLink': 'https://x.test/2' });
  }),
  'lists actions as they were when they were created': listing((actions) =>
    actions.map((action) => ({
      ...action,
      status: 'Pending',
      cancellationRequestor: null,
      cancellationComment: null,
      cancellationDateTimeUtc: null,
    })),
  ),
  'has an older name for the last update in lists': listing((actions) =>
    actions.map(({ lastUpdateDateTimeUtc, ...action }) => ({
      ...action,
      lastUpdateTimeUtc: lastUpdateDateTimeUtc,
    })),
  ),
  'does not find a file any more that it has quarantined': (service) => {
    const ids = new Map<string, string>();
    return {
      ...service,
      handle(request) {
        const pair = `${request.path} ${String(fieldsOf(request)?.['Sha1'])}`.toLowerCase();
        const path = request.path.replace(/\/machines\/.*$/i, `/machineactions/${ids.get(pair)}`);
        const known = isOperation(request) && ids.has(pair);
        const read = known ? service.handle({ ...request, method: 'GET', path }) : undefined;
        if (read && fieldsOf(read)?.['status'] === 'Succeeded')
          return errorInstead(read, 404, 'ResourceNotFound');
        const answer = service.handle(request);
        if (isOperation(request) && answer.status === 201) ids.set(pair, String(fieldsOf(answer)?.['id']));
        return answer;
      },
    };
  },
};

/** What advisory fails may show all the same: a delay that a later read does not have. */
const DELAYS: Readonly<Record<string, Change>> = {
  'finds an action a second after it was created': (service, options) =>
    reading(() => (answer) => {
      const action = answer.status === 200 ? fieldsOf(answer) : undefined;
      return action && ageOf(action, options.clock.epoch()) < 1_000
        ? errorInstead(answer, 404, 'ResourceNotFound')
        : answer;
    })(service, options),
  'lists an action a second after it was created': listing((actions, { nowMs }) =>
    actions.filter((action) => ageOf(action, nowMs) >= 1_000),
  ),
};

const CHOICES: readonly Partial<Choices>[] = [
  { duplicates: 'return-existing' },
  { duplicates: 'create' },
  { initialStatus: 'InProgress' },
  { nulls: 'omit' },
];

const play = (own: OwnRun['own'], strict = true) =>
  checkOwn({ strict, scenarios: SCENARIOS, own: own ?? {} });
const blemishes = ({ verdicts, counterexamples = [] }: Report) => [
  ...counterexamples,
  ...verdicts
    .filter(({ requirement }) => requirement.startsWith('effects.') || requirement.startsWith('relations.'))
    .filter(({ verdict }) => verdict !== 'pass' && verdict !== 'not-applicable')
    .map(({ requirement, verdict, reason }) => `${verdict} ${requirement}: ${reason}`),
];

describe('a correct service passes around its actions, with --strict and in sequences made at random too', () => {
  test.each(Object.entries(WAYS))('that %s', async (_, change) => {
    expect(blemishes(await play({ change }))).toEqual([]);
  });
  test.each(CHOICES.map((choices) => [JSON.stringify(choices), choices] as const))(
    'that chose %s',
    async (_, choices) => {
      expect(blemishes(await play({ service: { choices } }))).toEqual([]);
    },
  );
});

describe('a delay is told, and nothing more', () => {
  test.each(Object.entries(DELAYS))('of a service that %s', async (_, change) => {
    const report = await play({ change }, false);
    expect(report.counterexamples).toBeUndefined();
    expect(report.verdicts.filter(({ verdict, advisory }) => verdict === 'fail' && !advisory)).toEqual([]);
  });
});
