import {
  changingEachAnswer,
  editingError,
  fieldsOf,
  isOperation,
  withBody,
  withHeaders,
  type Fields,
} from './changes.ts';
import type { Change, ServiceMutant } from './mutant.ts';

const ENVELOPE = ['errors.envelope'];

/** Puts other values into the object error. */
const setting = (values: Fields): Change => editingError((error) => ({ error: { ...error, ...values } }));

const saying = (more: string): Change =>
  editingError((error) => ({ error: { ...error, message: `${String(error['message'])}${more}` } }));

/** What errors of several makers say when nobody stops them. */
const INSIDES: readonly [name: string, more: string][] = [
  [
    'node-trace',
    '\n    at start (file:///app/actions.js:112:9)\n    at node:internal/main/run_main_module:36:49',
  ],
  ['java-trace', '\n\tat com.example.api.Actions.start(Actions.java:112)'],
  ['python-trace', '\nTraceback (most recent call last):\n  File "actions.py", line 112, in start'],
  ['go-trace', '\n\ngoroutine 7 [running]:\nmain.start(0xc000012345)'],
  ['ruby-trace', " actions.rb:112:in `start'"],
  ['php-trace', ' in /www/actions.php on line 112'],
  ['java-exception', ' java.lang.IllegalStateException'],
  ['dotnet-exception', ' System.Data.SqlClient.SqlException (0x80131904)'],
  ['undefined', " Cannot read properties of undefined (reading 'files')"],
  ['sql', " SELECT id, sha1 FROM files WHERE machine = '1'"],
  ['sql-state', ' SQLSTATE[42S02]: no such table'],
  ['database', ' postgres://api@10.0.0.5:5432/actions'],
  ['windows-path', ' C:\\inetpub\\wwwroot\\api\\web.config'],
  ['home-path', ' (/home/site/wwwroot/actions.js)'],
];

/** Errors in forms of other makers, with nothing to say, or with too much. */
export const ERROR_WORDS_MUTANTS: readonly ServiceMutant[] = [
  {
    id: 'errors.message-null',
    title: 'sends null for the message',
    kills: ENVELOPE,
    change: setting({ message: null }),
  },
  {
    id: 'errors.message-object',
    title: 'sends the message with its language, as older OData does',
    kills: ENVELOPE,
    change: editingError((error) => ({
      error: { ...error, message: { lang: 'en', value: error['message'] } },
    })),
  },
  {
    id: 'errors.message-empty',
    title: 'sends an empty message',
    kills: ['errors.message'],
    change: setting({ message: '' }),
  },
  {
    id: 'errors.message-blank',
    title: 'sends a message of white space',
    kills: ['errors.message'],
    change: setting({ message: ' \n' }),
  },
  {
    id: 'errors.target-empty',
    title: 'sends an empty target',
    kills: ['errors.target'],
    change: setting({ target: '' }),
  },
  {
    id: 'errors.target-number',
    title: 'numbers its targets',
    kills: ENVELOPE,
    change: setting({ target: 17 }),
  },
  {
    id: 'errors.code-null',
    title: 'sends null for the code',
    kills: ENVELOPE,
    change: setting({ code: null }),
  },
  {
    id: 'errors.code-list',
    title: 'sends a list of codes',
    kills: ENVELOPE,
    change: editingError((error) => ({ error: { ...error, code: [error['code']] } })),
  },
  {
    id: 'errors.code-empty',
    title: 'sends an empty code',
    kills: ['errors.code'],
    change: setting({ code: '' }),
  },
  {
    id: 'errors.code-status',
    title: 'sends the status for the code',
    kills: ['errors.code'],
    change: editingError((error, { status }) => ({ error: { ...error, code: `HTTP${status}` } })),
  },
  {
    id: 'errors.code-localized',
    title: 'translates codes',
    kills: ['errors.code'],
    change: setting({ code: 'OgiltigtVärde' }),
  },
  {
    id: 'errors.null',
    title: 'sends null for the object error',
    kills: ENVELOPE,
    change: editingError(() => ({ error: null })),
  },
  {
    id: 'errors.bare-text',
    title: 'sends a text for an error',
    kills: ENVELOPE,
    change: editingError((error) => JSON.stringify(error['message'])),
  },
  {
    id: 'errors.problem',
    title: 'sends an error as RFC 9457 has it',
    kills: ENVELOPE,
    change: editingError((error, { status }) => ({
      type: 'about:blank',
      title: error['code'],
      status,
      detail: error['message'],
    })),
  },
  {
    id: 'errors.oauth',
    title: 'sends an error as OAuth has it',
    kills: ENVELOPE,
    change: editingError((error) => ({ error: 'invalid_request', error_description: error['message'] })),
  },
  {
    id: 'errors.twice-encoded',
    title: 'sends the JSON of an error in a string',
    kills: ENVELOPE,
    change: editingError((error) => JSON.stringify(JSON.stringify({ error }))),
  },
  {
    id: 'errors.xml',
    title: 'sends an error in XML',
    kills: ['errors.envelope', 'errors.media-type'],
    change: changingEachAnswer((answer, request) => {
      const error = answer.status >= 400 && isOperation(request) ? fieldsOf(answer)?.['error'] : undefined;
      return error === undefined
        ? answer
        : withBody(
            withHeaders(answer, { 'Content-Type': 'application/xml' }),
            `<error><code>${String((error as Fields)['code'])}</code></error>`,
          );
    }),
  },
  {
    id: 'errors.text-type',
    title: 'calls the JSON of an error text/plain',
    kills: ['errors.media-type'],
    change: changingEachAnswer((answer, request) =>
      answer.status >= 400 && isOperation(request)
        ? withHeaders(answer, { 'Content-Type': 'text/plain' })
        : answer,
    ),
  },
  ...INSIDES.map(([name, more]): ServiceMutant => ({
    id: `errors.leaks-${name}`,
    title: `shows its inside in the message (${name})`,
    kills: ['errors.no-leak'],
    change: saying(more),
  })),
];
