import { plural, type Opinion } from '../../src/judge/checks.ts';
import type { Exchange } from '../../src/judge/exchanges.ts';
import type { Finding } from '../../src/judge/types.ts';
import type { CallRecord } from './conversation.ts';

/** An opinion with the trace lines that show it. */
export type Weighed = { opinion: Opinion; evidence: number[] };

/**
 * One verdict from many opinions. A fail that counts comes first, then what could not be decided, then a fail that is
 * advisory (it must not hide what is undecided), then a pass.
 * @param o.pass what holds, for the reason of a pass; @param o.noun what was looked at.
 */
export function weigh(
  items: readonly Weighed[],
  o: { pass: string; noun: string; none: () => Finding },
): Finding {
  const held: Weighed[] = [];
  const failures: { evidence: number[]; reason: string; advisory: boolean }[] = [];
  const unknowns: { evidence: number[]; why: string }[] = [];
  for (const item of items) {
    const { opinion, evidence } = item;
    if (opinion === undefined) continue;
    if (opinion.holds === true) held.push(item);
    else if (opinion.holds === 'unknown') unknowns.push({ evidence, why: opinion.why });
    else
      failures.push({
        evidence,
        reason: `expected ${opinion.expected}, got ${opinion.got}`,
        advisory: opinion.advisory ?? false,
      });
  }
  const [binding] = failures.filter(({ advisory }) => !advisory);
  const [unknown] = unknowns;
  const shown = binding ?? (unknown ? undefined : failures[0]);
  if (shown)
    return {
      verdict: 'fail',
      reason:
        shown.reason + (failures.length > 1 ? `; ${failures.length} ${o.noun}s fail, this is the first` : ''),
      evidence: shown.evidence,
      ...(shown.advisory ? { advisory: true } : {}),
    };
  if (unknown)
    return {
      verdict: 'unproven',
      reason: `${unknowns.length} of ${plural(unknowns.length + held.length, o.noun)} could not decide it, the first because ${unknown.why}`,
      evidence: unknown.evidence,
    };
  const [first] = held;
  if (first)
    return {
      verdict: 'pass',
      reason: `${o.pass} (${plural(held.length, o.noun)})`,
      evidence: first.evidence,
    };
  return o.none();
}

/** Trace lines of exchanges, a call and its results, in the order of the trace. */
export function linesOf(...items: (Exchange | CallRecord | { n: number } | undefined)[]): number[] {
  const numbers = items.flatMap((item) => {
    if (!item) return [];
    if ('n' in item) return [item.n];
    if ('request' in item) return [item.request.n, ...(item.response ? [item.response.n] : [])];
    return [...(item.line ? [item.line.n] : []), ...item.results.map(({ n }) => n)];
  });
  return [...new Set(numbers)].toSorted((a, b) => a - b);
}
