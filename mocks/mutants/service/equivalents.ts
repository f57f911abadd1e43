import {
  changingAnswer,
  editingAction,
  editingError,
  fieldsOf,
  refusingCalls,
  isAuthorised,
  settingInAction,
  withBody,
  withHeaders,
  errorInstead,
  type Fields,
} from './changes.ts';
import type { Equivalent } from './mutant.ts';

/** Services that a reader may call wrong, and that no requirement fails: each is played, so that a new requirement is noticed. */
export const SERVICE_EQUIVALENTS: readonly Equivalent[] = [
  {
    id: 'body.more-properties',
    title: 'sends a property that nobody documents',
    reason: 'the service gained properties over the years: a reader has to ignore unknown ones',
    change: settingInAction({ tenantRegion: 'eu' }),
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
    id: 'limits.unavailable',
    title: 'answers 503 where a limit is reached',
    reason:
      'a 503 may have other reasons: nothing fails, but limits.minute stays unproven and the run is incomplete',
    change: changingAnswer(429, (answer) => ({ ...answer, status: 503 })),
  },
];
