/** Policies that are wrong in one way each; `fails`: the requirements that a load run with them has to fail. */
export type PolicyMutant = { id: string; title: string; file: string; fails: string[] };

export const POLICY_MUTANTS: readonly PolicyMutant[] = [
  {
    id: 'policy-ignores-retry-after',
    title: 'sends again soon after a 429, whatever Retry-After says',
    file: 'ignores-retry-after.ts',
    fails: ['client.retry-after'],
  },
  {
    id: 'policy-clamps-retry-after',
    title: 'waits for Retry-After, but never longer than a short while',
    file: 'clamps-retry-after.ts',
    fails: ['client.retry-after'],
  },
];
