import { describe, expect, test } from 'vitest';
import { LIMITER_MODELS } from './limiters.ts';
import {
  bench,
  CURRENT,
  failure,
  FILE,
  hash,
  header,
  json,
  JSON_TYPE,
  manyFiles,
  START,
  text,
  WORLD,
} from './testing.ts';

describe('a request that is refused', () => {
  const withBody = (body: unknown) => failure(bench().post({ body }));

  test.each([
    ['no Comment', { Sha1: FILE }, '400 MissingRequiredParameter'],
    ['a Comment in lower case', { comment: 'c', Sha1: FILE }, '400 MissingRequiredParameter'],
    ['an empty Comment', { Comment: '', Sha1: FILE }, '400 MissingRequiredParameter'],
    ['a null Comment', { Comment: null, Sha1: FILE }, '400 MissingRequiredParameter'],
    ['no Sha1', { Comment: 'c' }, '400 MissingRequiredParameter'],
    ['a Sha1 in another case', { Comment: 'c', SHA1: FILE }, '400 MissingRequiredParameter'],
    ['a number as Comment', { Comment: 5, Sha1: FILE }, '400 InvalidRequestBody'],
    ['a list as Sha1', { Comment: 'c', Sha1: [FILE] }, '400 InvalidRequestBody'],
    ['a short hash', { Comment: 'c', Sha1: FILE.slice(1) }, '400 InvalidHashValue'],
    ['a hash with a newline after it', { Comment: 'c', Sha1: `${FILE}\n` }, '400 InvalidHashValue'],
    ['an empty hash', { Comment: 'c', Sha1: '' }, '400 InvalidHashValue'],
    ['a SHA-256', { Comment: 'c', Sha1: FILE + FILE.slice(16) }, '400 InvalidHashValue'],
    ['an array', [], '400 InvalidRequestBody'],
    ['null', 'null', '400 InvalidRequestBody'],
    ['no body', '', '400 InvalidRequestBody'],
    ['half a body', '{"Comment":"c",', '400 InvalidRequestBody'],
    [
      'bytes that are not UTF-8',
      Buffer.from(`{"Comment":"\xff","Sha1":"${FILE}"}`, 'latin1'),
      '400 InvalidRequestBody',
    ],
    ['a deep body', '['.repeat(100_000), '400 InvalidRequestBody'],
    ['a hash that is not on the machine', { Comment: 'c', Sha1: hash(99) }, '404 ResourceNotFound'],
    ['a body over 1 MiB', 'x'.repeat(1_048_577), '413 BadRequest'],
  ])('%s', (_, body, expected) => {
    expect(withBody(body)).toBe(expected);
  });

  test('unknown properties do not matter', () => {
    expect(bench().post({ body: { Comment: 'c', Sha1: FILE, status: 'Succeeded' } }).status).toBe(201);
  });

  test('an unknown machine is 404', () => {
    expect(failure(bench().post({ machine: hash(7) }))).toBe('404 ResourceNotFound');
  });

  test('a body of another media type, or of none, is 415', () => {
    const { post, service } = bench();
    const bearer: [string, string] = ['authorization', `Bearer ${service.token('valid')}`];
    expect(failure(post({ headers: [bearer] }))).toBe('415 UnsupportedMediaType');
    expect(failure(post({ headers: [bearer, ['content-type', 'text/plain']] }))).toBe(
      '415 UnsupportedMediaType',
    );
    expect(post({ headers: [bearer, ['content-type', 'Application/JSON; charset=utf-8']] }).status).toBe(201);
  });

  test('a wrong media type is 400 in a profile that lists its statuses without 415', () => {
    const { post, service } = bench({ contract: { ...CURRENT, errorStatuses: [400, 401] } });
    expect(failure(post({ headers: [['Authorization', `Bearer ${service.token('valid')}`]] }))).toBe(
      '400 InvalidRequestBody',
    );
  });

  test('errors are compact JSON with code, message and target', () => {
    const response = bench().post({ machine: 'unknown' });
    expect(text(response)).toMatch(
      /^\{"error":\{"code":"ResourceNotFound","message":"Machine unknown was not found","target":"[0-9a-f-]{36}"\}\}$/,
    );
    const hierarchical = bench({ choices: { target: 'hierarchical', charset: true } }).post({
      machine: 'unknown',
    });
    expect(text(hierarchical)).toMatch(/"target":"\|[0-9a-f]{32}\.[0-9a-f]{8}\."/);
    expect(header(hierarchical, 'content-type')).toBe('application/json; charset=utf-8');
  });
});

