import { realClock } from '../clock/clock.ts';
import { loadContract } from '../contract/load.ts';
import type { ProfileId } from '../contract/contract.ts';
import type { World } from '../contract/world.ts';
import { judge } from '../judge/judge.ts';
import { outcomeOf, type Waiver } from '../judge/outcome.ts';
import { tokenMeans, type GivenTokens } from '../play/url-target.ts';
import { startProxy, type Proxy } from '../record/proxy.ts';
import { tenantRail } from '../record/tenant-rail.ts';
import { tokenUseOf } from '../record/token-use.ts';
import { reportOf, type Report } from '../report/report.ts';
import { MEANS, type Mean, type Party } from '../trace/lines.ts';
import { tokenTrace } from '../trace/token.ts';
import { openRun, type OpenRun } from './open-run.ts';

/** What `cordon record` is asked for. */
export type RecordOptions = {
  /** Origin of the service. */
  to: string;
  kind: 'lab' | 'tenant';
  /** 0: any free one. */
  port: number;
  profile: ProfileId;
  /** Whom to judge. */
  party: Party;
  /** The service's inventory; at a tenant the allow-list. */
  world: World | null;
  /** Most calls to a tenant. */
  budget?: number;
  /** What the traffic may be used to decide: actions, quota, hour, exclusive. */
  allow: readonly Mean[];
  only?: readonly string[];
  timeScale: number;
  strict: boolean;
  tokens: GivenTokens;
  secrets: readonly string[];
  waivers: readonly Waiver[];
  /** Folder of the trace. */
  out: string;
  timeoutMs?: number;
  say(text: string): void;
};

export type Recording = {
  proxy: Proxy;
  run: OpenRun;
  /** Ends the recording and judges it. */
  end(): Promise<Report>;
};

/**
 * Begins to record. What a trace of somebody else's calls can decide: calls carry tokens (those of the environment are known by
 * their use), the world is what it is told, effects and limits count where they are allowed, and no read is judged, as the
 * comments and ids in it may come from elsewhere.
 */
export async function startRecording(o: RecordOptions): Promise<Recording> {
  const clock = realClock();
  const startedAt = clock.now();
  const contract = loadContract(o.profile);
  const means = new Set<Mean>([
    'token',
    ...tokenMeans(o.tokens),
    ...o.allow,
    ...((o.world?.machines.length ?? 0) > 0 ? (['world'] as const) : []),
  ]);
  const run = openRun({
    out: o.out,
    clock,
    secrets: [...o.secrets, ...Object.values(o.tokens)],
    strict: o.strict,
    header: {
      recorder: 'proxy',
      target: o.kind,
      profile: o.profile,
      means: MEANS.filter((mean) => means.has(mean)),
      timeScale: o.timeScale,
      seed: 0,
      world: o.world,
      party: o.party,
      name: o.to,
      ...(o.only ? { only: [...o.only] } : {}),
    },
  });
  const proxy = await startProxy({
    to: o.to,
    port: o.port,
    clock,
    recorder: run.recorder,
    tokenOf: (authorization) =>
      tokenTrace(authorization, tokenUseOf(authorization, o.tokens, clock.epoch()), run.key),
    say: (text) => o.say(run.redactor.text(text)),
    ...(o.timeoutMs === undefined ? {} : { timeoutMs: o.timeoutMs }),
    ...(o.kind === 'tenant'
      ? { forbid: tenantRail({ world: o.world, budget: o.budget ?? 0, path: contract.path }) }
      : {}),
  });
  return {
    proxy,
    run,
    async end() {
      await proxy.close();
      run.recorder.close();
      const judged = judge(run.lines(), { strict: o.strict });
      const outcome = outcomeOf(judged.verdicts, {
        notSelected: judged.notSelected.length,
        interrupted: judged.interrupted,
        waivers: o.waivers,
      });
      return reportOf({
        kind: o.party === 'client' ? 'client' : 'service',
        target: o.to,
        judged,
        outcome,
        durationMs: clock.now() - startedAt,
        waiverReasons: new Map(o.waivers.map((waiver) => [waiver.requirement, waiver.reason])),
      });
    },
  };
}
