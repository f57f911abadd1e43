import { actionOf, answer, call, created, error, exchange, FILE, OTHER_FILE, OTHER_MACHINE, vectorsOf, type Vector } from '../support/vector.ts';

const saying = (comment: string) => call({ comment });
const right: Vector = { when: 'the action belongs to its call', trace: [exchange(call(), created())], verdict: 'pass', reason: '?' };
const without = (name: string): Vector => ({
  when: 'the action does not tell',
  trace: [exchange(call(), created({ [name]: undefined }))],
  verdict: 'unproven',
  reason: '?',
});

vectorsOf('relations.comment', [
  right,
  {
    when: 'the comment comes back escaped for HTML',
    trace: [exchange(saying('<b>&amp;'), created({ requestorComment: '&lt;b&gt;&amp;amp;' }))],
    verdict: 'pass',
    reason: '?',
  },
  {
    when: 'the comment comes back trimmed and composed',
    trace: [exchange(saying(' e\u0301\n'), created({ requestorComment: 'é' }))],
    verdict: 'pass',
    reason: '?',
  },
  {
    when: 'a repeated call is answered with the action of the first',
    trace: [exchange(saying('first'), created()), exchange(saying('second'), answer(201, actionOf(saying('first'))))],
    verdict: 'pass',
    reason: '?',
  },
  {
    when: 'the comment is that of another call',
    trace: [exchange(saying('mine'), created({ requestorComment: 'yours' }))],
    verdict: 'fail',
    reason: '?',
    evidence: [3, 4],
    advisory: false,
  },
  {
    when: 'the comment lost a character',
    trace: [exchange(saying('a🛡b'), created({ requestorComment: 'ab' }))],
    verdict: 'fail',
    reason: '?',
  },
  {
    when: 'the comment is null',
    trace: [exchange(call(), created({ requestorComment: null }))],
    verdict: 'fail',
    reason: '?',
  },
  without('requestorComment'),
]);

vectorsOf('relations.comment-exact', [
  right,
  {
    when: 'the comment comes back trimmed',
    trace: [exchange(saying(' a'), created({ requestorComment: 'a' }))],
    verdict: 'fail',
    reason: '?',
    advisory: true,
  },
  without('requestorComment'),
]);

vectorsOf('relations.hash', [
  right,
  {
    when: 'the hash comes back in capital digits',
    trace: [exchange(call(), created({ relatedFileInfo: { fileIdentifier: FILE.toUpperCase(), fileIdentifierType: 'Sha1' } }))],
    verdict: 'pass',
    reason: '?',
  },
  {
    when: 'the hash is that of another file',
    trace: [exchange(call(), created({ relatedFileInfo: { fileIdentifier: OTHER_FILE, fileIdentifierType: 'Sha1' } }))],
    verdict: 'fail',
    reason: '?',
    evidence: [3, 4],
  },
  without('relatedFileInfo'),
]);

vectorsOf('relations.machine', [
  right,
  {
    when: 'the machine is another',
    trace: [exchange(call(), created({ machineId: OTHER_MACHINE }))],
    verdict: 'fail',
    reason: '?',
  },
  without('machineId'),
]);

vectorsOf('relations.times', [
  right,
  {
    when: 'the times are equal, one with a trimmed fraction',
    trace: [
      exchange(
        call(),
        created({ creationDateTimeUtc: '2024-05-06T07:08:09.50Z', lastUpdateDateTimeUtc: '2024-05-06T07:08:09.5Z' }),
      ),
    ],
    verdict: 'pass',
    reason: '?',
  },
  {
    when: 'the update is a tick before the creation',
    trace: [exchange(call(), created({ lastUpdateDateTimeUtc: '2024-05-06T07:08:09.1234566Z' }))],
    verdict: 'fail',
    reason: '?',
  },
  {
    when: 'a time has a form that cannot be compared',
    trace: [exchange(call(), created({ lastUpdateDateTimeUtc: 'today' }))],
    verdict: 'unproven',
    reason: '?',
  },
]);

const OTHER_ID = '0c9a4d3e-7b1f-4e2a-8d6c-5b4a39281706';

vectorsOf('relations.unique-id', [
  {
    when: 'two actions have two ids',
    trace: [exchange(call(), created()), exchange(call({ sha1: OTHER_FILE }), created({ id: OTHER_ID }))],
    verdict: 'pass',
    reason: '?',
  },
  {
    when: 'two files on one machine get one id, in different letter case',
    trace: [
      exchange(call(), created({ id: OTHER_ID })),
      exchange(call({ sha1: OTHER_FILE }), created({ id: OTHER_ID.toUpperCase() })),
    ],
    verdict: 'fail',
    reason: '?',
    evidence: [4, 6],
  },
  {
    when: 'one file on two machines gets one id',
    trace: [exchange(call(), created()), exchange(call({ machine: OTHER_MACHINE }), created())],
    verdict: 'fail',
    reason: '?',
  },
  {
    when: 'a repeated call gets the id of the first',
    trace: [exchange(call(), created()), exchange(call(), created())],
    verdict: 'unproven',
    reason: '?',
  },
  {
    when: 'no call succeeds',
    trace: [exchange(call(), error(400, 'BadRequest'))],
    verdict: 'unproven',
    reason: '?',
  },
]);
