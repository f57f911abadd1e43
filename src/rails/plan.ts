import { createHash } from 'node:crypto';
import { virtualClock } from '../clock/clock.ts';
import { loadContract } from '../contract/load.ts';
import { readRequest, indexWorld } from '../judge/reading.ts';
import { runServiceCheck, type OtherService, type ServiceCheck } from '../run/check-service.ts';
import type { RequestLine, TokenUse } from '../trace/lines.ts';

/** One call that a run would make. The token is named, never shown. */
export type PlannedCall = {
  number: number;
  scenario: string;
  method: string;
  path: string;
  token: TokenUse;
  body: string;
  /** The service is asked to act. */
  effect: boolean;
};

export type Plan = {
  origin: string;
  calls: PlannedCall[];
  effects: number;
  /** Time that the calls take at the pace of the target. */
  minutes: number;
  /** Of everything above: what `--confirm` takes. */
  hash: string;
};

/**
 * What a run would send, found by playing it against a stand-in that sends nothing and answers 404. What depends on answers
 * (limit probes, reading an action back, shrinking) is not in it.
 */
export async function planService(
  target: OtherService,
  o: Omit<ServiceCheck, 'target' | 'clock'>,
): Promise<Plan> {
  const { run } = await runServiceCheck({ ...o, target, clock: virtualClock(0), dry: true });
  const contract = loadContract(o.profile);
  const world = indexWorld(target.world);
  const calls: PlannedCall[] = [];
  let scenario = '';
  for (const { line } of run.lines()) {
    if (line.kind === 'scenario') scenario = line.id;
    if (line.kind === 'request') calls.push(plannedCall(line, calls.length + 1, scenario));
  }
  function plannedCall(line: RequestLine, number: number, id: string): PlannedCall {
    const { method, path, token, body } = line;
    const effect =
      readRequest(line, contract, world).operation && readRequest(line, contract, world).defects.size === 0;
    return {
      number,
      scenario: id,
      method,
      path,
      token: token.use,
      body: typeof body === 'string' ? body : body.base64,
      effect,
    };
  }
  const paceMs = target.kind === 'tenant' ? 3_000 : 60_000 / (80 * target.timeScale);
  const plan = {
    origin: target.origin,
    calls,
    effects: calls.filter((call) => call.effect).length,
    minutes: Math.ceil((calls.length * paceMs) / 60_000),
  };
  return { ...plan, hash: createHash('sha256').update(JSON.stringify(plan)).digest('hex').slice(0, 16) };
}
