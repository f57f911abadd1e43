import {
  answer,
  call,
  created,
  error,
  exchange,
  FILE,
  NO_FILE,
  vectorsOf,
  type Sent,
} from '../support/vector.ts';

const NOT_FOUND = error(404, 'ResourceNotFound');
const having = (sent: Sent, more: Partial<Sent>): Sent => ({ ...sent, ...more });
const at = (machine: string) => call({ machine, sha1: NO_FILE });

vectorsOf('routing.machine-malformed', [
  {
    when: 'an id of 39 digits is answered 400',
    trace: [exchange(at('3f1a9c0d7b5e2846a1c09f8e7d6b5a493827160'), error(400, 'InvalidInput'))],
    verdict: 'pass',
    reason: 'every call to a machine id that no machine can have was refused (1 exchange)',
  },
  {
    when: 'an id that a gateway does not let through is answered 403',
    trace: [exchange(at('%27%20OR%20%271'), answer(403, '<html>'))],
    verdict: 'pass',
    reason: 'every call to a machine id that no machine can have was refused (1 exchange)',
  },
  {
    when: 'an id of 39 digits is answered 422',
    trace: [exchange(at('3f1a9c0d7b5e2846a1c09f8e7d6b5a493827160'), error(422, 'InvalidInput'))],
    verdict: 'fail',
    reason: 'expected 400 or 404, got 422 with code InvalidInput',
    advisory: false,
  },
  {
    when: 'a path in place of an id is answered 201',
    trace: [exchange(at('..%2Fmachines'), created())],
    verdict: 'fail',
    reason: 'expected a refusal, got 201',
  },
  {
    when: 'an id of the world has another form',
    trace: [exchange(call({ machine: 'device-7', sha1: FILE }), created())],
    verdict: 'not-applicable',
    reason: 'no call to a machine id of another form was answered',
    header: { world: { machines: [{ id: 'device-7', files: [FILE] }] } },
  },
]);

const accepting = (value: string) => {
  const sent = call({ sha1: NO_FILE });
  return having(sent, { headers: [...sent.headers, ['Accept', value]] });
};

vectorsOf('routing.accept', [
  {
    when: 'XML alone is accepted, and answered 406',
    trace: [exchange(accepting('application/xml'), error(406, 'BadRequest'))],
    verdict: 'pass',
    reason: 'no call that accepts no answer in JSON was answered as an error of the server (1 exchange)',
  },
  {
    when: 'XML alone is accepted, and answered 500 by a tenant, which an RFC alone forbids',
    trace: [exchange(accepting('application/xml'), error(500, 'InternalServerError'))],
    verdict: 'fail',
    reason: 'expected 406, or an answer in JSON, got 500 with code InternalServerError',
    advisory: true,
    header: { target: 'tenant' },
  },
  {
    when: 'JSON is accepted among others',
    trace: [exchange(accepting('text/html, */*;q=0.1'), NOT_FOUND)],
    verdict: 'not-applicable',
    reason: 'every call accepted an answer in JSON',
  },
]);

const overriding = (sent: Sent, method: string) =>
  having(sent, { headers: [...sent.headers, ['X-HTTP-Method-Override', method]] });

vectorsOf('routing.method-override', [
  {
    when: 'POST starts an action although a header says PUT',
    trace: [exchange(overriding(call(), 'PUT'), created())],
    verdict: 'pass',
    reason: 'every call was read by the method of its request line (1 exchange)',
  },
  {
    when: 'POST is read as PUT',
    trace: [exchange(overriding(call(), 'PUT'), error(405, 'MethodNotAllowed'))],
    verdict: 'fail',
    reason: 'expected POST to be read as it is, got 405 with code MethodNotAllowed',
    advisory: true,
  },
  {
    when: 'PUT is read as POST',
    trace: [exchange(overriding(call({ method: 'PUT' }), 'POST'), created())],
    verdict: 'fail',
    reason: 'expected PUT not to be read as POST, got 201',
  },
  {
    when: 'POST is refused for another reason',
    trace: [exchange(overriding(call(), 'PUT'), NOT_FOUND)],
    verdict: 'not-applicable',
    reason: 'no call named another method beside its own',
  },
]);

const beside = having(call(), { path: call().path.replace('File', 'Files') });

vectorsOf('routing.other-path', [
  {
    when: 'a name with a letter too many is answered 404',
    trace: [exchange(beside, NOT_FOUND)],
    verdict: 'pass',
    reason: 'no path that is nearly the operation’s started an action (1 exchange)',
  },
  {
    when: 'a name with a letter too many starts an action',
    trace: [exchange(beside, created())],
    verdict: 'fail',
    reason: `expected no action at ${beside.path}, got 201`,
    advisory: true,
  },
  {
    when: 'another action is started at its own path',
    trace: [
      exchange(
        having(call(), { path: call().path.replace('StopAndQuarantineFile', 'isolate') }),
        created({ type: 'Isolate' }),
      ),
    ],
    verdict: 'not-applicable',
    reason: 'no call went to a path that is nearly the operation’s',
  },
]);

vectorsOf('routing.machine-unknown', [
  {
    when: 'an id that is none is answered 400, which another requirement judges',
    trace: [exchange(at('abc'), error(400, 'InvalidInput'))],
    verdict: 'unproven',
    reason: 'no call to an unknown machine was answered',
  },
  {
    when: 'an id of forty digits is answered 404',
    trace: [exchange(at('f'.repeat(40)), NOT_FOUND)],
    verdict: 'pass',
    reason: 'every call to a machine that the service does not have was answered 404 (1 exchange)',
  },
  {
    when: 'an id of forty digits is answered 403',
    trace: [exchange(at('f'.repeat(40)), error(403, 'Forbidden'))],
    verdict: 'fail',
    reason: 'expected 404, got 403 with code Forbidden',
  },
]);
