import {
  actionOf,
  answer,
  call,
  created,
  exchange,
  FILE,
  OTHER_FILE,
  OTHER_MACHINE,
  vectorsOf,
  type Vector,
} from '../support/vector.ts';

const saying = (comment: string) => call({ comment });
const right = (reason: string): Vector => ({
  when: 'the action belongs to its call',
  trace: [exchange(call(), created())],
  verdict: 'pass',
  reason,
});
const without = (name: string): Vector => ({
  when: 'the action does not tell',
  trace: [exchange(call(), created({ [name]: undefined }))],
  verdict: 'unproven',
  reason: 'no call was accepted with an action that tells',
});

vectorsOf('relations.comment', [
  right('every action carries the comment of its call (1 exchange)'),
  {
    when: 'the comment comes back escaped for HTML',
    trace: [exchange(saying('<b>&amp;'), created({ requestorComment: '&lt;b&gt;&amp;amp;' }))],
    verdict: 'pass',
    reason: 'every action carries the comment of its call (1 exchange)',
  },
  {
    when: 'the comment comes back trimmed and composed',
    trace: [exchange(saying(' e\u0301\n'), created({ requestorComment: 'é' }))],
    verdict: 'pass',
    reason: 'every action carries the comment of its call (1 exchange)',
  },
  {
    when: 'a repeated call is answered with the action of the first',
    trace: [
      exchange(saying('first'), created()),
      exchange(saying('second'), answer(201, actionOf(saying('first')))),
    ],
    verdict: 'pass',
    reason: 'every action carries the comment of its call (1 exchange)',
  },
  {
    when: 'the comment is that of another call',
    trace: [exchange(saying('mine'), created({ requestorComment: 'yours' }))],
    verdict: 'fail',
    reason: 'expected the comment "mine", got "yours"',
    evidence: [3, 4],
    advisory: false,
  },
  {
    when: 'the comment lost a character',
    trace: [exchange(saying('a🛡b'), created({ requestorComment: 'ab' }))],
    verdict: 'fail',
    reason: 'expected the comment "a🛡b", got "ab"',
  },
  {
    when: 'a tenant gives back an action from before the run',
    trace: [
      exchange(
        saying('mine'),
        created({ requestorComment: 'of yesterday', creationDateTimeUtc: '2024-05-05T07:08:09Z' }),
      ),
    ],
    verdict: 'unproven',
    reason: 'no call was accepted with an action that tells',
    header: { target: 'lab' },
  },
  {
    when: 'a tenant gives back an old action with the comment of this run',
    trace: [
      exchange(
        saying('mine'),
        created({
          requestorComment: 'Cordon run vector call 9',
          creationDateTimeUtc: '2024-05-05T07:08:09Z',
        }),
      ),
    ],
    verdict: 'fail',
    reason: 'expected the comment "mine", got "Cordon run vector call 9"',
    header: { target: 'lab' },
  },
  {
    when: 'the comment is null',
    trace: [exchange(call(), created({ requestorComment: null }))],
    verdict: 'fail',
    reason: 'expected the comment "because", got null',
  },
  without('requestorComment'),
]);

vectorsOf('relations.comment-exact', [
  right('every action carries the comment of its call, character by character (1 exchange)'),
  {
    when: 'the comment comes back trimmed',
    trace: [exchange(saying(' a'), created({ requestorComment: 'a' }))],
    verdict: 'fail',
    reason: 'expected exactly " a", got "a"',
    advisory: true,
  },
  {
    when: 'half a character is replaced, as UTF-8 has none',
    trace: [exchange(saying('a\ud83d'), created({ requestorComment: 'a\ufffd' }))],
    verdict: 'unproven',
    reason: 'no call was accepted with an action that tells',
  },
  without('requestorComment'),
]);

vectorsOf('relations.hash', [
  right('every action names the hash of its call (1 exchange)'),
  {
    when: 'the hash comes back in capital digits',
    trace: [
      exchange(
        call(),
        created({ relatedFileInfo: { fileIdentifier: FILE.toUpperCase(), fileIdentifierType: 'Sha1' } }),
      ),
    ],
    verdict: 'pass',
    reason: 'every action names the hash of its call (1 exchange)',
  },
  {
    when: 'the hash is that of another file',
    trace: [
      exchange(
        call(),
        created({ relatedFileInfo: { fileIdentifier: OTHER_FILE, fileIdentifierType: 'Sha1' } }),
      ),
    ],
    verdict: 'fail',
    reason:
      'expected the hash 87662bc3d60e4200ceaf7aae249d1c343f4b83c9, got "5d41402abc4b2a76b9719d911017c592aa3fe107"',
    evidence: [3, 4],
  },
  without('relatedFileInfo'),
]);

vectorsOf('relations.machine', [
  right('every action names the machine of its call (1 exchange)'),
  {
    when: 'the machine is another',
    trace: [exchange(call(), created({ machineId: OTHER_MACHINE }))],
    verdict: 'fail',
    reason:
      'expected the machine 3f1a9c0d7b5e2846a1c09f8e7d6b5a4938271605, got "c7d2e4f60819a3b5c7d2e4f60819a3b5c7d2e4f6"',
  },
  without('machineId'),
]);

vectorsOf('relations.times', [
  right('no action was updated before it was created (1 exchange)'),
  {
    when: 'the times are equal, one with a trimmed fraction',
    trace: [
      exchange(
        call(),
        created({
          creationDateTimeUtc: '2024-05-06T07:08:09.50Z',
          lastUpdateDateTimeUtc: '2024-05-06T07:08:09.5Z',
        }),
      ),
    ],
    verdict: 'pass',
    reason: 'no action was updated before it was created (1 exchange)',
  },
  {
    when: 'the update is a tick before the creation',
    trace: [exchange(call(), created({ lastUpdateDateTimeUtc: '2024-05-06T07:08:09.1234566Z' }))],
    verdict: 'fail',
    reason:
      'expected a last update not before the creation, got "2024-05-06T07:08:09.1234567Z" created, 2024-05-06T07:08:09.123456600000Z updated',
  },
  {
    when: 'a time has a form that cannot be compared',
    trace: [exchange(call(), created({ lastUpdateDateTimeUtc: 'today' }))],
    verdict: 'unproven',
    reason: 'no call was accepted with an action that tells',
  },
]);
