import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { servePort } from '../../mocks/service/http.ts';
import { CLIENT_EVENTS } from '../client-run/events.ts';
import { realClock } from '../clock/clock.ts';
import type { ProfileId } from '../contract/contract.ts';
import { loadContract } from '../contract/load.ts';
import type { World } from '../contract/world.ts';
import { BrokenError, UsageError } from '../errors.ts';
import { judge } from '../judge/judge.ts';
import { outcomeOf, type Waiver } from '../judge/outcome.ts';
import { REQUIREMENTS } from '../judge/registry.ts';
import { runClient, type LoadCall } from '../load/client.ts';
import { policyFile } from '../load/entry.ts';
import { figuresOf } from '../load/figures.ts';
import { readLoadProfile, type LoadProfile } from '../load/profile.ts';
import { k6Program, type K6Program } from '../load/program.ts';
import { K6_EXIT, type K6End } from '../load/run-k6.ts';
import { loadService } from '../load/service.ts';
import { checkTimeScale } from '../load/time-scale.ts';
import { exitCodeWith, troublesOf } from '../load/troubles.ts';
import { wireCounts } from '../load/wire-counts.ts';
import { pairsOf } from '../play/make-world.ts';
import { portRecorder } from '../play/recorded-port.ts';
import { reportOf, type Report } from '../report/report.ts';
import type { Mean } from '../trace/lines.ts';
import { openRun, type OpenRun } from './open-run.ts';

/** What a load run is asked for. */
export type LoadRun = {
  /** A file of load/profiles, without its ending. */
  name: string;
  /** Path of a policy file to use in place of the profile's own. */
  policy?: string;
  /** A minute of the service lasts 60/timeScale seconds. */
  timeScale: number;
  /** Allows a time scale above 20. */
  force: boolean;
  strict: boolean;
  seed: number;
  profile: ProfileId;
  /** Folder for trace.jsonl, k6-summary.json and k6.log; made where it is missing. */
  out?: string;
  waivers?: readonly Waiver[];
  signal: AbortSignal;
  progress?: (text: string) => void;
  /** Path of k6; default: the one of CORDON_K6, of PATH, or built here. */
  k6?: string;
};

/** Our own service gives all but the hour's limit, which no scaled run reaches, and reads, which no policy makes. */
const MEANS: Mean[] = ['token', 'world', 'actions', 'quota', 'exclusive'];

/**
 * One client, k6 with a policy, against the emulator in scaled time. Both are judged by the trace of the emulator; k6's own
 * counts have to equal it, else the run is broken.
 * @throws UsageError for an unknown profile, a policy that cannot be loaded, a time scale that distorts, or where there is no k6
 */
