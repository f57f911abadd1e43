import { describe, expect, test } from 'vitest';
import { changingEachAnswer } from '../../mocks/mutants/service/changes.ts';
import { changeOf } from '../../mocks/mutants/service/mutant.ts';
import { SERVICE_MUTANTS } from '../../mocks/mutants/service/mutants.ts';
import type { Choices } from '../../mocks/service/choices.ts';
import { LIMITER_MODELS } from '../../mocks/service/limiters.ts';
import type { ServiceOptions } from '../../mocks/service/service.ts';
import type { Service, ServiceRequest } from '../../mocks/service/types.ts';
import type { VirtualClock } from '../clock/clock.ts';
import { PROFILES } from '../contract/contract.ts';
import { loadContract } from '../contract/load.ts';
import type { Judged } from '../judge/judge.ts';
import { judgeTraffic, type Traffic } from './traffic.fixture.ts';

const failsOf = ({ verdicts }: Judged) =>
  verdicts
    .filter(({ verdict }) => verdict === 'fail')
    .map(({ requirement, reason }) => `${requirement}: ${reason}`);

const fails = (traffic: Traffic) => failsOf(judgeTraffic(traffic));

const JSON_HEADERS: [string, string][] = [
  ['Date', 'Mon, 06 May 2024 07:00:00 GMT'],
  ['Content-Type', 'application/json'],
];
const answer = (status: number, body: string) => ({
  status,
  headers: [
    ['Date', 'Mon, 06 May 2024 07:00:00 GMT'],
    ['Content-Type', 'text/html'],
  ] as [string, string][],
  body: Buffer.from(body),
  delivery: 'complete' as const,
  delayMs: 0,
});

/** Refuses whatever the documents do not speak of, with pages of a front end. */
function narrow(service: Service): Service {
  const template = loadContract('current').path.split('{id}');
  const isOdd = ({ path, headers, body }: ServiceRequest) =>
    !path.startsWith(template[0] ?? '') ||
    !path.endsWith(template[1] ?? '') ||
    headers.some(
      ([name, value]) =>
        !['*/*', '100-continue'].includes(value) &&
        /^(accept|expect|prefer|origin|range|if-.*|x-http-.*|x-padding|accept-encoding)$/i.test(name),
    ) ||
    headers.some(([name, value]) => /^content-type$/i.test(name) && /charset=utf-16/.test(value)) ||
    headers.filter(([name]) => /^content-type$/i.test(name)).length > 1 ||
    body.length > 20_000;
  const hasExtra = ({ body }: ServiceRequest) => /"Extra"|"sha1"/.test(Buffer.from(body).toString());
  return {
    ...service,
    handle: (request) =>
      request.headers.some(([name]) => name === 'Transfer-Encoding')
        ? answer(411, '<h1>Length</h1>')
        : isOdd(request)
          ? answer(406, '<h1>No</h1>')
          : hasExtra(request) && isAuthorised(service, request)
            ? {
                ...answer(400, '{"error":{"code":"BadRequest","message":"no"}}'),
                headers: JSON_HEADERS,
              }
            : service.handle(request),
  };
}

const isAuthorised = (service: Service, { headers }: ServiceRequest) =>
  service.tokenUse(headers.find(([name]) => name === 'Authorization')?.[1]) === 'valid';

const CHOICES: readonly Partial<Choices>[] = [
  {},
  { duplicates: 'return-existing' },
  { duplicates: 'create' },
  { consumes: 'every', retryAfter: 'date' },
  { codes: 'general', nulls: 'omit', charset: true },
  { pathCase: 'exact', hashCase: 'upper', fractionDigits: 0 },
  { permissionRule: 'any', initialStatus: 'InProgress', throttleCode: 'TooManyRequests' },
];

describe('arbitrary traffic to an honest service raises no alarm, with --strict too', () => {
  test.each(CHOICES.map((choices, index) => [JSON.stringify(choices), index, choices] as const))(
    'that chose %s',
    (_, index, choices) => {
      const limiter = LIMITER_MODELS[index % LIMITER_MODELS.length];
      for (const seed of [index, index + 1])
        expect(
          fails({ seed, service: { limiter: limiter ?? 'sliding-log', choices } }),
          `seed ${seed}`,
        ).toEqual([]);
    },
  );
  test.each(PROFILES)('under the profile %s', (profile) => {
    expect(fails({ seed: 12, profile })).toEqual([]);
  });
  test('that refuses all that no document speaks of', () => {
    for (const seed of [21, 22]) expect(fails({ seed, change: narrow }), `seed ${seed}`).toEqual([]);
  });
  test.each(['reject', 'return-existing', 'create'] as const)(
    'that others call as well, and that chose to %s duplicates',
    (duplicates) => {
      const means = ['token', 'world', 'actions', 'quota', 'hour'] as const;
      for (const seed of [30, 31])
        expect(
          fails({ seed, change: sharedWithOthers, means, service: { choices: { duplicates } } }),
          `seed ${seed}`,
        ).toEqual([]);
    },
  );
});

/** Now and then somebody beside the recording asks for the same file on the same machine shortly before. */
function sharedWithOthers(service: Service, { clock }: ServiceOptions): Service {
  let calls = 0;
  return {
    ...service,
    handle(request) {
      calls += 1;
      if (calls % 4 === 0 && isWhole(request)) {
        const body = {
          ...(JSON.parse(Buffer.from(request.body).toString()) as object),
          Comment: 'by somebody else',
        };
        service.handle({
          ...request,
          headers: [
            ['Authorization', `Bearer ${service.token('other-app')}`],
            ['Content-Type', 'application/json'],
          ],
          body: Buffer.from(JSON.stringify(body)),
        });
        (clock as VirtualClock).advance(10_000);
      }
      return service.handle(request);
    },
  };
}

function isWhole({ method, body }: ServiceRequest): boolean {
  return (
    method === 'POST' &&
    /^\{"Comment":"comment \d+","Sha1":"[0-9a-f]{40}"\}$/.test(Buffer.from(body).toString())
  );
}

describe('arbitrary traffic shows a broken service', () => {
  const found = (change: Traffic['change']) =>
    judgeTraffic({ seed: 6, calls: 400, ...(change ? { change } : {}) });

  test('one that answers 500 to everything fails with the exchange', () => {
    const judged = found(changingEachAnswer(() => ({ ...answer(500, ''), headers: [] })));
    const verdict = judged.verdicts.find(({ requirement }) => requirement === 'status.created');
    expect(verdict).toMatchObject({
      verdict: 'fail',
      reason: expect.stringMatching(/^expected 201, got 500/) as string,
    });
    expect(verdict?.evidence).toHaveLength(2);
  });
  test.each([
    'status.ok',
    'body.id-not-guid',
    'body.time-without-zone',
    'relations.comment-fixed',
    'relations.hash-of-another',
    'validation.comment-optional',
    'validation.plain-text',
    'hash.any-length',
    'auth.none',
    'auth.no-role',
    'errors.flat',
  ])('the mutant %s fails in what it breaks', (id) => {
    const mutant = SERVICE_MUTANTS.find((one) => one.id === id);
    if (!mutant) throw new Error(`there is no mutant ${id}`);
    const failed = found(changeOf(mutant)).verdicts.filter(({ verdict }) => verdict === 'fail');
    expect(failed.filter(({ requirement }) => mutant.kills.includes(requirement))).not.toEqual([]);
  });
});
