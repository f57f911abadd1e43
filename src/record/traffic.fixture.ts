import { createService, type ServiceOptions } from '../../mocks/service/service.ts';
import type { Service, ServiceRequest } from '../../mocks/service/types.ts';
import { virtualClock } from '../clock/clock.ts';
import type { ProfileId } from '../contract/contract.ts';
import { loadContract } from '../contract/load.ts';
import { judge, type Judged } from '../judge/judge.ts';
import { makeWorld } from '../play/make-world.ts';
import { seededRandom } from '../play/random.ts';
import { MEANS, type HeaderLine, type HeaderList, type Mean } from '../trace/lines.ts';
import { createRecorder } from '../trace/recorder.ts';
import { createRedactor } from '../trace/redact.ts';
import { memorySink } from '../trace/sinks.ts';
import { tokenTrace } from '../trace/token.ts';
import { tokenUseOf } from './token-use.ts';

/** What a test may choose of a recorded run of a tool that knows nothing of the contract. */
export type Traffic = {
  seed: number;
  profile?: ProfileId;
  calls?: number;
  service?: Partial<Pick<ServiceOptions, 'limiter' | 'choices' | 'phaseMs'>>;
  change?: (service: Service, options: ServiceOptions) => Service;
  means?: readonly Mean[];
  party?: HeaderLine['party'];
  strict?: boolean;
};

const ALL: readonly Mean[] = MEANS.filter((mean) => mean !== 'reads' && mean !== 'socket');

