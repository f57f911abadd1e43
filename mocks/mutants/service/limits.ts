import type { LimitName } from '../../../src/contract/contract.ts';
import { COUNTED_BY_MUTANTS } from './limits-key.ts';
import { COUNTING_MUTANTS } from './limits-counting.ts';
import type { ServiceMutant } from './mutant.ts';

/** Another limit in place of the documented one; 0: none. */
const limiting = (name: LimitName, calls: number): Pick<ServiceMutant, 'contract'> => ({
  contract: (contract) => ({
    ...contract,
    limits: contract.limits.flatMap((limit) =>
      limit.name !== name ? [limit] : calls === 0 ? [] : [{ ...limit, calls }],
    ),
  }),
});

/** Limits that are too low, too high, of something else, counted wrongly or none. */
export const LIMITS_MUTANTS: readonly ServiceMutant[] = [
  {
    id: 'limits.minute-99',
    title: 'takes 99 calls a minute',
    kills: ['limits.not-early'],
    ...limiting('minute', 99),
  },
  {
    id: 'limits.minute-50',
    title: 'takes 50 calls a minute',
    kills: ['limits.not-early'],
    ...limiting('minute', 50),
  },
  {
    id: 'limits.minute-101',
    title: 'takes 101 calls a minute',
    kills: ['limits.minute'],
    ...limiting('minute', 101),
  },
  {
    id: 'limits.minute-105',
    title: 'takes 105 calls a minute',
    kills: ['limits.minute'],
    ...limiting('minute', 105),
  },
  {
    id: 'limits.minute-200',
    title: 'takes 200 calls a minute',
    kills: ['limits.minute'],
    ...limiting('minute', 200),
  },
  {
    id: 'limits.no-minute',
    title: 'has no limit for the minute',
    kills: ['limits.minute'],
    ...limiting('minute', 0),
  },
  {
    id: 'limits.no-hour',
    title: 'has no limit for the hour',
    kills: ['limits.hour'],
    hour: true,
    ...limiting('hour', 0),
  },
  {
    id: 'limits.hour-1499',
    title: 'takes 1,499 calls an hour',
    kills: ['limits.not-early'],
    hour: true,
    ...limiting('hour', 1499),
  },
  {
    id: 'limits.hour-1501',
    title: 'takes 1,501 calls an hour',
    kills: ['limits.hour'],
    hour: true,
    ...limiting('hour', 1501),
  },
  {
    id: 'limits.hour-3000',
    title: 'takes 3,000 calls an hour',
    kills: ['limits.hour'],
    hour: true,
    ...limiting('hour', 3000),
  },
  {
    id: 'limits.none',
    title: 'has no limits',
    kills: ['limits.minute', 'limits.hour'],
    hour: true,
    contract: (contract) => ({ ...contract, limits: [] }),
  },
  ...COUNTED_BY_MUTANTS,
  ...COUNTING_MUTANTS,
];
