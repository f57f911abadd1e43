import type { Check } from '../../src/judge/types.ts';
import { checks as cancelling } from './cancelling.ts';
import { checks as lifeCycle } from './life-cycle.ts';
import { checks as lists } from './lists.ts';
import { checks as reads } from './reads.ts';
import { checks as refused } from './refused.ts';
import { checks as repeats } from './repeats.ts';

export const checks: Check[] = [...refused, ...reads, ...lists, ...lifeCycle, ...cancelling, ...repeats];
