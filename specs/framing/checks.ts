import type { Check } from '../../src/judge/types.ts';
import { answerChecks } from './answers.ts';
import { connectionChecks } from './connections.ts';
import { requestChecks } from './requests.ts';

export const checks: readonly Check[] = [...requestChecks, ...answerChecks, ...connectionChecks];
