import { STEPS, type Steps } from '../../clients/client.ts';
import { MANNER, type Manner } from '../../clients/drivers.ts';
import { requestMutants } from './requests.ts';

/** A client that is wrong in one way, and what must find it. */
export type ClientMutant = {
  id: string;
  title: string;
  steps?: Partial<Steps>;
  manner?: Partial<Manner>;
  /** Requirements that must fail; no others may. */
  fails: readonly string[];
  /** Requirements whose fail is advisory. */
  advisory?: readonly string[];
  /** Requirements that must stay unproven although a correct client decides them. */
  unproven?: readonly string[];
  /** Absent: it shows under each driver. */
  only?: 'stdio';
  /** Scenarios in which `fails` is the whole truth. Absent: all. */
  scenarios?: readonly string[];
};

/** Half an answer of a throttled service, taken for a start of the action. */
const started = (body: string) => ({ action: JSON.parse(body) as unknown });

export const CLIENT_MUTANTS: readonly ClientMutant[] = [
  ...requestMutants.map((mutant): ClientMutant => ({ ...mutant, scenarios: ['plain'] })),
  {
    id: 'ignores-retry-after',
    title: 'sends a throttled call again at once',
    steps: { pause: (...given) => (STEPS.pause(...given) === undefined ? undefined : 0) },
    fails: ['client.retry-after'],
  },
  {
    id: 'clamps-retry-after',
    title: 'waits no longer than one second',
    steps: { pause: (...given) => atMost(1_000, STEPS.pause(...given)) },
    fails: ['client.retry-after'],
    scenarios: ['throttled-once'],
  },
  {
    id: 'retry-after-in-milliseconds',
    title: 'takes the seconds of Retry-After for milliseconds',
    steps: { pause: (...given) => times(1 / 1000, STEPS.pause(...given)) },
    fails: ['client.retry-after'],
    scenarios: ['throttled-once'],
  },
  {
    id: 'jitter-below-retry-after',
    title: 'takes half of the pause off as jitter instead of adding to it',
    steps: { pause: (...given) => times(0.5, STEPS.pause(...given)) },
    fails: ['client.retry-after'],
    scenarios: ['throttled-once'],
  },
  {
    id: 'resends-after-reset',
    title: 'sends a call again after a reset, without looking whether it had its effect',
    steps: { resendAfterLoss: (attempt) => attempt < 3 },
    fails: ['client.outcome-unknown'],
  },
  {
    id: 'two-posts',
    title: 'sends each accepted call twice',
    steps: { copies: 2 },
    fails: ['client.one-post-per-call'],
  },
  {
    id: 'created-on-429',
    title: 'never looks at the status: a throttled call counts as started',
    steps: { pause: () => undefined, report: ({ body }) => started(body) },
    fails: ['client.result-truth'],
  },
  {
    id: 'error-on-201',
    title: 'knows no success but 200',
    steps: {
      report: (reply) =>
        reply.status === 201 ? { error: { kind: 'other', status: 201 } } : STEPS.report(reply),
    },
    fails: ['client.result-truth'],
    scenarios: ['plain'],
  },
  {
    id: 'hides-status',
    title: 'reports an error of the service without its status',
    steps: {
      pause: () => undefined,
      report: (reply) =>
        reply.status < 400 ? STEPS.report(reply) : { error: { kind: 'http', message: 'it failed' } },
    },
    fails: ['client.result-truth'],
    only: 'stdio',
  },
  {
    id: 'invents-action',
    title: 'reports an action with an id of its own',
    steps: {
      report: (reply) =>
        reply.status === 201
          ? { action: { ...(JSON.parse(reply.body) as object), id: '00000000-0000-4000-8000-000000000000' } }
          : STEPS.report(reply),
    },
    fails: ['client.result-truth'],
    only: 'stdio',
    scenarios: ['plain'],
  },
  {
    id: 'prints-token',
    title: 'writes its Authorization header to its error output',
    steps: {
      authorization(token) {
        const headers = STEPS.authorization(token);
        process.stderr.write(`sending ${JSON.stringify(headers)}\n`);
        return headers;
      },
    },
    fails: ['client.no-secret-in-output'],
  },
  {
    id: 'never-ends',
    title: 'goes on running after the end of input',
    manner: { atEnd: stayForEver },
    fails: [],
    unproven: ['client.ends'],
    only: 'stdio',
  },
  {
    id: 'never-answers',
    title: 'makes the calls and keeps the answers to itself',
    manner: { say: () => [] },
    fails: [],
    unproven: ['client.answers-every-call', 'client.ends'],
    only: 'stdio',
  },
  {
    id: 'answers-once',
    title: 'ends after its first answer',
    manner: { afterAnswer: () => process.exit(0) },
    fails: ['client.answers-every-call'],
    only: 'stdio',
  },
  {
    id: 'answers-twice',
    title: 'gives each answer twice',
    manner: { say: (...given) => [...MANNER.say(...given), ...MANNER.say(...given)] },
    fails: ['client.answers-every-call'],
    only: 'stdio',
    scenarios: ['plain'],
  },
  {
    id: 'ends-badly',
    title: 'ends with an exit code that says failure although all is well',
    manner: {
      atEnd() {
        process.exitCode = 3;
      },
    },
    fails: ['client.ends'],
    only: 'stdio',
    scenarios: ['plain'],
  },
  {
    id: 'babbles',
    title: 'writes its log among the answers',
    manner: { say: (call, answer) => [`INFO call ${call} is done`, ...MANNER.say(call, answer)] },
    fails: [],
    advisory: ['client.protocol-lines'],
    only: 'stdio',
    scenarios: ['plain'],
  },
];

const atMost = (mostMs: number, ms: number | undefined) =>
  ms === undefined ? undefined : Math.min(ms, mostMs);
const times = (factor: number, ms: number | undefined) => (ms === undefined ? undefined : ms * factor);

function stayForEver(): void {
  setInterval(() => undefined, 60_000);
}
