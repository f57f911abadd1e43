import { answer, call, created, error, exchange, vectorsOf, type Got, type Vector } from '../support/vector.ts';

const broken = call({ body: '' });
const row = (verdict: Vector['verdict'], when: string, got: NonNullable<Got>, reason = '?'): Vector => ({
  when,
  trace: [exchange(broken, got)],
  verdict,
  reason,
});
const right = error(400, 'InvalidRequestBody');
const saying = (message: string) => answer(400, { error: { code: 'BadRequest', message } });
const none: Vector[] = [
  { when: 'nothing is refused', trace: [exchange(call(), created())], verdict: 'unproven', reason: '?' },
  row('unproven', 'an error has a status that the page of errors does not list', answer(502, '<html>')),
  {
    when: 'another method is refused, perhaps by a gateway',
    trace: [exchange(call({ method: 'PUT' }), answer(404, '<html>'))],
    verdict: 'unproven',
    reason: '?',
  },
];

vectorsOf('errors.envelope', [
  row('pass', 'an error carries code and message', right),
  row('pass', 'an error carries more than that', answer(400, { error: { code: 'BadRequest', message: 'No.', innerError: {} } })),
  row('fail', 'code and message stand alone', answer(400, { code: 'BadRequest', message: 'No.' })),
  row('fail', 'the names begin with capital letters', answer(400, { error: { Code: 'BadRequest', Message: 'No.' } })),
  row('fail', 'the code is a number', answer(400, { error: { code: 400, message: 'No.' } })),
  row('fail', 'the body is a page', answer(400, '<!doctype html>')),
  row('fail', 'there is no body', answer(400, '')),
  ...none,
]);

vectorsOf('errors.media-type', [
  row('pass', 'an error says application/json', right),
  row('fail', 'an error says text/html', answer(400, '', [['Content-Type', 'text/html']])),
  ...none,
]);

vectorsOf('errors.code', [
  row('pass', 'the code goes with the status', right),
  row('pass', 'the code of a 429 is 429', error(429, '429')),
  row('fail', 'the code belongs to another status', error(404, 'BadRequest')),
  row('fail', 'the code is spelt in lower case', error(400, 'badrequest')),
  ...none,
]);

vectorsOf('errors.no-leak', [
  row('pass', 'an error names what is wrong', saying('Parameter Comment is missing.')),
  row('fail', 'an error shows a token', saying('Not accepted: [redacted]')),
  row('fail', 'an error shows a stack trace', saying('Failed\n   at Api.Start(Request r) in Start.cs:line 12')),
  row('fail', 'an error shows a path of the server', saying('/home/site/wwwroot/start.js is not there')),
  ...none,
]);
