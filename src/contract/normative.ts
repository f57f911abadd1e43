import type { Fact } from './facts.ts';

/** Kinds of facts that ask nothing of anybody, and why. Each other fact has to be the source of a requirement. */
const TELLING_ONLY: { ids: RegExp; why: string }[] = [
  { ids: /^meta\./, why: 'the age and origin of the page' },
  { ids: /^quirk\./, why: 'a slip of the page, kept so that a change of it is seen' },
  { ids: /^example\./, why: 'one case of what the page says elsewhere' },
  { ids: /^response\.body\..+\.example$/, why: 'the value in an example; its type is a fact of its own' },
  { ids: /^operation\.(?:tag|id)$/, why: 'a name within the summary, never on the wire' },
  { ids: /^limits\.\w+\.(?:written|translated)$/, why: 'another way to write the number of the same limit' },
];

/** Why no requirement has to come from this fact; undefined: one has to. */
export function whyNotNormative(fact: Pick<Fact, 'id'>): string | undefined {
  return TELLING_ONLY.find(({ ids }) => ids.test(fact.id))?.why;
}
