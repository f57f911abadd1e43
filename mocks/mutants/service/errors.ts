import {
  changingEachAnswer,
  editingError,
  fieldsOf,
  headerOf,
  isOperation,
  withBody,
  withHeaders,
  type Fields,
} from './changes.ts';
import type { Change, ServiceMutant } from './mutant.ts';
import type { ServiceRequest, ServiceResponse } from '../../service/types.ts';

/** Edits what an error says to the reader. */
const saying = (edit: (message: string, request: ServiceRequest) => string): Change =>
  changingErrors((answer, request) => {
    const error = (fieldsOf(answer)?.['error'] ?? {}) as Fields;
    return withBody(answer, { error: { ...error, message: edit(String(error['message']), request) } });
  });

function changingErrors(edit: (answer: ServiceResponse, request: ServiceRequest) => ServiceResponse): Change {
  return changingEachAnswer((answer, request) =>
    answer.status >= 400 && isOperation(request) ? edit(answer, request) : answer,
  );
}

const coding = (code: unknown) => editingError((error) => ({ error: { ...error, code } }));

/** Errors that a client cannot read, and errors that say too much. */
export const ERRORS_MUTANTS: readonly ServiceMutant[] = [
  {
    id: 'errors.flat',
    title: 'sends code and message without the object error',
    kills: ['errors.envelope'],
    change: editingError((error) => error),
  },
  {
    id: 'errors.capital-letters',
    title: 'begins the names of an error with a capital letter',
    kills: ['errors.envelope'],
    change: editingError(({ code, message }) => ({ error: { Code: code, Message: message } })),
  },
  {
    id: 'errors.list',
    title: 'sends a list of errors',
    kills: ['errors.envelope'],
    change: editingError((error) => ({ errors: [error] })),
  },
  {
    id: 'errors.text',
    title: 'sends a text for the object error',
    kills: ['errors.envelope'],
    change: editingError(({ code, message }) => ({ error: code, error_description: message })),
  },
  {
    id: 'errors.code-number',
    title: 'sends a number for the code',
    kills: ['errors.envelope'],
    change: coding(40_001),
  },
  {
    id: 'errors.code-missing',
    title: 'leaves out the code',
    kills: ['errors.envelope'],
    change: coding(undefined),
  },
  {
    id: 'errors.message-missing',
    title: 'leaves out the message',
    kills: ['errors.envelope'],
    change: editingError(({ code, target }) => ({ error: { code, target } })),
  },
  {
    id: 'errors.empty',
    title: 'sends an error without a body',
    kills: ['errors.envelope'],
    change: changingErrors((answer) => withBody(answer, '')),
  },
  {
    id: 'errors.html',
    title: 'sends a page for an error',
    kills: ['errors.envelope', 'errors.media-type'],
    change: changingErrors((answer) =>
      withBody(withHeaders(answer, { 'Content-Type': 'text/html' }), '<!doctype html><title>Error</title>'),
    ),
  },
  {
    id: 'errors.problem-type',
    title: 'calls an error application/problem+json',
    kills: ['errors.media-type'],
    change: changingErrors((answer) => withHeaders(answer, { 'Content-Type': 'application/problem+json' })),
  },
  { id: 'errors.code-own', title: 'has codes of its own', kills: ['errors.code'], change: coding('E4711') },
  {
    id: 'errors.code-letter-case',
    title: 'spells codes in lower case',
    kills: ['errors.code'],
    change: lowerCaseCodes(),
  },
  {
    id: 'errors.code-of-another-status',
    title: 'says BadRequest whatever the status',
    kills: ['errors.code'],
    change: coding('BadRequest'),
  },
  {
    id: 'errors.stack-trace',
    title: 'shows a stack trace in the message',
    kills: ['errors.no-leak'],
    change: saying(
      (message) => `${message}\n   at Api.Actions.Start(Request request) in Actions.cs:line 112`,
    ),
  },
  {
    id: 'errors.path',
    title: 'shows a path of the server in the message',
    kills: ['errors.no-leak'],
    change: saying((message) => `${message} (/srv/api/actions/start.js)`),
  },
  {
    id: 'errors.token',
    title: 'shows the token in the message',
    kills: ['errors.no-leak'],
    change: saying((message, request) => `${message} ${headerOf(request, 'authorization') ?? ''}`),
  },
];

function lowerCaseCodes(): Change {
  return editingError((error) => ({ error: { ...error, code: String(error['code']).toLowerCase() } }));
}