/** Plays arbitrary traffic against a service and judges what a recorder in between would have written. */
export function judgeTraffic(o: Traffic): Judged {
  const clock = virtualClock(Date.parse('2024-05-06T07:00:00Z'));
  const contract = loadContract(o.profile ?? 'current');
  const random = seededRandom(1_000 + o.seed);
  const world = makeWorld({ machines: 3, files: 12 }, `traffic ${o.seed}`);
  const options: ServiceOptions = { contract, world, clock, random, ...o.service };
  const reference = createService(options);
  const service = o.change ? o.change(reference, options) : reference;
  const tokens = {
    valid: service.token('valid'),
    expired: service.token('expired'),
    'no-role': service.token('no-role'),
    'wrong-audience': service.token('wrong-audience'),
  };
  const sink = memorySink();
  const recorder = createRecorder({
    sink,
    clock,
    redactor: createRedactor(Object.values(tokens)),
    header: {
      run: 'traffic',
      startedAt: '2024-05-06T07:00:00Z',
      recorder: 'proxy',
      target: 'lab',
      profile: contract.profile,
      means: [...(o.means ?? ALL)],
      timeScale: 1,
      seed: 0,
      world,
      cordon: '0',
      party: o.party ?? 'service',
    },
  });
  const s = recorder.scenario('recorded');
  const key = Buffer.alloc(32, 1);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const pace = PACES[o.seed % PACES.length] as readonly number[];
  const rarely = () => random() < 0.12;
  for (let i = 0; i < (o.calls ?? 250); i += 1) {
    clock.advance(pick(pace));
    const request = requestOf();
    const authorization = request.headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1];
    const token = tokenTrace(authorization, tokenUseOf(authorization, tokens, clock.epoch()), key);
    const x = recorder.request(s, { conn: 1, ...request, token });
    const { status, headers, body } = service.handle(request);
    clock.advance(pick([1, 5, 30]));
    recorder.response(s, x, { status, headers, body, end: 'complete' });
  }
  recorder.close();
  return judge(
    sink.lines.map((line, index) => ({ n: index + 1, line })),
    { strict: o.strict ?? true },
  );

  function requestOf(): ServiceRequest {
    const machine = pick(world.machines);
    const id = rarely() ? pick(ODD_IDS(machine.computerDnsName ?? undefined)) : machine.id;
    const path = rarely() ? pick(ODD_PATHS(id)) : contract.path.replace('{id}', id);
    const authorization = rarely()
      ? pick([
          ...Object.values(tokens).map((token) => `Bearer ${token}`),
          'Basic YTpi',
          'Bearer',
          `bearer ${tokens.valid}`,
          'Bearer some-other-opaque-token-1234567',
        ])
      : `Bearer ${tokens.valid}`;
    return {
      method: rarely() ? pick(['GET', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH']) : 'POST',
      path,
      headers: [
        ['User-Agent', 'some tool'],
        ...(rarely() && rarely() ? [] : ([['Authorization', authorization]] as HeaderList)),
        ...((rarely() ? pick(ODD_TYPES) : [['Content-Type', 'application/json']]) as HeaderList),
        ...(rarely() ? [pick(ODD_HEADERS)] : []),
      ],
      body: Buffer.from(rarely() ? pick(ODD_BODIES) : bodyText(machine.files, commentOf())),
    };
  }

  function commentOf(): unknown {
    return rarely()
      ? pick([
          '',
          ' ',
          'ü😀',
          '\u0000',
          'x'.repeat(3_000),
          null,
          7,
          true,
          {},
          [],
          '<b>&amp;</b>',
          'e\u0301',
          '\ud800',
        ])
      : `comment ${Math.floor(random() * 1e6)}`;
  }

  function bodyText(files: readonly string[], comment: unknown): string {
    const file = pick(files);
    const hash = rarely()
      ? pick([file.toUpperCase(), '0'.repeat(40), 'abc', '', null, 12, ` ${file}`, 'a'.repeat(64)])
      : file;
    const body: Record<string, unknown> = { Comment: comment, [contract.hashNames.at(-1) ?? 'Sha1']: hash };
    if (rarely()) delete body[pick(Object.keys(body))];
    if (rarely()) body['Extra'] = pick([1, null, {}]);
    return rarely() ? JSON.stringify(body, null, 2) : JSON.stringify(body);
  }
}

/** Ms between two calls: people, a tool in a hurry, bursts. */
const PACES = [
  [0, 0, 5, 50, 700, 3_000],
  [0, 1, 2, 10],
  [0, 0, 0, 1, 1, 1, 1, 20_000],
];

const ODD_IDS = (dnsName: string | undefined) => [
  '0'.repeat(40),
  'f'.repeat(40),
  'A'.repeat(40),
  'nobody',
  '%00',
  '..',
  'a b',
  '1',
  ...(dnsName === undefined ? [] : [dnsName]),
];
const ODD_PATHS = (id: string) => [
  `/api/machines/${id}/stopandquarantinefile`,
  `/api/machines/${id}/StopAndQuarantineFile/`,
  `/api/machines/${id}/StopAndQuarantineFile?a=b`,
  `/api/v1.0/machines/${id}/StopAndQuarantineFile`,
  `/API/machines/${id}/StopAndQuarantineFile`,
  `/api/machines/${id}/isolate`,
  `/api/machines/${id}`,
  '/api/machineactions',
  '/api/machineactions/5382f7ea-7557-4ab7-9782-d50480024a4e',
  '/api/alerts',
  '/v1.0/security/alerts_v2',
  '/',
  '*',
];
const ODD_TYPES: readonly HeaderList[] = [
  [],
  [['Content-Type', 'text/plain']],
  [['Content-Type', 'application/json; charset=utf-8']],
  [['Content-Type', 'application/json; charset=utf-16']],
  [['Content-Type', 'application/x-www-form-urlencoded']],
  [
    ['Content-Type', 'application/json'],
    ['Content-Type', 'text/plain'],
  ],
];
const ODD_HEADERS: readonly [string, string][] = [
  ['Accept', 'text/xml'],
  ['Accept', '*/*'],
  ['Accept-Encoding', 'identity;q=0'],
  ['Expect', 'miracles'],
  ['Expect', '100-continue'],
  ['Transfer-Encoding', 'chunked'],
  ['Sec-Fetch-Mode', 'cors'],
  ['If-None-Match', '*'],
  ['Prefer', 'return=minimal'],
  ['X-HTTP-Method-Override', 'GET'],
  ['Origin', 'https://example.com'],
  ['X-Request-Id', '1'],
  ['Range', 'bytes=0-1'],
  ['X-Padding', 'x'.repeat(9_000)],
];
const ODD_BODIES: readonly string[] = [
  '',
  'nonsense',
  'null',
  '[]',
  '"text"',
  '{',
  '{}',
  '{"Comment":"a","Comment":"b"}',
  '{"comment":"a","sha1":"b"}',
  '{"Comment":"x",}',
  '\u{FEFF}{"Comment":"x"}',
  'Comment=x&Sha1=y',
  '[1,2',
];
