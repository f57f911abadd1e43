import { actionOf, answer, bytes, call, created, error, exchange, vectorsOf, type Vector } from '../support/vector.ts';

const valid = call();
const refused: Vector = {
  when: 'no call succeeds',
  trace: [exchange(valid, error(400, 'BadRequest'))],
  verdict: 'unproven',
  reason: '?',
};
const noObject: Vector = {
  when: 'a success carries no object',
  trace: [exchange(valid, answer(201, '[]'))],
  verdict: 'unproven',
  reason: '?',
  evidence: [],
};
const right: Vector = { when: 'the action is as documented', trace: [exchange(valid, created())], verdict: 'pass', reason: '?' };
const wrong = (when: string, values: Record<string, unknown>, reason = '?'): Vector => ({
  when,
  trace: [exchange(valid, created(values))],
  verdict: 'fail',
  reason,
  evidence: [3, 4],
});

vectorsOf('body.json', [
  right,
  {
    when: 'a success carries a list of one action',
    trace: [exchange(valid, answer(201, [actionOf(valid)]))],
    verdict: 'fail',
    reason: '?',
  },
  { when: 'a success carries nothing', trace: [exchange(valid, answer(201, ''))], verdict: 'fail', reason: '?' },
  { when: 'a success carries null', trace: [exchange(valid, answer(201, 'null'))], verdict: 'fail', reason: '?' },
  {
    when: 'a success carries bytes that are not UTF-8',
    trace: [exchange(valid, { status: 201, headers: [], body: bytes(0x7b, 0xff, 0x7d), end: 'complete' })],
    verdict: 'fail',
    reason: '?',
  },
  refused,
]);

vectorsOf('body.id', [
  { ...right, reason: '?' },
  wrong('the id is no GUID', { id: 'quarantine-1' }),
  wrong('the id has braces', { id: '{5382f7ea-7557-4ab7-9782-d50480024a4e}' }),
  wrong('the id is missing', { id: undefined }),
  noObject,
]);

vectorsOf('body.type', [right, wrong('the type is spelt in lower case', { type: 'stopandquarantinefile' }), noObject]);

vectorsOf('body.status', [
  right,
  wrong('the status is no documented word', { status: 'Queued' }),
  wrong('the status is missing', { status: undefined }),
  noObject,
]);

vectorsOf('body.times', [
  right,
  {
    when: 'the times have no fraction',
    trace: [exchange(valid, created({ creationDateTimeUtc: '2024-05-06T07:08:09Z', lastUpdateDateTimeUtc: '2024-05-06T07:08:09Z' }))],
    verdict: 'pass',
    reason: '?',
  },
  wrong('a time has no zone', { creationDateTimeUtc: '2024-05-06T07:08:09' }),
  wrong('a time has eight digits of a second', { lastUpdateDateTimeUtc: '2024-05-06T07:08:09.12345678Z' }),
  wrong('a cancellation has a time of another form', { cancellationDateTimeUtc: '5/6/2024' }),
  noObject,
]);

vectorsOf('body.file', [
  right,
  wrong('the kind of hash is another', { relatedFileInfo: { fileIdentifier: 'a', fileIdentifierType: 'Sha256' } }),
  wrong('the file is missing', { relatedFileInfo: undefined }),
  wrong('the file has no hash', { relatedFileInfo: { fileIdentifierType: 'Sha1' } }),
  noObject,
]);

vectorsOf('body.schema', [
  right,
  {
    when: 'the action has a property that nobody documents',
    trace: [exchange(valid, created({ region: 'eu' }))],
    verdict: 'pass',
    reason: '?',
  },
  wrong('the machine is missing', { machineId: undefined }),
  wrong('the comment is null', { requestorComment: null }),
  wrong('the commands are no list', { commands: {} }),
  noObject,
]);