describe('duplicates', () => {
  const twice = (duplicates: 'reject' | 'return-existing' | 'create') => {
    const { post, clock } = bench({ choices: { duplicates } });
    const [first, second] = [post(), post({ body: { Comment: 'again', Sha1: FILE.toUpperCase() } })];
    clock.advance(26_000);
    return { first, second, third: post() };
  };

  test('are refused while the first is active, and accepted once it has ended', () => {
    const { second, third } = twice('reject');
    expect(failure(second)).toBe('400 ActiveRequestAlreadyExists');
    expect(text(second)).toContain('"message":"Action is already in progress"');
    expect(third.status).toBe(201);
  });

  test('return the active action', () => {
    const { first, second, third } = twice('return-existing');
    expect([second.status, json(second)['id']]).toEqual([201, json(first)['id']]);
    expect(json(third)['id']).not.toBe(json(first)['id']);
  });

  test('make a second action', () => {
    const { first, second } = twice('create');
    expect(second.status).toBe(201);
    expect(json(second)['id']).not.toBe(json(first)['id']);
  });
});

describe('limits', () => {
  const full = { ...WORLD, quotaUsed: { minute: 100 } };

  test.each(LIMITER_MODELS)(
    '%s: the 101st call of a minute is 429, and is accepted after Retry-After',
    (limiter) => {
      const { post, clock } = bench({ limiter, world: manyFiles(102) });
      const call = (n: number) => post({ body: { Comment: 'c', Sha1: hash(n) } });
      for (let n = 0; n < 100; n += 1) expect(call(n).status).toBe(201);
      const refused = call(100);
      expect(failure(refused)).toBe('429 429');
      expect(text(refused)).toContain('API calls quota exceeded! maximum allowed 100 per 00:01:00');
      const seconds = header(refused, 'retry-after') ?? '';
      expect(seconds).toMatch(/^[1-9]\d?$/);
      clock.advance(Number(seconds) * 1000);
      expect(call(100).status).toBe(201);
    },
  );

  test('Retry-After is rounded up and names the hour when the hour is used up', () => {
    const { post, clock } = bench({ world: { ...WORLD, quotaUsed: { hour: 1_500 } } });
    clock.advance(599_500);
    const refused = post();
    expect(header(refused, 'retry-after')).toBe('3001');
    expect(text(refused)).toContain('maximum allowed 1500 per 01:00:00');
  });

  test('Retry-After as a date is never before the wait ends', () => {
    const { post, clock } = bench({
      world: full,
      phaseMs: 250,
      choices: { retryAfter: 'date', throttleCode: 'TooManyRequests' },
    });
    clock.advance(500);
    const refused = post();
    expect(failure(refused)).toBe('429 TooManyRequests');
    expect(header(refused, 'retry-after')).toBe(new Date(START + 60_000).toUTCString());
    clock.advance(59_249);
    expect(post().status).toBe(429);
    clock.advance(1);
    expect(post().status).toBe(201);
  });

  test('a scaled minute ends sooner in real seconds', () => {
    const refused = bench({ world: full, timeScale: 10 }).post();
    expect(header(refused, 'retry-after')).toBe('6');
  });

  test('a phase shortens the first window', () => {
    expect(header(bench({ world: full, phaseMs: 45_000 }).post(), 'retry-after')).toBe('15');
  });

  test('each application has its own quota, and a new token of one does not renew it', () => {
    const { post, service } = bench({ world: { ...WORLD, quotaUsed: { minute: 99 } } });
    const call = (use: 'valid' | 'other-app', Sha1: string) =>
      post({
        headers: [['Authorization', `Bearer ${service.token(use)}`], JSON_TYPE],
        body: { Comment: 'c', Sha1 },
      }).status;
    expect([call('valid', FILE), call('valid', hash(1)), call('other-app', hash(2))]).toEqual([
      201, 429, 201,
    ]);
  });

  test('refusals for another reason are answered as they are and use nothing up', () => {
    const { post } = bench({ world: { ...WORLD, quotaUsed: { minute: 99 } } });
    for (let i = 0; i < 3; i += 1) expect(post({ body: '{' }).status).toBe(400);
    expect(post().status).toBe(201);
    expect(failure(post({ body: { Comment: 'c', Sha1: hash(1) } }))).toBe('429 429');
    expect(failure(post())).toBe('400 ActiveRequestAlreadyExists');
  });

  test('every authorised call uses quota up where that is chosen', () => {
    const { post } = bench({ world: { ...WORLD, quotaUsed: { minute: 98 } }, choices: { consumes: 'all' } });
    expect(failure(post({ body: '{' }))).toBe('400 InvalidRequestBody');
    expect(failure(post({ headers: [] }))).toBe('401 Unauthorized');
    expect(post().status).toBe(201);
    expect(failure(post({ body: '{' }))).toBe('429 429');
  });

  test('reads go on when the quota is used up', () => {
    const { get, post } = bench({ world: full });
    expect(post().status).toBe(429);
    expect(get('/api/machineactions').status).toBe(200);
  });
});
