import type { Service, ServiceResponse } from '../../service/types.ts';
import { changingAnswer, headerOf, withHeaders } from './changes.ts';
import type { ServiceMutant } from './mutant.ts';

/** Another Retry-After, made of the right one in seconds. */
const asking = (
  say: (seconds: number, answer: ServiceResponse) => string | undefined,
): Pick<ServiceMutant, 'change'> => ({
  change: changingAnswer(429, (answer) =>
    withHeaders(answer, { 'Retry-After': say(Number(headerOf(answer, 'retry-after')), answer) }),
  ),
});

/** Edits each 429 of one service. */
const changingAnswerOf = (service: Service, edit: (answer: ServiceResponse) => ServiceResponse): Service => ({
  ...service,
  handle(request) {
    const answer = service.handle(request);
    return answer.status === 429 ? edit(answer) : answer;
  },
});

const dateOf = (answer: ServiceResponse): number => Date.parse(headerOf(answer, 'date') ?? '');
const httpDate = (ms: number): string => new Date(ms).toUTCString();

/** Retry-After that is not there, not legal or not kept. */
export const WAITS_MUTANTS: readonly ServiceMutant[] = [
  {
    id: 'limits.no-wait',
    title: 'leaves out Retry-After',
    kills: ['limits.retry-after'],
    ...asking(() => undefined),
  },
  {
    id: 'limits.wait-0',
    title: 'asks to wait 0 s',
    kills: ['limits.retry-after-kept'],
    ...asking(() => '0'),
  },
  {
    id: 'limits.wait-one-short',
    title: 'asks to wait a second too little',
    kills: ['limits.retry-after-kept'],
    ...asking((seconds) => String(seconds - 1)),
  },
  {
    id: 'limits.wait-ms',
    title: 'gives the wait in milliseconds',
    kills: ['limits.retry-after-bounded', 'limits.retry-after-tight'],
    ...asking((seconds) => String(seconds * 1000)),
  },
  {
    id: 'limits.wait-hour',
    title: 'asks to wait a whole hour for the minute',
    kills: ['limits.retry-after-bounded', 'limits.retry-after-tight'],
    ...asking(() => '3600'),
  },
  {
    id: 'limits.wait-fraction',
    title: 'gives the wait with a fraction',
    kills: ['limits.retry-after-form'],
    ...asking((seconds) => `${seconds}.5`),
  },
  {
    id: 'limits.wait-unit',
    title: 'gives the wait with a unit',
    kills: ['limits.retry-after-form'],
    ...asking((seconds) => `${seconds}s`),
  },
  {
    id: 'limits.wait-date-past',
    title: 'gives a date that has passed',
    kills: ['limits.retry-after-kept'],
    ...asking((_, answer) => httpDate(dateOf(answer) - 60_000)),
  },
  {
    id: 'limits.wait-date-iso',
    title: 'gives an ISO date',
    kills: ['limits.retry-after-form'],
    ...asking((seconds, answer) => new Date(dateOf(answer) + seconds * 1000).toISOString()),
  },
  {
    id: 'limits.wait-date-local',
    title: 'gives a date with an offset',
    kills: ['limits.retry-after-form'],
    ...asking((seconds, answer) => httpDate(dateOf(answer) + seconds * 1000).replace('GMT', '+0200')),
  },
  {
    id: 'limits.wait-date-weekday',
    title: 'gives a date with another weekday',
    kills: ['limits.retry-after-form'],
    ...asking((seconds, answer) => {
      const date = httpDate(dateOf(answer) + seconds * 1000);
      return date.startsWith('Mon') ? date.replace('Mon', 'Tue') : date.replace(/^\w+/, 'Mon');
    }),
  },
  {
    id: 'limits.wait-whole-minute',
    title: 'asks to wait a whole minute, where the next token comes sooner',
    kills: ['limits.retry-after-tight'],
    service: { limiter: 'token-bucket' },
    ...asking(() => '60'),
  },
  {
    id: 'limits.wait-whole-window',
    title: 'asks to wait a whole window instead of what is left of it',
    kills: ['limits.retry-after-tight'],
    ...asking((seconds) => (seconds > 60 ? '3600' : '60')),
  },
  {
    id: 'limits.wait-once',
    title: 'says how long to wait only the first time',
    kills: ['limits.retry-after'],
    change: (service) => {
      let refused = 0;
      return changingAnswerOf(service, (answer) =>
        (refused += 1) > 1 ? withHeaders(answer, { 'Retry-After': undefined }) : answer,
      );
    },
  },
  {
    id: 'limits.wait-negative',
    title: 'gives a negative wait',
    kills: ['limits.retry-after-form'],
    ...asking((seconds) => String(-seconds)),
  },
  {
    id: 'limits.wait-word',
    title: 'gives the wait in words',
    kills: ['limits.retry-after-form'],
    ...asking(() => 'soon'),
  },
  {
    id: 'limits.wait-two',
    title: 'gives two waits that differ',
    kills: ['limits.retry-after-form', 'status.one-line'],
    change: changingAnswer(429, (answer) => ({
      ...answer,
      headers: [...answer.headers, ['Retry-After', '5']],
    })),
  },
  {
    id: 'limits.wait-date-zone',
    title: 'gives the local time of another zone as GMT',
    kills: ['limits.retry-after-bounded', 'limits.retry-after-tight'],
    ...asking((seconds, answer) => httpDate(dateOf(answer) + (seconds + 7200) * 1000)),
  },
  {
    id: 'limits.wait-grows',
    title: 'doubles the wait with each refused call, without bound',
    kills: ['limits.retry-after-bounded', 'limits.retry-after-tight'],
    change: (service) => {
      let refused = 0;
      return changingAnswerOf(service, (answer) =>
        withHeaders(answer, {
          'Retry-After': String(Number(headerOf(answer, 'retry-after')) * 2 ** refused++),
        }),
      );
    },
  },
  {
    id: 'limits.wait-day-for-hour',
    title: 'asks to wait a day where the hour is over',
    kills: ['limits.retry-after-bounded'],
    ...asking((seconds) => String(seconds > 60 ? 86_400 : seconds)),
  },
  {
    id: 'limits.wait-minute-for-hour',
    title: 'asks to wait a minute where the hour is over',
    kills: ['limits.retry-after-kept'],
    ...asking((seconds) => String(Math.min(60, seconds))),
  },
];
