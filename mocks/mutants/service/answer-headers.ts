import type { ServiceResponse } from '../../service/types.ts';
import {
  bytesOf,
  changingAnswer,
  changingEachAnswer,
  fieldsOf,
  headerOf,
  isOperation,
  withHeaders,
} from './changes.ts';
import type { Change, ServiceMutant } from './mutant.ts';

const headers = (statuses: number | readonly number[], values: Record<string, string | undefined>): Change =>
  changingAnswer(statuses, (answer) => withHeaders(answer, values));

/** Sends a further line with a field that each answer of the operation has already. */
const again = (name: string, value: (own: string) => string, statuses?: readonly number[]): Change =>
  changingEachAnswer((answer, request) =>
    isOperation(request) && (statuses?.includes(answer.status) ?? true)
      ? { ...answer, headers: [...answer.headers, [name, value(headerOf(answer, name.toLowerCase()) ?? '')]] }
      : answer,
  );

/** Writes the Date of each answer in another way. */
const dating = (write: (date: Date) => string | undefined): Change =>
  changingEachAnswer((answer) =>
    withHeaders(answer, { Date: write(new Date(headerOf(answer, 'date') ?? 0)) }),
  );

const imf = (date: Date) => date.toUTCString();
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** Names another place for each new action. */
const placing =
  (place: (id: string, before: string | undefined) => string): Change =>
  (service, options) => {
    let before: string | undefined;
    return changingAnswer(201, (answer) => {
      const id = String(fieldsOf(answer)?.['id']);
      const placed = withHeaders(answer, { Location: place(id, before) });
      before = id;
      return placed;
    })(service, options);
  };

const later = (answer: ServiceResponse) =>
  imf(new Date(Date.parse(headerOf(answer, 'date') ?? '') + 3_600_000));

/** Header fields of an answer that mislead whoever goes by them. */
export const ANSWER_HEADERS_MUTANTS: readonly ServiceMutant[] = [
  {
    id: 'status.two-types',
    title: 'says two media types of a success',
    kills: ['status.one-line', 'status.media-type'],
    change: again('Content-Type', () => 'text/html', [201]),
  },
  {
    id: 'status.two-dates',
    title: 'sends a second Date',
    kills: ['status.one-line', 'status.date'],
    change: again('Date', (own) => own),
  },
  {
    id: 'status.type-twice-on-405',
    title: 'says the media type of a 405 twice',
    kills: ['status.one-line'],
    change: again('Content-Type', (own) => own, [405]),
  },
  ...(
    [
      ['zone', 'with a numeric zone', (date) => imf(date).replace('GMT', '+0000')],
      ['utc', 'with UTC for GMT', (date) => imf(date).replace('GMT', 'UTC')],
      ['iso', 'as in JSON', (date) => date.toISOString()],
      ['seconds', 'as a number', (date) => String(date.getTime() / 1000)],
      [
        'weekday',
        'on the wrong day of the week',
        (date) => imf(new Date(date.getTime() + 86_400_000)).slice(0, 3) + imf(date).slice(3),
      ],
      ['lower-case', 'in lower case', (date) => imf(date).toLowerCase()],
      [
        'long',
        'in the form of RFC 850',
        (date) =>
          `${DAYS[date.getUTCDay()]}, ${imf(date).slice(5, 12).replaceAll(' ', '-')}${imf(date).slice(14)}`,
      ],
      ['empty', 'without a value', () => ''],
    ] as const satisfies readonly (readonly [string, string, (date: Date) => string])[]
  ).map(([name, how, write]): ServiceMutant => ({
    id: `status.date-${name}`,
    title: `writes Date ${how}`,
    kills: ['status.date'],
    change: dating(write),
  })),
  {
    id: 'status.date-missing',
    title: 'leaves out Date',
    kills: ['status.date'],
    advisory: true,
    change: dating(() => undefined),
  },
  {
    id: 'status.charset-utf-16',
    title: 'says charset=utf-16 of its JSON',
    kills: ['status.charset'],
    change: headers(201, { 'Content-Type': 'application/json; charset=utf-16' }),
  },
  {
    id: 'status.charset-latin-1',
    title: 'says of UTF-8 that it is Latin-1',
    kills: ['status.charset'],
    change: headers(201, { 'Content-Type': 'application/json; charset=ISO-8859-1' }),
  },
  {
    id: 'status.charset-unknown',
    title: 'names a charset that nobody knows',
    kills: ['status.charset'],
    change: headers([201, 400, 404], { 'Content-Type': 'application/json; charset=unicode-8' }),
  },
  {
    id: 'status.coding-mislabelled',
    title: 'says gzip of plain bytes',
    kills: ['status.coding'],
    change: headers(201, { 'Content-Encoding': 'gzip' }),
  },
  {
    id: 'status.coding-cut',
    title: 'ends gzip of an error too early',
    kills: ['status.coding', 'errors.envelope'],
    change: changingAnswer([400, 404], (answer) => ({
      ...withHeaders(answer, { 'Content-Encoding': 'gzip' }),
      body: bytesOf('\u001f\b\0'),
    })),
  },
  {
    id: 'status.wait-on-success',
    title: 'sends Retry-After with a success',
    kills: ['status.no-wait'],
    change: headers(201, { 'Retry-After': '1' }),
  },
  {
    id: 'status.location-nowhere',
    title: 'names a place of a new action where nothing is',
    kills: ['status.location'],
    change: placing((id) => `/api/actions/${id}`),
  },
  {
    id: 'status.location-beside',
    title: 'names the place of a new action relative to another path than that of the call',
    kills: ['status.location'],
    change: placing((id) => `../${id}`),
  },
  {
    id: 'status.location-of-another',
    title: 'names the place of the action before',
    kills: ['status.location'],
    change: placing((id, before) => `/api/machineactions/${before ?? id}`),
  },
  {
    id: 'status.public',
    title: 'lets caches keep a success',
    kills: ['status.not-cacheable'],
    change: headers(201, { 'Cache-Control': 'public, max-age=300' }),
  },
  {
    id: 'status.public-refusal',
    title: 'lets caches keep a 401',
    kills: ['status.not-cacheable'],
    change: headers(401, { 'Cache-Control': 'max-age=60' }),
  },
  {
    id: 'status.public-throttle',
    throttled: true,
    title: 'lets shared caches keep a 429',
    kills: ['status.not-cacheable'],
    change: headers(429, { 'Cache-Control': 's-maxage=60' }),
  },
  {
    id: 'status.expires-later',
    title: 'gives a success an hour until it expires',
    kills: ['status.not-cacheable'],
    change: changingAnswer(201, (answer) => withHeaders(answer, { Expires: later(answer) })),
  },
];
