import { changingAnswer, errorInstead, fieldsOf, withBody, withHeaders } from './changes.ts';
import type { ServiceMutant } from './mutant.ts';

/** Successes under another status, or another media type, than the documented ones. */
export const OTHER_STATUSES_MUTANTS: readonly ServiceMutant[] = [
  ...([301, 302, 303, 308] as const).map((status): ServiceMutant => ({
    id: `status.redirect-${status}`,
    title: `sends accepted calls on with ${status}`,
    kills: ['status.created'],
    change: changingAnswer(201, (answer) =>
      withHeaders(
        { ...answer, status },
        { Location: `/api/machineactions/${String(fieldsOf(answer)?.['id'])}` },
      ),
    ),
  })),
  ...([203, 205, 206, 207] as const).map((status): ServiceMutant => ({
    id: `status.success-${status}`,
    title: `answers ${status} for a new action`,
    kills: ['status.created'],
    change: changingAnswer(201, (answer) => {
      const other = { ...answer, status };
      return status === 205 ? withBody(other, '') : other;
    }),
  })),
  ...([402, 409, 418] as const).map((status): ServiceMutant => ({
    id: `status.refuses-${status}`,
    title: `answers ${status} to a valid call, although the action starts`,
    kills: ['status.created', 'hash.letter-case', 'effects.refused'],
    change: changingAnswer(201, (answer) => errorInstead(answer, status, 'Conflict')),
  })),
  ...(
    [
      ['xml', 'application/xml'],
      ['plain', 'text/plain'],
      ['octets', 'application/octet-stream'],
      ['odata', 'application/vnd.odata+json'],
      ['javascript', 'application/javascript'],
      ['lines', 'application/x-ndjson'],
      ['list', 'application/json, text/json'],
    ] as const
  ).map(([name, type]): ServiceMutant => ({
    id: `status.type-${name}`,
    title: `calls a success ${type}`,
    kills: name === 'list' ? ['status.media-type', 'status.one-line'] : ['status.media-type'],
    change: changingAnswer(201, (answer) => withHeaders(answer, { 'Content-Type': type })),
  })),
];
