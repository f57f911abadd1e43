import { answer, call, created, exchange, vectorsOf, type Got, type Vector } from '../support/vector.ts';

const broken = call({ body: '' });
const row = (verdict: Vector['verdict'], when: string, got: NonNullable<Got>, reason: string): Vector => ({
  when,
  trace: [exchange(broken, got)],
  verdict,
  reason,
});
const saying = (message: string) => answer(400, { error: { code: 'BadRequest', message } });

/** What errors of several makers show when they say too much. */
const INSIDES: readonly [what: string, message: string][] = [
  ['a stack trace', 'Failed\n    at start (/app/start.js:12:3)'],
  ['a stack trace', 'Failed\n   at Api.Actions.Start(Request request)'],
  ['a stack trace', 'Traceback (most recent call last):\n  File "app.py", line 3, in start'],
  ['a stack trace', 'Failed\n\tat com.example.Api.start(Api.java:12)'],
  ['a stack trace', 'panic\n\ngoroutine 12 [running]:'],
  ['a stack trace', "thread 'main' panicked at src/main.rs:4:5"],
  ['a stack trace', "app.rb:12:in `start'"],
  ['a stack trace', 'Uncaught Error in /x/start.php on line 12'],
  ['an exception of its language', 'java.lang.NullPointerException'],
  ['an exception of its language', 'System.Data.SqlClient.SqlException: timeout'],
  ['an exception of its language', "Cannot read properties of undefined (reading 'id')"],
  ['an exception of its language', "'NoneType' object is not subscriptable"],
  ['an exception of its language', 'runtime error: index out of range [3]'],
  ['a statement or an error of a database', 'SQLSTATE[23000]: Integrity constraint violation'],
  ['a statement or an error of a database', 'no rows: SELECT id, name FROM machines'],
  ['a statement or an error of a database', 'ORA-00942: no such table'],
  ['an address of a database', 'no answer from postgres://db.internal:5432/actions'],
  ['an address of a database', 'Server=db01;Database=actions;Trusted=yes'],
  ['a path of the server', 'C:\\inetpub\\api\\web.config is not there'],
];

/** What a refusal may well say. */
const HARMLESS = [
  'Value at $.Sha1: 41 digits at position 12:3',
  'Select a machine from the list, then update the set.',
  'Client version 10.0.19041.1 is not supported.',
  'See https://docs.example.test/home/api/errors for help.',
  'Machine C:\\ was not found at /api/machines/home/users',
  'Parameter Comment (System.String) is missing.',
];

vectorsOf('errors.no-leak', [
  row(
    'pass',
    'an error names what is wrong',
    saying('Parameter Comment is missing.'),
    'no error body shows a token, a stack trace or another inside of the service (1 exchange)',
  ),
  row(
    'fail',
    'an error shows a token',
    saying('Not accepted: [redacted]'),
    'expected an error body without internals, got a token',
  ),
  row(
    'fail',
    'an error shows a stack trace',
    saying('Failed\n   at Api.Start(Request r) in Start.cs:line 12'),
    'expected an error body without internals, got a stack trace',
  ),
  row(
    'fail',
    'an error shows a path of the server',
    saying('/home/site/wwwroot/start.js is not there'),
    'expected an error body without internals, got a path of the server',
  ),
  ...INSIDES.map(([what, message]) =>
    row(
      'fail',
      `an error shows ${what}: ${message.slice(0, 40)}`,
      saying(message),
      `expected an error body without internals, got ${what}`,
    ),
  ),
  ...HARMLESS.map((message) =>
    row(
      'pass',
      `an error says: ${message.slice(0, 40)}`,
      saying(message),
      'no error body shows a token, a stack trace or another inside of the service (1 exchange)',
    ),
  ),
  {
    when: 'an error gives back what the caller said of a path',
    trace: [
      exchange(
        call({ comment: 'C:\\Users\\mallory\\run.exe', sha1: 'x' }),
        saying('Wrong beside C:\\Users\\mallory\\run.exe'),
      ),
    ],
    verdict: 'pass',
    reason: 'no error body shows a token, a stack trace or another inside of the service (1 exchange)',
  },
  row(
    'fail',
    'a crash shows a stack trace in a page',
    answer(500, '<pre>TypeError\n    at start (node:internal/modules/run_main:12:3)</pre>'),
    'expected an error body without internals, got a stack trace',
  ),
  row(
    'pass',
    'a page links to its style',
    answer(502, '<link href="/home/site/css/page.css">\n  at 10:30'),
    'no error body shows a token, a stack trace or another inside of the service (1 exchange)',
  ),
  {
    when: 'nothing is refused',
    trace: [exchange(call(), created())],
    verdict: 'unproven',
    reason: 'nothing was answered with an error',
  },
]);
