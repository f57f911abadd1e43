import { expect, test } from 'vitest';
import { errorInstead } from '../../mocks/mutants/service/changes.ts';
import { loadScenarios } from '../../src/play/scenario.ts';
import { checkMutant, checkOwn, failedIn } from '../own-run.ts';

const scenarios = loadScenarios('service').filter(({ id }) => id === 'huge-body');
const only = ['validation.no-server-error'];

test('a body of two million bytes may be refused', async () => {
  const report = await checkOwn({ scenarios, only });
  expect(report.verdicts.map(({ verdict, reason }) => [verdict, reason])).toEqual([
    ['pass', 'no call, however broken, was answered 5xx (1 exchange)'],
  ]);
});

test('a service that fails at a body of two million bytes is found', async () => {
  const report = await checkMutant(
    {
      change: (service) => ({
        ...service,
        handle: (request) => {
          const answer = service.handle(request);
          return request.body.length > 2_000_000 ? errorInstead(answer, 500, 'InternalServerError') : answer;
        },
      }),
    },
    { scenarios, only },
  );
  expect(failedIn(report)).toEqual(only);
  expect(report.exitCode).toBe(1);
});