export async function runLoad(o: LoadRun): Promise<Report> {
  const profile = readLoadProfile(o.name);
  checkTimeScale(o.timeScale, o.force);
  checkRequirements(profile);
  const policyPath = o.policy === undefined ? undefined : policyFile(o.policy);
  const program = k6Program(o.k6);
  const folder = mkdtempSync(join(tmpdir(), 'cordon-load-'));
  try {
    return await runIn(folder, o, { profile, program, ...(policyPath === undefined ? {} : { policyPath }) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Plan = { profile: LoadProfile; policyPath?: string; program: K6Program };

async function runIn(folder: string, o: LoadRun, plan: Plan): Promise<Report> {
  const { profile, program, policyPath } = plan;
  const clock = realClock();
  const startedMs = clock.now();
  const contract = loadContract(o.profile);
  const { world, token, service } = loadService(profile, { ...o, contract, clock });
  if (o.out !== undefined) mkdirSync(o.out, { recursive: true });
  const run = openRun({
    ...(o.out === undefined ? {} : { out: o.out }),
    clock,
    secrets: [token],
    strict: o.strict,
    header: {
      recorder: 'server',
      target: 'emulator',
      profile: o.profile,
      means: MEANS,
      timeScale: o.timeScale,
      seed: o.seed,
      world,
      party: 'both',
      only: profile.requirements,
      name: nameOf(o),
    },
  });
  const { recorder, key, redactor } = run;
  const s = recorder.scenario(`load-${profile.id}`);
  const calls = announceCalls(run, s, profile, world);
  const port = await servePort({ service, clock, record: portRecorder({ recorder, s, service, key }) });
  try {
    o.progress?.(`${profile.title}: k6 ${program.version} begins`);
    const { origin } = port;
    const { ended, read, summaryPath } = await runClient({
      ...o,
      ...plan,
      contract,
      calls,
      origin,
      token,
      folder,
      clock,
    });
    const byItself = ended.stopped === undefined && ended.signal === null;
    recorder.client(
      s,
      byItself ? CLIENT_EVENTS.ended : CLIENT_EVENTS.stopped,
      ended.signal === null ? `code ${ended.code}` : `signal ${ended.signal}`,
    );
    await port.close();
    recorder.close(!byItself);
    if (o.out !== undefined) keepOutput(o.out, run, ended, summaryPath);
    o.progress?.('k6 has ended, the trace is judged');

    const wire = wireCounts(run.lines(), contract);
    if (ended.code === K6_EXIT.scriptException && wire.sent === 0)
      throw unloadable(o, redactor.text(ended.errors[0] ?? ''));
    const troubles = troublesOf({ ended, read, wire });
    const untried = profile.calls - wire.tried;
    return reportFor(o, run, {
      durationMs: clock.now() - startedMs,
      troubles,
      untried,
      notes: [
        ...(ended.stopped === 'interrupted' ? ['interrupted: k6 was ended before its policy was done'] : []),
        ...(untried > 0 ? [`incomplete: ${untried} of ${profile.calls} calls were never sent`] : []),
        ...troubles.map((trouble) => `broken: ${redactor.text(trouble)}`),
        ...figuresOf(profile, wire, {
          k6: program.version,
          policy: basename(policyPath ?? profile.policy),
          timeScale: o.timeScale,
        }),
      ],
    });
  } finally {
    await port.close();
    recorder.close(true);
  }
}

function reportFor(
  o: LoadRun,
  run: OpenRun,
  more: { durationMs: number; troubles: string[]; untried: number; notes: string[] },
): Report {
  const judged = judge(run.lines(), { strict: o.strict });
  const policy = o.policy === undefined ? '' : ` --policy ${o.policy}`;
  const replay = `cordon load ${o.name}${policy} --time-scale ${o.timeScale} --seed ${o.seed}`;
  const outcome = outcomeOf(judged.verdicts, {
    notSelected: judged.notSelected.length,
    // A client that leaves calls out has not shown what it does with them.
    interrupted: judged.interrupted || more.untried > 0,
    waivers: o.waivers ?? [],
  });
  return reportOf({
    kind: 'load',
    target: nameOf(o),
    judged: { ...judged, verdicts: judged.verdicts.map((verdict) => ({ ...verdict, replay })) },
    outcome: { ...outcome, exitCode: exitCodeWith(more.troubles, outcome.exitCode) },
    durationMs: more.durationMs,
    notes: more.notes,
    waiverReasons: new Map((o.waivers ?? []).map((waiver) => [waiver.requirement, waiver.reason])),
  });
}

function nameOf({ name, policy }: LoadRun): string {
  return policy === undefined ? name : `${name} with ${basename(policy)}`;
}

function checkRequirements({ id, requirements }: LoadProfile): void {
  const unknown = requirements.filter((name) => !REQUIREMENTS.some((row) => row.id === name));
  if (unknown.length > 0)
    throw new UsageError(
      `the load profile ${id} names the requirement ${unknown.join(', ')}, which does not exist; see: cordon list requirements`,
    );
}

/** Writes a call line for each call before any request, each with a pair of its own, so that requests can be told apart. */
function announceCalls(run: OpenRun, s: number, profile: LoadProfile, world: World): LoadCall[] {
  const pairs = pairsOf(world);
  return Array.from({ length: profile.calls }, (_, index) => {
    const pair = pairs.take();
    if (!pair) throw new Error(`the world of ${profile.id} has fewer pairs than calls`);
    const call = {
      machineId: pair.machineId,
      sha1: pair.hash,
      comment: `Cordon run ${run.run} call ${index + 1}`,
    };
    run.recorder.call(s, call);
    return call;
  });
}

function keepOutput(out: string, run: OpenRun, ended: K6End, summaryPath: string): void {
  writeFileSync(join(out, 'k6.log'), run.redactor.text(ended.log));
  if (statSync(summaryPath, { throwIfNoEntry: false }))
    writeFileSync(join(out, 'k6-summary.json'), run.redactor.text(readFileSync(summaryPath, 'utf8')));
}

/** k6 could not load its script: the caller's mistake where the policy is the caller's. */
function unloadable({ policy }: LoadRun, why: string): Error {
  return policy === undefined
    ? new BrokenError(`k6 cannot load its own script: ${why}`)
    : new UsageError(`k6 cannot load the policy ${policy}: ${why}`);
}
