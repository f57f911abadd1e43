import type { Check } from '../../src/judge/types.ts';
import { outputChecks } from './output.ts';
import { requestChecks } from './request.ts';
import { resendChecks } from './resend.ts';
import { resultChecks } from './results.ts';
import { retryAfter } from './retry-after.ts';
import { values } from './values.ts';

export const checks: Check[] = [
  ...requestChecks,
  values,
  retryAfter,
  ...resendChecks,
  ...resultChecks,
  ...outputChecks,
];
