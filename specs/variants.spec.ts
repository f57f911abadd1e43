import { describe, expect, test } from 'vitest';
import {
  changingAnswer,
  changingEachAnswer,
  errorInstead,
  headerOf,
  withHeaders,
} from '../mocks/mutants/service/changes.ts';
import { renamingIds } from '../mocks/mutants/service/ids.ts';
import type { Change } from '../mocks/mutants/service/mutant.ts';
import type { Choices } from '../mocks/service/choices.ts';
import { LIMITER_MODELS } from '../mocks/service/limiters.ts';
import { PROFILES } from '../src/contract/contract.ts';
import { REQUIREMENTS } from '../src/judge/registry.ts';
import type { Report } from '../src/report/report.ts';
import { ANSWER_WAYS } from './answer-ways.ts';
import { ODD_REQUEST_WAYS } from './odd-request-ways.ts';
import { checkOwn, LIBRARY_SCENARIOS, type OwnRun } from './own-run.ts';

/** Whatever the documents leave open, singly, other than the default. */
const CHOICES: readonly Partial<Choices>[] = [
  { duplicates: 'return-existing' },
  { duplicates: 'create' },
  { throttleCode: 'TooManyRequests' },
  { retryAfter: 'date' },
  { initialStatus: 'InProgress' },
  { permissionRule: 'any' },
  { consumes: 'all' },
  { consumes: 'every' },
  { nulls: 'omit' },
  { target: 'hierarchical' },
  { charset: true },
  { chunked: true },
  { codes: 'general' },
  { hashCase: 'lower' },
  { hashCase: 'upper' },
  { pathCase: 'exact' },
  { fractionDigits: 0 },
  { fractionDigits: 3 },
];

/** What the reference service has no choice for, and the documents leave open all the same. */
const WAYS: Readonly<Record<string, Change>> = {
  'answers 415 to another media type': changingAnswer(400, (answer, request) =>
    headerOf(request, 'content-type') === 'application/json' || request.method !== 'POST'
      ? answer
      : errorInstead(answer, 415, 'UnsupportedMediaType'),
  ),
  'answers 403 to a token for another audience': (service, options) =>
    changingAnswer(401, (answer, request) =>
      service.tokenUse(headerOf(request, 'authorization')) === 'wrong-audience'
        ? errorInstead(answer, 403, 'Forbidden')
        : answer,
    )(service, options),
  'gives ids in capital letters': renamingIds((id) => id.toUpperCase()),
  'names several schemes in a challenge': changingAnswer(401, (answer) =>
    withHeaders(answer, { 'WWW-Authenticate': `Negotiate, ${headerOf(answer, 'www-authenticate')}` }),
  ),
  'says more of its media type': changingEachAnswer((answer) =>
    withHeaders(answer, { 'Content-Type': 'application/json; odata.metadata=minimal; charset=utf-8' }),
  ),
  'writes the names of headers in lower case': changingEachAnswer((answer) => ({
    ...answer,
    headers: answer.headers.map(([name, value]) => [name.toLowerCase(), value]),
  })),
  'allows OPTIONS too': changingAnswer(405, (answer) => withHeaders(answer, { Allow: 'OPTIONS,POST' })),
};

/** In seconds: how far the minute had run when the service started. */
const PHASES = [0, 17, 59];

/** All that keeps a report from being wholly green: a correct service has nothing here, with `--strict` as well. */
const blemishes = (report: Report) => ({
  exitCode: report.exitCode,
  verdicts: report.verdicts
    .filter(({ verdict }) => verdict !== 'pass' && verdict !== 'not-applicable')
    .map(({ requirement, verdict, reason }) => `${verdict} ${requirement}: ${reason}`),
  counterexamples: report.counterexamples ?? [],
});
const NONE = { exitCode: 0, verdicts: [], counterexamples: [] };

const strictly = async (run: OwnRun) => blemishes(await checkOwn({ strict: true, ...run }));

describe('a correct service passes, with --strict too', () => {
  describe.each(LIMITER_MODELS)('with a %s', (limiter) => {
    test('in a run with the probe of the hour', async () => {
      expect(await strictly({ own: { service: { limiter } }, hour: true })).toEqual(NONE);
    });
    test.each(PHASES)('that started %i s into a minute', async (seconds) => {
      expect(
        await strictly({ own: { service: { limiter, phaseMs: seconds * 1000 }, direct: true } }),
      ).toEqual(NONE);
    });
    test.each(CHOICES.map((choices) => [JSON.stringify(choices), choices] as const))(
      'that chose %s',
      async (_, choices) => {
        expect(await strictly({ own: { service: { limiter, choices }, direct: true } })).toEqual(NONE);
      },
    );
    test('that counts every call, a refused one too, and gives dates', async () => {
      const choices = { consumes: 'every', retryAfter: 'date' } as const;
      expect(await strictly({ own: { service: { limiter, choices }, direct: true }, hour: true })).toEqual(
        NONE,
      );
    });
  });

  test.each([1800, 3590])('that started %i s into an hour', async (seconds) => {
    expect(await strictly({ own: { service: { phaseMs: seconds * 1000 } }, hour: true })).toEqual(NONE);
  });

  test.each(Object.entries({ ...WAYS, ...ANSWER_WAYS, ...ODD_REQUEST_WAYS }))(
    'that %s',
    async (_, change) => {
      expect(await strictly({ own: { change, direct: true } })).toEqual(NONE);
    },
  );

  test.each(PROFILES)('under the profile %s', async (profile) => {
    expect(await strictly({ profile })).toEqual(NONE);
  });

  test.each([3, 4, 5])('whatever the seed, such as %i', async (seed) => {
    expect(await strictly({ seed })).toEqual(NONE);
  });
});

describe('in process and on a port', () => {
  test('the same seed gives the same verdicts', async () => {
    const verdicts = ({ verdicts: all }: Report) =>
      all
        .filter(({ requirement }) => !onSocket.has(requirement))
        .map(({ requirement, verdict, reason, evidence }) => ({ requirement, verdict, reason, evidence }));
    const onSocket = new Set(
      REQUIREMENTS.filter(({ needs }) => needs.includes('socket')).map(({ id }) => id),
    );
    const run = { scenarios: LIBRARY_SCENARIOS };
    const [mock, emulator] = [await checkOwn(run), await checkOwn({ ...run, target: 'emulator' })];
    expect(verdicts(emulator)).toEqual(verdicts(mock));
    expect(mock.verdicts).toHaveLength(verdicts(mock).length);
    expect(mock.totals).toMatchObject({ fail: 0, unproven: 0, broken: 0 });
    expect(mock.notSelected.map(({ requirement }) => requirement).filter((id) => !onSocket.has(id))).toEqual(
      [],
    );
  });
});
