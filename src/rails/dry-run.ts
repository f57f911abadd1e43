import type { LimiterModel } from '../../mocks/service/limiters.ts';
import type { Contract } from '../contract/contract.ts';
import { dryTarget } from '../play/dry-target.ts';
import { playService } from '../play/play-service.ts';
import type { Scenario } from '../play/scenario.ts';
import { createSession, type Session } from '../play/session.ts';
import type { ServiceTarget } from '../play/target.ts';
import { bodyOf } from '../trace/body.ts';
import type { CallLine, Mean, RequestLine } from '../trace/lines.ts';
import type { Recorder } from '../trace/recorder.ts';

/** One request of a dry run; `breaks`: what a generator broke on purpose. */
export type DrySent = { request: RequestLine; breaks: CallLine['breaks'] };

/** What one scenario sent, and how long it took on the virtual clock. `left`: unused pairs of the world at its start. */
export type DryScenario = { id: string; sent: DrySent[]; ms: number; left: number; skipped?: string };

/** What a run would send to a service that keeps the contract, with this limiter; and the ids of the actions it would make. */
export type DryRun = { scenarios: DryScenario[]; actions: ReadonlySet<string> };

export async function dryRun(
  service: ServiceTarget,
  scenarios: readonly Scenario[],
  o: {
    contract: Contract;
    means: readonly Mean[];
    run: string;
    seed: number;
    cases?: number;
    limiter: LimiterModel;
    signal: AbortSignal;
  },
): Promise<DryRun> {
  const target = dryTarget(service, o);
  const played: DryScenario[] = [];
  const actions = new Set<string>();
  let now: { entry: DryScenario; from: number } | undefined;
  const end = () => {
    if (now) now.entry.ms = target.clock.now() - now.from;
    now = undefined;
  };
  const calls: CallLine['breaks'][] = [];
  let x = 0;
  const recorder: Recorder = {
    scenario(id, more) {
      end();
      const { skipped } = more ?? {};
      const left = session.pairs().left();
      const entry = { id, sent: [], ms: 0, left, ...(skipped === undefined ? {} : { skipped }) };
      played.push(entry);
      now = { entry, from: target.clock.now() };
      return played.length;
    },
    call: (_, call) => calls.push(call.breaks ?? null),
    request(s, { body, ...rest }) {
      x += 1;
      const request: RequestLine = { kind: 'request', t: 0, s, x, ...rest, body: bodyOf(body) };
      const breaks = rest.call === undefined ? null : (calls[rest.call - 1] ?? null);
      now?.entry.sent.push({ request, breaks });
      return x;
    },
    response(_, __, response) {
      if ('lost' in response || response.status !== o.contract.successStatus) return;
      const id = /"id"\s*:\s*"([^"]+)"/.exec(Buffer.from(response.body).toString('utf8'))?.[1];
      if (id !== undefined) actions.add(id);
    },
    fault: () => undefined,
    result: () => undefined,
    client: () => undefined,
    flushed: () => undefined,
    close: () => undefined,
  };
  const session: Session = createSession({
    contract: o.contract,
    target,
    recorder,
    means: o.means,
    run: o.run,
    key: new Uint8Array(32),
    watch: { mark: () => undefined, failuresSinceMark: () => [] },
    signal: o.signal,
  });
  await playService(session, scenarios, {
    seed: o.seed,
    ...(o.cases === undefined ? {} : { cases: o.cases }),
  });
  end();
  await target.close();
  return { scenarios: played, actions };
}
