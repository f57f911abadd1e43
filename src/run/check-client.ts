import { mkdirSync } from 'node:fs';
import { realClock, type Clock } from '../clock/clock.ts';
import { SILENCE_MS } from '../client-run/patience.ts';
import { playClient, type Driver } from '../client-run/play-client.ts';
import type { ProfileId } from '../contract/contract.ts';
import { loadContract } from '../contract/load.ts';
import { UsageError } from '../errors.ts';
import { judge } from '../judge/judge.ts';
import { outcomeOf, type Waiver } from '../judge/outcome.ts';
import { loadScenarios, type Scenario } from '../play/scenario.ts';
import { reportOf, type Report } from '../report/report.ts';
import { MEANS } from '../trace/lines.ts';
import { openRun, type OpenRun } from './open-run.ts';

/** What a client check is asked for. */
export type ClientCheck = {
  /** The program and its arguments; started without a shell. */
  command: readonly string[];
  driver: Driver;
  /** Ids; default: all scenarios for clients. */
  scenarios?: readonly string[];
  /** The name in the report; default: the command. */
  name?: string;
  profile: ProfileId;
  timeScale: number;
  strict: boolean;
  seed: number;
  out?: string;
  waivers?: readonly Waiver[];
  signal: AbortSignal;
  /** Silence after which a client is ended; default 130 s. */
  silenceMs?: number;
  progress?: (text: string) => void;
  clock?: Clock;
  /** What the client inherits; default: this process's environment. */
  environment?: Record<string, string | undefined>;
};

/**
 * Plays the scenarios with a client and judges the trace. The run is returned as well, for its trace and redactor, and
 * `log`: what the client wrote to its error output, redacted.
 * @throws UsageError for an unknown scenario, or a command that cannot be started.
 */
export async function runClientCheck(o: ClientCheck): Promise<{ report: Report; run: OpenRun; log: string }> {
  const clock = o.clock ?? realClock();
  const startedMs = clock.now();
  const contract = loadContract(o.profile);
  const scenarios = chosen(o.scenarios);
  if (o.command.length === 0) throw new UsageError('there is no command to check; give it after --');
  if (o.out !== undefined) mkdirSync(o.out, { recursive: true });
  const target = o.name ?? o.command.join(' ');
  const run = openRun({
    ...(o.out === undefined ? {} : { out: o.out }),
    clock,
    secrets: [],
    strict: o.strict,
    header: {
      recorder: 'server',
      target: 'client',
      party: 'client',
      profile: o.profile,
      means: [...MEANS],
      timeScale: o.timeScale,
      seed: o.seed,
      world: null,
      name: target,
    },
  });
  try {
    const log = await playClient(scenarios, {
      ...o,
      ...run,
      contract,
      clock,
      silenceMs: o.silenceMs ?? SILENCE_MS,
      environment: o.environment ?? process.env,
    });
    run.recorder.close(o.signal.aborted);
    const judged = judge(run.lines(), { strict: o.strict });
    const outcome = outcomeOf(judged.verdicts, {
      notSelected: judged.notSelected.length,
      interrupted: judged.interrupted,
      waivers: o.waivers ?? [],
    });
    const report = reportOf({
      kind: 'client',
      target,
      judged,
      outcome,
      durationMs: clock.now() - startedMs,
      waiverReasons: new Map((o.waivers ?? []).map((waiver) => [waiver.requirement, waiver.reason])),
    });
    return { report, run, log };
  } finally {
    run.recorder.close(true);
  }
}

function chosen(ids: readonly string[] | undefined): Scenario[] {
  const all = loadScenarios('client');
  if (!ids) return all;
  const unknown = ids.filter((id) => !all.some((scenario) => scenario.id === id));
  if (unknown.length > 0 || ids.length === 0)
    throw new UsageError(
      `there is no client scenario ${unknown.join(', ') || 'in an empty list'}; there are ${all.map(({ id }) => id).join(', ')}`,
    );
  return all.filter(({ id }) => ids.includes(id));
}
