import { CLIENT_MUTANTS } from '../../mocks/mutants/clients/mutants.ts';
import { POLICY_MUTANTS } from '../../mocks/mutants/policies/mutants.ts';
import { SERVICE_MUTANTS } from '../../mocks/mutants/service/mutants.ts';
import { PROFILES } from '../contract/contract.ts';
import { loadContract, loadFacts, loadLedger } from '../contract/load.ts';
import { REQUIREMENTS } from '../judge/registry.ts';
import { loadScenarios } from '../play/scenario.ts';

type Listing = { data: unknown; lines: string[] };

/** What `cordon list` prints: the same rows as data and as lines. */
export function listing(what: 'requirements' | 'scenarios' | 'mutants' | 'profiles'): Listing {
  return { requirements, scenarios, mutants, profiles }[what]();
}

function requirements(): Listing {
  const killers = allMutants();
  const data = REQUIREMENTS.map((row) => ({
    ...row,
    mutants: killers.filter((mutant) => mutant.kills.includes(row.id)).map(({ id }) => id),
  }));
  const lines = data.flatMap((row) => [
    `${row.id}  [${row.strength}, ${row.binds}]${row.excluded === undefined ? '' : `  not checked: ${row.excluded}`}`,
    `    ${row.statement}`,
    `    source ${row.source.join(', ')}; profiles ${row.profiles.length === PROFILES.length ? 'all' : row.profiles.join(', ')}; needs ${row.needs.join(', ') || 'nothing'}; killed by ${row.mutants.length} mutants`,
  ]);
  return { data, lines: [...lines, `${data.length} requirements`] };
}

function scenarios(): Listing {
  const data = [...loadScenarios('service'), ...loadScenarios('client')].map(
    ({ id, party, title, needs }) => ({ id, party, title, needs }),
  );
  return {
    data,
    lines: data.map(
      (row) =>
        `${row.id}  [${row.party}]  ${row.title}${row.needs.length > 0 ? `; needs ${row.needs.join(', ')}` : ''}`,
    ),
  };
}

type Mutant = { id: string; party: 'service' | 'client' | 'policy'; title: string; kills: readonly string[] };

function allMutants(): Mutant[] {
  return [
    ...SERVICE_MUTANTS.map(({ id, title, kills }): Mutant => ({ id, party: 'service', title, kills })),
    ...CLIENT_MUTANTS.map(({ id, title, fails }): Mutant => ({ id, party: 'client', title, kills: fails })),
    ...POLICY_MUTANTS.map(({ id, title, fails }): Mutant => ({ id, party: 'policy', title, kills: fails })),
  ];
}

function mutants(): Listing {
  const data = allMutants();
  return {
    data,
    lines: [
      ...data.map((row) => `${row.id}  [${row.party}]  ${row.title} → ${row.kills.join(', ')}`),
      `${data.length} mutants`,
    ],
  };
}

/** Each profile with what it says in short, and the ledger of contradictions with what each document says where. */
function profiles(): Listing {
  const rows = PROFILES.map((id) => {
    const contract = loadContract(id);
    const facts = id === 'current' ? undefined : loadFacts(id);
    return {
      id,
      document: facts?.document ?? null,
      sha256: facts?.sha256 ?? null,
      path: contract.path,
      hosts: contract.hosts,
      limits: contract.limits.map(({ name, calls }) => `${calls} a ${name}`),
      requirements: REQUIREMENTS.filter((row) => row.profiles.includes(id) && row.excluded === undefined)
        .length,
    };
  });
  const ledger = loadLedger().map((row) => ({
    ...row,
    says: row.says.map(({ profile, fact }) => {
      const found = loadFacts(profile).facts.find(({ id }) => id === fact);
      return { profile, fact, value: found?.value ?? null, line: found?.line ?? null };
    }),
  }));
  const lines = [
    ...rows.map(
      (row) =>
        `${row.id}  ${row.document ?? '(merged)'}  ${row.path}  ${row.limits.join(', ') || 'no limits'}  ${row.requirements} requirements`,
    ),
    '',
    'Contradictions:',
    ...ledger.flatMap((row) => [
      `  ${row.topic}: current takes ${JSON.stringify(row.takes)}`,
      ...row.says.map(
        (said) => `    ${said.profile}:${said.line} ${said.fact} = ${JSON.stringify(said.value)}`,
      ),
    ]),
  ];
  return { data: { profiles: rows, ledger }, lines };
}
