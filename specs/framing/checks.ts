import type { Check } from '../../src/judge/types.ts';

export const checks: readonly Check[] = [];
