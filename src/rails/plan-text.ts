import { plural } from '../judge/checks.ts';
import { durationText } from '../play/stated-time.ts';
import type { Plan } from './plan.ts';

/** After playing, the trace is judged and written; a run ends within this much more. */
const JUDGING_MS = 10_000;

/** How long a run with this plan takes at most, in ms. */
export function statedMs(plan: Plan): number {
  return plan.withinMs + JUDGING_MS;
}

/** What a run would send, in a few lines. `startEpochMs`: when it starts, where it does. */
export function planText(plan: Plan, startEpochMs?: number): string {
  const { kind, timeScale, effects, reads, shrinking, budget, paceMs } = plan;
  const scaled = timeScale === 1 ? '' : `, a minute lasts ${seconds(60_000 / timeScale)} s`;
  const stated = statedMs(plan);
  const by = startEpochMs === undefined ? '' : ` by ${instant(startEpochMs + stated)},`;
  return [
    `plan for ${plan.origin} (${kind}), profile ${plan.profile}${scaled}:`,
    `  ${plural(plan.calls.length - effects - reads, 'call')} without an effect, ${effects} with one, ${plural(reads, 'read')}, at most one each ${seconds(paceMs)} s`,
    ...plan.probes.map(
      (probe) =>
        `  the probe ${probe.scenario}: up to ${plural(probe.effects, 'call')} with an effect and ${plural(probe.reads, 'read')} in about ${durationText(probe.ms)} where the limit is kept; never more than the ${probe.pairs} machine and file pairs that are left${probe.effects < probe.pairs ? '' : ', and these may be too few'}`,
    ),
    ...plan.notPlayed.map(({ scenario, why }) => `  ${scenario} is not played: ${why}`),
    ...(shrinking === 0 ? [] : [`  up to ${plural(shrinking, 'call')} more, to make failing cases smaller`]),
    ...(budget === undefined ? [] : [`  the budget: ${plural(budget, 'call')}, and not one more`]),
    `  about ${durationText(plan.expectedMs)}; it ends${by} within ${durationText(stated)}: what was not played by then is unproven`,
  ].join('\n');
}

function seconds(ms: number): string {
  return String(Number((ms / 1000).toPrecision(3)));
}

/** ISO 8601 in UTC, whole seconds. */
function instant(epochMs: number): string {
  return `${new Date(Math.ceil(epochMs / 1000) * 1000).toISOString().slice(0, 19)}Z`;
}
