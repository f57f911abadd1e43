import { AUTH_MUTANTS } from './auth.ts';
import { BODY_MUTANTS } from './body.ts';
import { EFFECTS_MUTANTS } from './effects.ts';
import { ERRORS_MUTANTS } from './errors.ts';
import { HASH_MUTANTS } from './hash.ts';
import { LIMITS_MUTANTS } from './limits.ts';
import type { ServiceMutant } from './mutant.ts';
import { PROPERTIES_MUTANTS } from './properties.ts';
import { RELATIONS_MUTANTS } from './relations.ts';
import { ROUTING_MUTANTS } from './routing.ts';
import { STATUS_MUTANTS } from './status.ts';
import { VALIDATION_MUTANTS } from './validation.ts';
import { WAITS_MUTANTS } from './waits.ts';

/** Every broken service, by topic. */
export const SERVICE_MUTANTS: readonly ServiceMutant[] = [
  ...STATUS_MUTANTS,
  ...BODY_MUTANTS,
  ...PROPERTIES_MUTANTS,
  ...RELATIONS_MUTANTS,
  ...VALIDATION_MUTANTS,
  ...HASH_MUTANTS,
  ...ROUTING_MUTANTS,
  ...AUTH_MUTANTS,
  ...ERRORS_MUTANTS,
  ...EFFECTS_MUTANTS,
  ...LIMITS_MUTANTS,
  ...WAITS_MUTANTS,
];
