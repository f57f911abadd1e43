import { request } from 'node:http';
import fc from 'fast-check';
import { getResponse, HttpResponse } from 'msw';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fault, World } from '../../src/contract/world.ts';
import type { HeaderList } from '../../src/trace/lines.ts';
import { servePort, type Port } from './http.ts';
import type { Choices } from './choices.ts';
import { headerPairs } from './incoming.ts';
import { LIMITER_MODELS } from './limiters.ts';
import { serviceHandlers } from './msw.ts';
import { bench, bytes, FILE, hash, MACHINE, WORLD, type Bench } from './testing.ts';
import type { ServiceRequest } from './types.ts';

/** What a client sees: `lost` without a head, `broken` when the body stops too early. */
type Outcome = { status?: number; headers: string[]; body: string; end: 'complete' | 'broken' | 'lost' };
type Skin = (it: Bench, asked: ServiceRequest) => Promise<Outcome>;

const LOST: Outcome = { headers: [], body: '', end: 'lost' };

/** Headers of the connection, not of the answer; names in lower case, sorted. */
function comparable(headers: HeaderList): string[] {
  return headers
    .map(([name, value]) => `${name.toLowerCase()}: ${value}`)
    .filter((line) => !/^(connection|keep-alive|content-length|transfer-encoding):/.test(line))
    .sort();
}

const core: Skin = (it, asked) => {
  const { status, headers, body, delivery, delayMs } = it.service.handle(asked);
  it.clock.advance(delayMs);
  if (delivery === 'reset-before' || delivery === 'reset-after') return Promise.resolve(LOST);
  const whole = delivery === 'complete';
  const sent = whole ? body : body.subarray(0, Math.floor(body.length / 2));
  return Promise.resolve({
    status,
    headers: comparable(headers),
    body: Buffer.from(sent).toString('latin1'),
    end: whole ? 'complete' : 'broken',
  });
};

const msw: Skin = async (it, { method, path, headers, body }) => {
  const response = await getResponse(
    serviceHandlers(() => it.service, it.clock),
    new Request(`http://127.0.0.1${path}`, {
      method,
      headers,
      ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
    }),
  );
  if (!response || response.type === HttpResponse.error().type) return LOST;
  const chunks: Uint8Array[] = [];
  let end: Outcome['end'] = 'complete';
  try {
    for await (const chunk of response.body ?? []) chunks.push(chunk);
  } catch {
    end = 'broken';
  }
  return {
    status: response.status,
    headers: comparable([...response.headers]),
    body: Buffer.concat(chunks).toString('latin1'),
    end,
  };
};

let port: Port;
let served: Bench;
beforeAll(async () => {
  port = await servePort({
    service: () => served.service,
    clock: {
      now: () => served.clock.now(),
      epoch: () => served.clock.epoch(),
      sleep: (ms, signal) => served.clock.sleep(ms, signal),
    },
  });
});
afterAll(() => port.close());

const http: Skin = (it, { method, path, headers, body }) => {
  served = it;
  return new Promise((resolve) => {
    let seen: { status: number; headers: string[] } | undefined;
    const chunks: Buffer[] = [];
    const finish = (end: Outcome['end']) => {
      resolve(seen ? { ...seen, body: Buffer.concat(chunks).toString('latin1'), end } : LOST);
    };
    const broken = () => {
      finish('broken');
    };
    const outgoing = request(
      {
        host: '127.0.0.1',
        port: port.port,
        method,
        path,
        headers: Object.fromEntries(headers),
        agent: false,
      },
      (response) => {
        seen = {
          status: response.statusCode ?? 0,
          headers: comparable(headerPairs(response.rawHeaders)),
        };
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          finish('complete');
        });
        response.on('error', broken);
      },
    );
    outgoing.on('error', broken);
    outgoing.end(Buffer.from(body));
  });
};

