import {
  changingAnswer,
  editingAction,
  editingError,
  fieldsOf,
  isOperation,
  refusingCalls,
  isAuthorised,
  settingInAction,
  textOf,
  withBody,
  withHeaders,
  errorInstead,
  type Fields,
} from './changes.ts';
import { gated, take, withoutMinute } from './gate.ts';
import type { Equivalent } from './mutant.ts';

const hoursLater = (time: unknown): string =>
  String(time).replace(
    /T(\d\d)/,
    (_, hour: string) => `T${String((Number(hour) + 2) % 24).padStart(2, '0')}`,
  );

/** Services that a reader may call wrong, and that no requirement fails: each is played, so that a new requirement is noticed. */
export const SERVICE_EQUIVALENTS: readonly Equivalent[] = [
  {
    id: 'status.charset-utf-16',
    title: 'says charset=utf-16 of its JSON',
    reason: 'application/json has no such parameter (RFC 8259 section 11): it changes nothing',
    change: changingAnswer(201, (answer) =>
      withHeaders(answer, { 'Content-Type': 'application/json; charset=utf-16' }),
    ),
  },
  {
    id: 'body.more-properties',
    title: 'sends a property that nobody documents',
    reason: 'the service gained properties over the years: a reader has to ignore unknown ones',
    change: settingInAction({ tenantRegion: 'eu' }),
  },
  {
    id: 'body.duplicate-name',
    title: 'writes a property twice',
    reason: 'names should be unique (RFC 8259 section 4), but any parser reads one of two equal values',
    change: changingAnswer(201, (answer) =>
      withBody(answer, textOf(answer).replace('"errorHResult":0', '"errorHResult":0,"errorHResult":0')),
    ),
  },
  {
    id: 'body.succeeded-at-once',
    title: 'creates actions that have succeeded',
    reason: 'it is a documented status, and no source says which ones a new action has',
    change: settingInAction({ status: 'Succeeded' }),
  },
  {
    id: 'body.cancelled-at-once',
    title: 'gives a new action the time of a cancellation',
    reason: 'no source says that a new action has none',
    change: settingInAction({ cancellationDateTimeUtc: '2023-11-22T15:04:05Z' }),
  },
  {
    id: 'body.local-time',
    title: 'writes local time with a Z',
    reason: 'no source ties the times of an action to the clock of the caller',
    change: editingAction((action) => ({
      ...action,
      creationDateTimeUtc: hoursLater(action['creationDateTimeUtc']),
      lastUpdateDateTimeUtc: hoursLater(action['lastUpdateDateTimeUtc']),
    })),
  },
  {
    id: 'body.whole-seconds',
    title: 'writes times without fractions',
    reason: 'captures leave out trailing zeros, so none at all is legal',
    change: editingAction((action) => ({
      ...action,
      creationDateTimeUtc: String(action['creationDateTimeUtc']).replace(/\.\d+/, ''),
      lastUpdateDateTimeUtc: String(action['lastUpdateDateTimeUtc']).replace(/\.\d+/, ''),
    })),
  },
  {
    id: 'relations.hash-upper-case',
    title: 'shows the hash in upper-case digits',
    reason: 'hexadecimal digits mean the same in either letter case',
    change: editingAction((action) => {
      const file = action['relatedFileInfo'] as Fields;
      return {
        ...action,
        relatedFileInfo: { ...file, fileIdentifier: String(file['fileIdentifier']).toUpperCase() },
      };
    }),
  },
  {
    id: 'validation.blank-refused',
    title: 'refuses a comment of white space',
    reason: 'the documents say that a comment is required, not what is in it',
    change: refusingCalls(
      (request, service) =>
        isAuthorised(request, service) && /^\s+$/.test(String(fieldsOf(request)?.['Comment'])),
      400,
      'MissingRequiredParameter',
    ),
  },
  {
    id: 'routing.other-methods-not-found',
    title: 'answers 404 to other methods',
    reason: 'any refusal keeps the requirement, and Allow is due on a 405 alone',
    change: changingAnswer(405, (answer) =>
      withHeaders(errorInstead(answer, 404, 'NotFound'), { Allow: undefined }),
    ),
  },
  {
    id: 'routing.put-starts',
    title: 'takes PUT for POST',
    reason:
      'calls with another method carry a hash that no file has, so it answers 404 as if the method were unknown',
    change: (service) => ({
      ...service,
      handle: (request) =>
        service.handle(
          isOperation(request) && request.method === 'PUT' ? { ...request, method: 'POST' } : request,
        ),
    }),
  },
  {
    id: 'errors.more-properties',
    title: 'sends more about an error than is documented',
    reason: 'the envelope is open: a reader looks for code and message',
    change: editingError((error) => ({ error: { ...error, innerError: { date: '2023-11-22' } } })),
  },
  {
    id: 'errors.page-on-405',
    title: 'sends a page for a 405',
    reason: 'the page of errors does not list 405: it may come from a gateway in front',
    change: changingAnswer(405, (answer) =>
      withBody(withHeaders(answer, { 'Content-Type': 'text/html' }), '<!doctype html><title>Method</title>'),
    ),
  },
  {
    id: 'limits.wait-on-success',
    title: 'sends Retry-After with a success',
    reason: 'RFC 9110 section 10.2.3 lets any answer carry it, and a client may ignore it',
    change: changingAnswer(201, (answer) => withHeaders(answer, { 'Retry-After': '1' })),
  },
  {
    id: 'limits.wait-whole-window',
    title: 'asks to wait a whole minute although part of it has passed',
    reason:
      'a call that waits is accepted; nothing is sent in between that would show the rest of the wait as needless',
    change: changingAnswer(429, (answer) => withHeaders(answer, { 'Retry-After': '60' })),
  },
  {
    id: 'limits.by-token',
    title: 'counts for each token by itself',
    reason: 'a run uses one token for as long as it is good, as clients should',
    contract: withoutMinute,
    change: gated(({ clock }) => {
      const calls = new Map<string, number[]>();
      return { wait: (_, token) => (take(calls, token, clock.now()) ? 0 : 60) };
    }),
  },
  {
    id: 'limits.unavailable',
    title: 'answers 503 where a limit is reached',
    reason:
      'a 503 may have other reasons: nothing fails, but limits.minute stays unproven and the run is incomplete',
    change: changingAnswer(429, (answer) => ({ ...answer, status: 503 })),
  },
];
