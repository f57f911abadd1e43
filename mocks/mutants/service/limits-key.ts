import { headerOf } from './changes.ts';
import { countingBy, gated, waitFor, withoutMinute } from './gate.ts';
import type { ServiceMutant } from './mutant.ts';

/** Limits that count by something else than application and tenant. */
export const COUNTED_BY_MUTANTS: readonly ServiceMutant[] = [
  {
    id: 'limits.by-machine',
    title: 'counts for each machine by itself',
    kills: ['limits.minute'],
    ...countingBy((_, __, machine) => machine),
  },
  {
    id: 'limits.by-token',
    title: 'counts for each token by itself',
    kills: ['limits.key'],
    ...countingBy((_, token) => token),
  },
  {
    id: 'limits.by-path-letters',
    title: 'counts for each spelling of the path by itself',
    kills: ['limits.key'],
    ...countingBy(({ path }) => (path.includes('StopAndQuarantineFile') ? 'as documented' : 'other')),
  },
  {
    id: 'limits.by-query',
    title: 'counts for each query by itself',
    kills: ['limits.key'],
    ...countingBy(({ path }) => path.split('?')[1] ?? ''),
  },
  {
    id: 'limits.by-address',
    title: 'counts for each address that a caller says it forwards for',
    kills: ['limits.key'],
    ...countingBy((request) => headerOf(request, 'x-forwarded-for') ?? ''),
  },
  {
    id: 'limits.by-real-address',
    title: 'counts for each X-Real-IP by itself',
    kills: ['limits.key'],
    ...countingBy((request) => headerOf(request, 'x-real-ip') ?? ''),
  },
  {
    id: 'limits.by-agent',
    title: 'counts for each User-Agent by itself',
    kills: ['limits.key'],
    ...countingBy((request) => headerOf(request, 'user-agent') ?? ''),
  },
  {
    id: 'limits.by-connection',
    title: 'does not count a call that closes its connection',
    kills: ['limits.key', 'limits.retry-after-tight'],
    target: 'emulator',
    contract: withoutMinute,
    change: gated(({ clock }) => {
      const calls = new Map<string, number[]>();
      return {
        wait: (_, __, request) =>
          headerOf(request, 'connection') === 'close' ? 0 : waitFor(calls, '', clock.now()),
      };
    }),
  },
  {
    id: 'limits.all-applications',
    title: 'counts all applications together',
    kills: ['limits.not-early', 'limits.retry-after-kept'],
    ...countingBy(() => '', 'any'),
  },
];
