/** A broken service, client or policy, and the exact set of requirements that fail for it. */
export type ListedMutant = {
  id: string;
  party: 'service' | 'client' | 'policy';
  title: string;
  kills: readonly string[];
  /** Why no requirement tells it from a right one; it is played all the same, and nothing may fail. */
  equivalent?: string;
};

/** All mutants. They are loaded here and not with the module: only `cordon list` needs them. */
export async function loadMutants(): Promise<ListedMutant[]> {
  const [{ SERVICE_MUTANTS }, { SERVICE_EQUIVALENTS }, { CLIENT_MUTANTS }, { POLICY_MUTANTS }] =
    await Promise.all([
      import('../../mocks/mutants/service/mutants.ts'),
      import('../../mocks/mutants/service/equivalents.ts'),
      import('../../mocks/mutants/clients/mutants.ts'),
      import('../../mocks/mutants/policies/mutants.ts'),
    ]);
  return [
    ...SERVICE_MUTANTS.map(({ id, title, kills }): ListedMutant => ({ id, party: 'service', title, kills })),
    ...SERVICE_EQUIVALENTS.map(({ id, title, reason }): ListedMutant => ({
      id,
      party: 'service',
      title,
      kills: [],
      equivalent: reason,
    })),
    ...CLIENT_MUTANTS.map(({ id, title, fails }): ListedMutant => ({
      id,
      party: 'client',
      title,
      kills: fails,
    })),
    ...POLICY_MUTANTS.map(({ id, title, fails }): ListedMutant => ({
      id,
      party: 'policy',
      title,
      kills: fails,
    })),
  ];
}
