import { plural } from '../../src/judge/checks.ts';
import type { Check, CheckContext, Finding } from '../../src/judge/types.ts';
import { collectionOf, type Collected } from './collect.ts';
import type { LimitJudgement } from './oracle.ts';
import type { RuleResult } from './results.ts';
import { parseRetryAfter } from './retry-after.ts';

type State = { context: CheckContext; collected: Collected };

/** A check over the timelines of a run: `decide` gets them whole, at the end. */
function limitCheck(
  id: string,
  decide: (collected: Collected, judgements: LimitJudgement[]) => Finding,
): Check {
  const check: Check<State> = {
    id,
    kinds: [],
    shares: collectionOf,
    start: (context) => ({ context, collected: collectionOf(context) }),
    step: (state) => state,
    end: ({ collected }, open) => decide(collected, collected.judgements(open)),
  };
  return check as Check;
}

const RANK = { fail: 3, unproven: 2, pass: 1, 'not-applicable': 0 } as const;

/** Over all timelines: one fail fails, else one unproven leaves it open, else one pass passes. */
function worst(results: readonly RuleResult[], none: string): Finding {
  const top = results.toSorted((a, b) => RANK[b.verdict] - RANK[a.verdict])[0];
  if (!top) return { verdict: 'unproven', reason: none, evidence: [] };
  return { verdict: top.verdict, reason: top.reason, evidence: top.evidence };
}

const NO_CALLS = 'no call was made under a token';

/** Too many are shown by far too many in any window (B), or by two groups at different phases (C); C alone can clear it. */
function tooMany(judgement: LimitJudgement, name: 'minute' | 'hour'): RuleResult {
  const far = judgement.B[name];
  const few = judgement.C[name];
  return far.verdict === 'fail' ? far : few;
}

const notEarly = limitCheck('limits.not-early', (_, judgements) =>
  worst(
    judgements.map((judgement) => judgement.A),
    NO_CALLS,
  ),
);
/** The verdict on one limit, with a word on the limiter behind it. */
const limitOf = (name: 'minute' | 'hour'): Check =>
  limitCheck(`limits.${name}`, (_, judgements) => {
    const results = judgements.map((judgement) => tooMany(judgement, name));
    const notes = judgements.flatMap((judgement) => judgement.notes(name));
    return { ...worst(results, NO_CALLS), ...(notes.length > 0 ? { notes } : {}) };
  });
const minute = limitOf('minute');
const hour = limitOf('hour');
const kept = limitCheck('limits.retry-after-kept', (_, judgements) =>
  worst(
    judgements.map((judgement) => judgement.D),
    NO_CALLS,
  ),
);
const bounded = limitCheck('limits.retry-after-bounded', (_, judgements) =>
  worst(
    judgements.map((judgement) => judgement.E),
    NO_CALLS,
  ),
);
const key = limitCheck('limits.key', (_, judgements) => {
  const results = judgements.map((judgement) => judgement.K);
  const notes = results.flatMap(({ note }) => note ?? []);
  return { ...worst(results, NO_CALLS), ...(notes.length > 0 ? { notes } : {}) };
});
const tight = limitCheck('limits.retry-after-tight', (_, judgements) =>
  worst(
    judgements.map((judgement) => judgement.F),
    NO_CALLS,
  ),
);

const NOTHING_REFUSED: Finding = {
  verdict: 'not-applicable',
  reason: 'nothing was answered 429',
  evidence: [],
};

const present = limitCheck('limits.retry-after', (collected) => {
  const refused = collected.refused();
  if (refused.length === 0) return NOTHING_REFUSED;
  const without = refused.filter((call) => (call.retryAfter ?? []).length === 0);
  return without.length === 0
    ? { verdict: 'pass', reason: `${plural(refused.length, '429')} with Retry-After`, evidence: [] }
    : {
        verdict: 'fail',
        reason: `expected Retry-After on every 429, got ${without.length} of ${refused.length} without`,
        evidence: without.slice(0, 5).map((call) => call.n),
      };
});

const form = limitCheck('limits.retry-after-form', (collected) => {
  const refused = collected.refused().filter((call) => (call.retryAfter ?? []).length > 0);
  if (refused.length === 0)
    return { ...NOTHING_REFUSED, reason: 'nothing was answered 429 with Retry-After' };
  for (const call of refused) {
    const parsed = parseRetryAfter(call.retryAfter ?? []);
    if (parsed.kind === 'invalid')
      return {
        verdict: 'fail',
        reason: `expected a number of seconds or an HTTP date, got Retry-After: ${(call.retryAfter ?? []).join(' and ')} (${parsed.why})`,
        evidence: [call.n],
      };
  }
  return {
    verdict: 'pass',
    reason: `${plural(refused.length, 'Retry-After')} in a legal form`,
    evidence: [],
  };
});

export const checks = [notEarly, minute, hour, key, present, form, kept, bounded, tight];
