import type { ExitCode } from '../judge/outcome.ts';
import { K6_EXIT, type K6End } from './run-k6.ts';
import type { ReadSummary } from './summary.ts';
import type { Counts } from './wire-counts.ts';

/** How drive.ts begins the message of a policy that broke. */
const POLICY_BROKE = 'cordon: ';
/** k6's own word for a threshold that was crossed; the counts behind it are looked at here. */
const THRESHOLDS = /^thresholds on metrics .* have been crossed/;

const COUNT_NAMES: Record<keyof Counts, string> = {
  sent: 'attempts',
  created: 'answers 201',
  throttled: 'answers 429',
  lost: 'lost exchanges',
  other: 'other answers',
};

/**
 * Why a load run is no evidence, one sentence each: k6 or the policy broke, or k6's counts differ from the trace. Empty: it
 * is. What k6 counts proves nothing, but where it differs from the wire, one of the two is wrong.
 */
export function troublesOf(o: {
  ended: Pick<K6End, 'code' | 'signal' | 'stopped' | 'errors'>;
  read: ReadSummary;
  wire: Counts;
}): string[] {
  const { code, signal, stopped, errors } = o.ended;
  if (stopped === 'interrupted') return [];
  const broke = errors.filter((message) => message.startsWith(POLICY_BROKE));
  const others = errors.filter((message) => !broke.includes(message) && !THRESHOLDS.test(message));
  const first = others[0] === undefined ? '' : `: ${others[0].slice(0, 500)}`;
  const troubles: string[] = broke.map((message) => message.slice(POLICY_BROKE.length));
  if (stopped === 'timeout') troubles.push('k6 did not end in time and was ended');
  else if (signal !== null) troubles.push(`k6 was ended by ${signal}`);
  else if (code !== K6_EXIT.ok && code !== K6_EXIT.thresholds)
    troubles.push(`k6 ended with exit code ${code}${first}`);
  else if (others.length > 0) troubles.push(`k6 logged an error${first}`);
  if (o.read.ok) troubles.push(...differences(o.read.summary.counts, o.wire));
  else troubles.push(o.read.why);
  if (o.read.ok && o.read.summary.counts.sent === 0) troubles.push('the policy sent nothing');
  if (o.read.ok && !o.read.summary.finished && troubles.length === 0)
    troubles.push('the policy did not come to an end');
  if (o.read.ok && o.read.summary.broken && broke.length === 0) troubles.push('the policy broke');
  if (code === K6_EXIT.thresholds && troubles.length === 0) troubles.push(`k6 ended with exit code ${code}`);
  return troubles;
}

function differences(k6: Counts, wire: Counts): string[] {
  return (Object.keys(COUNT_NAMES) as (keyof Counts)[])
    .filter((name) => k6[name] !== wire[name])
    .map((name) => `k6 counts ${k6[name]} ${COUNT_NAMES[name]}, the trace has ${wire[name]}`);
}

/** The exit code of a run with such troubles: a fail that counts stands, anything else is broken. */
export function exitCodeWith(troubles: readonly string[], exitCode: ExitCode): ExitCode {
  return troubles.length === 0 || exitCode === 1 ? exitCode : 4;
}
