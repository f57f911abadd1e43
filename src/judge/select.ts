import type { ProfileId } from '../contract/contract.ts';
import type { HeaderLine, Mean, Party } from '../trace/lines.ts';
import type { Requirement } from './types.ts';

/** `needs`: the means that the run lacks for it. */
export type NotSelected = { requirement: string; needs: Mean[] };
export type Selection = { selected: Requirement[]; notSelected: NotSelected[] };

/**
 * Which requirements a run can decide, before anything is judged. Pure: the trace header holds all it depends on.
 * A requirement outside the profile, the party or `only` does not exist in the run; one that lacks means is not selected.
 */
export function select(
  requirements: readonly Requirement[],
  o: { profile: ProfileId; party: Party; means: readonly Mean[]; only?: readonly string[] },
): Selection {
  const selected: Requirement[] = [];
  const notSelected: NotSelected[] = [];
  for (const requirement of requirements) {
    if (requirement.excluded !== undefined) continue;
    if (!requirement.profiles.includes(o.profile)) continue;
    if (o.party !== 'both' && requirement.binds !== o.party) continue;
    if (o.only && !o.only.includes(requirement.id)) continue;
    const needs = requirement.needs.filter((mean) => !o.means.includes(mean));
    if (needs.length === 0) selected.push(requirement);
    else notSelected.push({ requirement: requirement.id, needs });
  }
  return { selected, notSelected };
}

/** Who is judged by a trace: what the header says, else what its recorder could see. */
export function partyOf(header: HeaderLine): Party {
  return header.party ?? ({ client: 'service', server: 'client', proxy: 'both' } as const)[header.recorder];
}
