import { changeOf, type ServiceMutant } from '../mocks/mutants/service/mutant.ts';
import type { Choices } from '../mocks/service/choices.ts';
import type { LimiterModel } from '../mocks/service/limiters.ts';
import { createService, type ServiceOptions } from '../mocks/service/service.ts';
import { loadContract } from '../src/contract/load.ts';
import { makeWorld } from '../src/play/make-world.ts';
import { seededRandom } from '../src/play/random.ts';
import type { ServiceTarget } from '../src/play/target.ts';
import type { Report } from '../src/report/report.ts';
import { runServiceCheck } from '../src/run/check-service.ts';
import { eventClock } from './support/event-clock.ts';

export type Lab = {
  limiter: LimiterModel;
  latencyMs: number;
  timeScale: number;
  /** Of the service's windows, in their own time. */
  phaseMs?: number;
  mutant?: Partial<Pick<ServiceMutant, 'contract' | 'change'>>;
  choices?: Partial<Choices>;
  /** Machine and file pairs of its world. Default 4,600. */
  pairs?: number;
  /** Which limits are probed. Default both. */
  probes?: readonly ('minute' | 'hour')[];
  /** Connections are numbered as by a pool; the fresh ones anew. */
};

/** What a run cost on the lab's own clock. */
export type LabRun = { report: Report; minutes: number; calls: number; accepted: number };

const TOKEN_MS = 600_000;

/** A run of the limit probes against somebody else's service, which answers in virtual time and is never started afresh. */
export async function checkLab(lab: Lab): Promise<LabRun> {
  const { limiter, latencyMs, timeScale, phaseMs = 0, pairs = 4600, probes = ['minute', 'hour'] } = lab;
  const clock = eventClock(Date.UTC(2026, 0, 5, 8));
  const random = seededRandom(7);
  const world = makeWorld({ machines: 50, files: Math.ceil(pairs / 50) }, 'lab');
  const options: ServiceOptions = {
    contract: loadContract('current'),
    world,
    clock,
    random,
    timeScale,
    limiter,
    phaseMs: phaseMs / timeScale,
    ...(lab.choices ? { choices: lab.choices } : {}),
  };
  const service = changeOf(lab.mutant ?? {})(createService(options), options);
  let token: { text: string; at: number } | undefined;
  let calls = 0;
  let accepted = 0;
  let connections = 0;
  const idle: number[] = [];
  const target: ServiceTarget = {
    kind: 'lab',
    name: 'http://lab.example.test',
    clock,
    timeScale,
    world,
    paceMs: 60_000 / 80 / timeScale,
    token: (use) => {
      if (use !== 'valid') return use === 'other-app' ? service.token(use) : undefined;
      if (!token || clock.now() - token.at > TOKEN_MS)
        token = { text: service.token('valid'), at: clock.now() };
      return token.text;
    },
    newToken: () => service.token('valid'),
    async send(out, onSend) {
      const conn = (out.fresh ? undefined : idle.pop()) ?? (connections += 1);
      onSend(conn);
      calls += 1;
      const half = () => clock.sleep((latencyMs / 2) * (0.8 + 0.4 * random()));
      await half();
      const { status, headers, body } = service.handle(out);
      accepted += status === 201 ? 1 : 0;
      await half();
      if (!out.fresh) idle.push(conn);
      return { status, headers, body, end: 'complete', at: clock.now() };
    },
    close: () => Promise.resolve(),
  };
  const { report } = await runServiceCheck({
    target: {
      own: target,
      means: ['token', 'token-other-app', 'world', 'actions', 'quota', 'hour', 'exclusive'],
    },
    profile: 'current',
    allow: [],
    only: ['limits.not-early', 'limits.minute', 'limits.hour', 'limits.key', 'limits.retry-after-kept'],
    seed: 1,
    strict: false,
    signal: new AbortController().signal,
    clock,
    scenarios: probes.map((probe) => ({
      id: `${probe}-limit`,
      title: probe,
      party: 'service',
      needs: ['token'],
      probe,
    })),
  });
  return { report, minutes: clock.now() / 60_000, calls, accepted };
}
