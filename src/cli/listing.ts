import { loadMutants, type ListedMutant } from '../catalogue/mutants.ts';
import { tableOf } from '../catalogue/totals.ts';
import { trace } from '../catalogue/traceability.ts';
import { PROFILES } from '../contract/contract.ts';
import { loadContract, loadFacts, loadLedger } from '../contract/load.ts';
import { plural } from '../judge/checks.ts';
import { REQUIREMENTS } from '../judge/registry.ts';
import { loadScenarios } from '../play/scenario.ts';

type Listing = { data: unknown; lines: string[] };

/** What `cordon list` prints: the same rows as data and as lines. */
export async function listing(what: 'requirements' | 'scenarios' | 'mutants' | 'profiles'): Promise<Listing> {
  return { requirements, scenarios, mutants, profiles }[what]();
}

async function requirements(): Promise<Listing> {
  const data = trace(REQUIREMENTS, await loadMutants());
  const lines = data.requirements.flatMap((row) => [
    `${row.id}  [${row.strength}, ${row.binds}]  ${row.statement}`,
    row.excluded === undefined
      ? `    ${row.check}; ${plural(Object.values(row.mutants).flat().length, 'mutant')}`
      : `    not checked: ${row.excluded}`,
  ]);
  const { checked, excluded } = data.totals.at(-1)?.sum ?? { checked: 0, excluded: 0 };
  return {
    data,
    lines: [
      ...lines,
      '',
      ...tableOf(data.totals),
      '',
      `${plural(checked + excluded, 'requirement')}: ${checked} checked + ${excluded} excluded with a reason`,
    ],
  };
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

async function mutants(): Promise<Listing> {
  const data = await loadMutants();
  return {
    data,
    lines: [
      ...data.map((row) =>
        row.equivalent === undefined
          ? `${row.id}  [${row.party}]  ${row.title} → ${row.kills.join(', ') || 'nothing fails, and nothing passes'}`
          : `${row.id}  [${row.party}, equivalent]  ${row.title}: ${row.equivalent}`,
      ),
      '',
      ...killedByStrength(data),
    ],
  };
}

/** How many are killed, by the strongest requirement that fails for each. */
function killedByStrength(all: readonly ListedMutant[]): string[] {
  const strengths = new Map(REQUIREMENTS.map(({ id, strength }) => [id, strength]));
  const killed = all.filter(({ kills }) => kills.length > 0);
  const strongest = killed.map(({ kills }) =>
    STRENGTHS.find((strength) => kills.some((id) => strengths.get(id) === strength)),
  );
  return [
    ...STRENGTHS.map(
      (strength) =>
        `${plural(strongest.filter((one) => one === strength).length, 'mutant')} killed, ${strength}`,
    ),
    `${plural(all.filter(({ equivalent }) => equivalent !== undefined).length, 'mutant')} equivalent, with the reason`,
    `${plural(all.length, 'mutant')} in all`,
  ];
}

const STRENGTHS = ['documented', 'standard', 'convention'] as const;

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