const path = fc.oneof(
  { weight: 5, arbitrary: fc.constant(`/api/machines/${MACHINE}/StopAndQuarantineFile`) },
  fc.constantFrom(
    `/api/v1.0/machines/${MACHINE}/stopAndQuarantineFile?a=b%20c`,
    `/api/machines/${hash(9)}/StopAndQuarantineFile`,
    '/api/machineactions',
    "/api/machineactions?$filter=status+eq+'Pending'&$top=1",
    '/api/machineactions/none/cancel',
    `/api/machines/${MACHINE}`,
    '/t/oauth2/v2.0/token',
    '/t/v2.0/.well-known/openid-configuration',
    '/nowhere',
  ),
);
const body = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .record({ Comment: fc.string(), Sha1: fc.constantFrom(FILE, hash(1), hash(2), hash(3)) })
      .map(bytes),
  },
  fc.uint8Array({ maxLength: 50 }),
  fc.json().map(bytes),
);
const step = fc.record({
  method: fc.oneof(
    { weight: 4, arbitrary: fc.constant('POST') },
    fc.constantFrom('GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'),
  ),
  path,
  use: fc.oneof(
    { weight: 4, arbitrary: fc.constant('valid' as const) },
    fc.constantFrom('expired', 'wrong-audience', 'no-role', 'other-app', 'none', 'malformed'),
  ),
  type: fc.oneof(
    { weight: 4, arbitrary: fc.constant('application/json') },
    fc.constantFrom('application/json; charset=utf-8', 'text/plain', ''),
  ),
  body,
  waitMs: fc.nat({ max: 30_000 }),
});
const fault = fc
  .record({
    on: fc.constantFrom('action', 'read', 'token'),
    skip: fc.nat({ max: 2 }),
    what: fc.constantFrom(
      { do: 'answer', status: 503, headers: [['Retry-After', '3']] },
      { do: 'answer', status: 204 },
      { do: 'reset', when: 'before' },
      { do: 'reset', when: 'during' },
      { do: 'reset', when: 'after' },
      { do: 'cut' },
      { do: 'delay', ms: 700 },
    ),
  })
  .map(({ on, skip, what }) => ({ on, skip, ...what }) as Fault);

const choices: fc.Arbitrary<Partial<Choices>> = fc.record(
  {
    duplicates: fc.constantFrom('reject', 'return-existing', 'create'),
    throttleCode: fc.constantFrom('429', 'TooManyRequests'),
    retryAfter: fc.constantFrom('seconds', 'date'),
    permissionRule: fc.constantFrom('contract', 'any'),
    consumes: fc.constantFrom('accepted', 'all', 'every'),
    nulls: fc.constantFrom('emit', 'omit'),
    target: fc.constantFrom('guid', 'hierarchical'),
    charset: fc.boolean(),
    chunked: fc.boolean(),
    codes: fc.constantFrom('specific', 'general'),
    hashCase: fc.constantFrom('kept', 'lower', 'upper'),
    pathCase: fc.constantFrom('any', 'exact'),
    fractionDigits: fc.constantFrom(0, 3, 7),
  },
  { requiredKeys: [] },
);

test('core, MSW and port answer the same requests alike, whatever is chosen', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 6 }),
      fc.array(fault, { maxLength: 3 }),
      fc.constantFrom(0, 98, 100),
      fc.constantFrom(...LIMITER_MODELS),
      choices,
      async (steps, faults, minute, limiter, chosen) => {
        const world: World = { ...WORLD, faults, quotaUsed: { minute } };
        const play = async (skin: Skin): Promise<Outcome[]> => {
          const it = bench({ world, limiter, choices: chosen });
          const outcomes: Outcome[] = [];
          for (const one of steps) {
            it.clock.advance(one.waitMs);
            const bearer =
              one.use === 'none'
                ? undefined
                : one.use === 'malformed'
                  ? 'Bearer ?'
                  : `Bearer ${it.service.token(one.use)}`;
            const headers: HeaderList = [['Host', '127.0.0.1']];
            if (bearer !== undefined) headers.push(['Authorization', bearer]);
            if (one.type !== '') headers.push(['Content-Type', one.type]);
            // Fetch allows no body with these methods.
            const none = one.method === 'GET' || one.method === 'HEAD';
            outcomes.push(
              await skin(it, {
                method: one.method,
                path: one.path,
                headers,
                body: none ? new Uint8Array() : one.body,
              }),
            );
          }
          return outcomes;
        };
        const expected = await play(core);
        expect(await play(msw)).toEqual(expected);
        expect(await play(http)).toEqual(expected);
      },
    ),
    { numRuns: 60 },
  );
}, 30_000);
