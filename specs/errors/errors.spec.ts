import {
  answer,
  call,
  created,
  error,
  exchange,
  vectorsOf,
  type Got,
  type Vector,
} from '../support/vector.ts';

const broken = call({ body: '' });
const row = (verdict: Vector['verdict'], when: string, got: NonNullable<Got>, reason: string): Vector => ({
  when,
  trace: [exchange(broken, got)],
  verdict,
  reason,
});
const right = error(400, 'InvalidRequestBody');
const saying = (message: string) => answer(400, { error: { code: 'BadRequest', message } });
const NONE = 'nothing was answered with a documented error status';
const none: Vector[] = [
  { when: 'nothing is refused', trace: [exchange(call(), created())], verdict: 'unproven', reason: NONE },
  row('unproven', 'an error has a status that the page of errors does not list', answer(502, '<html>'), NONE),
  {
    when: 'another method is refused, perhaps by a gateway',
    trace: [exchange(call({ method: 'PUT' }), answer(404, '<html>'))],
    verdict: 'unproven',
    reason: NONE,
  },
];

vectorsOf('errors.envelope', [
  row(
    'pass',
    'an error carries code and message',
    right,
    'every error carries its code and message in the documented envelope (1 exchange)',
  ),
  row(
    'pass',
    'an error carries more than that',
    answer(400, { error: { code: 'BadRequest', message: 'No.', innerError: {} } }),
    'every error carries its code and message in the documented envelope (1 exchange)',
  ),
  row(
    'fail',
    'code and message stand alone',
    answer(400, { code: 'BadRequest', message: 'No.' }),
    'expected {"error":{"code","message"}} on a 400, got {"code":"BadRequest","message":"No."}: the root must have required property \'error\'',
  ),
  row(
    'fail',
    'the names begin with capital letters',
    answer(400, { error: { Code: 'BadRequest', Message: 'No.' } }),
    'expected {"error":{"code","message"}} on a 400, got {"error":{"Code":"BadRequest","Message":"No."}}: /error must have required property \'code\'',
  ),
  row(
    'fail',
    'the code is a number',
    answer(400, { error: { code: 400, message: 'No.' } }),
    'expected {"error":{"code","message"}} on a 400, got {"error":{"code":400,"message":"No."}}: /error/code must be string',
  ),
  row(
    'fail',
    'the body is a page',
    answer(400, '<!doctype html>'),
    'expected a JSON error body on a 400, got Unexpected token \'<\', "<!doctype html>" is not valid JSON',
  ),
  row(
    'fail',
    'there is no body',
    answer(400, ''),
    'expected a JSON error body on a 400, got no bytes at all',
  ),
  ...none,
]);

vectorsOf('errors.media-type', [
  row('pass', 'an error says application/json', right, 'every error body says application/json (1 exchange)'),
  row(
    'fail',
    'an error says text/html',
    answer(400, '', [['Content-Type', 'text/html']]),
    'expected Content-Type: application/json on a 400, got text/html',
  ),
  ...none,
]);

vectorsOf('errors.code', [
  row(
    'pass',
    'the code goes with the status',
    right,
    'every error carries a code that goes with its status (1 exchange)',
  ),
  row(
    'pass',
    'the code of a 429 is 429',
    error(429, '429'),
    'every error carries a code that goes with its status (1 exchange)',
  ),
  row(
    'fail',
    'the code belongs to another status',
    error(404, 'BadRequest'),
    'expected on a 404 one of NotFound, ResourceNotFound, got "BadRequest"',
  ),
  row(
    'fail',
    'the code is spelt in lower case',
    error(400, 'badrequest'),
    'expected on a 400 one of BadRequest, ODataError, InvalidInput, InvalidRequestBody, InvalidHashValue, MissingRequiredParameter, OsPlatformNotSupported, ClientVersionNotSupported, ActiveRequestAlreadyExists, got "badrequest"',
  ),
  ...none,
]);

const says = (name: string, value: string) =>
  answer(400, { error: { code: 'BadRequest', message: 'No.', [name]: value } });

vectorsOf('errors.message', [
  row(
    'pass',
    'the message says something',
    right,
    'every error has a message that says something (1 exchange)',
  ),
  row('fail', 'the message is empty', says('message', ''), 'expected a message that says something, got ""'),
  row(
    'fail',
    'the message is blank',
    says('message', ' \n'),
    'expected a message that says something, got " \\n"',
  ),
  row(
    'unproven',
    'the message is no text, which another requirement judges',
    answer(400, { error: { message: 5 } }),
    NONE,
  ),
  ...none,
]);

vectorsOf('errors.target', [
  row('pass', 'the target names something', right, 'every target of an error says something (1 exchange)'),
  row('fail', 'the target is empty', says('target', ''), 'expected a target that says something, got ""'),
  row('not-applicable', 'there is no target', saying('No.'), 'no error has a target'),
]);
