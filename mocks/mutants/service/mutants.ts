import { ANSWER_HEADERS_MUTANTS } from './answer-headers.ts';
import { AUTH_MUTANTS } from './auth.ts';
import { BODY_MUTANTS } from './body.ts';
import { COMMENTS_MUTANTS } from './comments.ts';
import { EFFECTS_MUTANTS } from './effects.ts';
import { ERROR_WORDS_MUTANTS } from './error-words.ts';
import { ERRORS_MUTANTS } from './errors.ts';
import { FRAMING_MUTANTS } from './framing.ts';
import { HASH_MUTANTS } from './hash.ts';
import { LIFE_CYCLE_MUTANTS } from './life-cycle.ts';
import { IDENTITY_MUTANTS } from './identity.ts';
import { JSON_TEXT_MUTANTS } from './json-text.ts';
import { LIMITS_MUTANTS } from './limits.ts';
import { LISTS_MUTANTS } from './lists.ts';
import type { ServiceMutant } from './mutant.ts';
import { NEW_ACTION_MUTANTS } from './new-action.ts';
import { OTHER_STATUSES_MUTANTS } from './other-statuses.ts';
import { PROPERTIES_MUTANTS } from './properties.ts';
import { READS_MUTANTS } from './reads.ts';
import { RELATIONS_MUTANTS } from './relations.ts';
import { ROUTING_MUTANTS } from './routing.ts';
import { SEQUENCES_MUTANTS } from './sequences.ts';
import { STATUS_MUTANTS } from './status.ts';
import { VALIDATION_MUTANTS } from './validation.ts';
import { WAITS_MUTANTS } from './waits.ts';

/** Every broken service, by topic. */
export const SERVICE_MUTANTS: readonly ServiceMutant[] = [
  ...STATUS_MUTANTS,
  ...OTHER_STATUSES_MUTANTS,
  ...ANSWER_HEADERS_MUTANTS,
  ...BODY_MUTANTS,
  ...JSON_TEXT_MUTANTS,
  ...IDENTITY_MUTANTS,
  ...PROPERTIES_MUTANTS,
  ...NEW_ACTION_MUTANTS,
  ...RELATIONS_MUTANTS,
  ...COMMENTS_MUTANTS,
  ...VALIDATION_MUTANTS,
  ...HASH_MUTANTS,
  ...ROUTING_MUTANTS,
  ...AUTH_MUTANTS,
  ...ERRORS_MUTANTS,
  ...ERROR_WORDS_MUTANTS,
  ...EFFECTS_MUTANTS,
  ...READS_MUTANTS,
  ...LISTS_MUTANTS,
  ...LIFE_CYCLE_MUTANTS,
  ...SEQUENCES_MUTANTS,
  ...FRAMING_MUTANTS,
  ...LIMITS_MUTANTS,
  ...WAITS_MUTANTS,
];
