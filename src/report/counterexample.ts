import type { Counterexample } from '../play/cases.ts';

/** What a counterexample is, in a few words. */
export function kindOf({ breaks, spec }: Pick<Counterexample, 'breaks' | 'spec'>): string {
  if (breaks) return `breaks ${breaks.rule} at ${breaks.path || 'the root'}`;
  return Array.isArray(spec)
    ? `a sequence of ${spec.length} step${spec.length === 1 ? '' : 's'}`
    : 'a valid call';
}
