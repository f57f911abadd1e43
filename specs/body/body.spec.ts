import { answer, call, created, exchange, vectorsOf, type Vector } from '../support/vector.ts';

const valid = call();
const noObject: Vector = {
  when: 'a success carries no object',
  trace: [exchange(valid, answer(201, '[]'))],
  verdict: 'unproven',
  reason: 'no call was accepted with a JSON object',
  evidence: [],
};
const right = (reason: string): Vector => ({
  when: 'the action is as documented',
  trace: [exchange(valid, created())],
  verdict: 'pass',
  reason,
});
const wrong = (when: string, values: Record<string, unknown>, reason: string): Vector => ({
  when,
  trace: [exchange(valid, created(values))],
  verdict: 'fail',
  reason,
  evidence: [3, 4],
});

vectorsOf('body.id', [
  right('every action has an id of the documented form (1 exchange)'),
  wrong(
    'the id is no GUID',
    { id: 'quarantine-1' },
    'expected /id to keep format, got "quarantine-1": must match format "uuid"',
  ),
  wrong(
    'the id has braces',
    { id: '{5382f7ea-7557-4ab7-9782-d50480024a4e}' },
    'expected /id to keep format, got "{5382f7ea-7557-4ab7-9782-d50480024a4e}": must match format "uuid"',
  ),
  wrong(
    'the id is missing',
    { id: undefined },
    'expected /id to keep required, got {"type":"StopAndQuarantineFile","requestor":"A client","requestorComment":"because","status":"Pending","machineId":"3…: must have required property \'id\'',
  ),
  noObject,
]);

vectorsOf('body.type', [
  right('every action has the type of this operation (1 exchange)'),
  wrong(
    'the type is spelt in lower case',
    { type: 'stopandquarantinefile' },
    'expected /type to keep const, got "stopandquarantinefile": must be equal to constant',
  ),
  noObject,
]);

vectorsOf('body.status', [
  right('every action has a documented status (1 exchange)'),
  wrong(
    'the status is no documented word',
    { status: 'Queued' },
    'expected /status to keep enum, got "Queued": must be equal to one of the allowed values',
  ),
  wrong(
    'the status is missing',
    { status: undefined },
    'expected /status to keep required, got {"id":"5382f7ea-7557-4ab7-9782-d50480024a4e","type":"StopAndQuarantineFile","requestor":"A client","requestorComment"…: must have required property \'status\'',
  ),
  noObject,
]);

vectorsOf('body.times', [
  right('every time has the documented form (1 exchange)'),
  {
    when: 'the times have no fraction',
    trace: [
      exchange(
        valid,
        created({
          creationDateTimeUtc: '2024-05-06T07:08:09Z',
          lastUpdateDateTimeUtc: '2024-05-06T07:08:09Z',
        }),
      ),
    ],
    verdict: 'pass',
    reason: 'every time has the documented form (1 exchange)',
  },
  wrong(
    'a time has no zone',
    { creationDateTimeUtc: '2024-05-06T07:08:09' },
    'expected /creationDateTimeUtc to keep pattern, got "2024-05-06T07:08:09": must match pattern "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:([0-5]\\d|60)(\\.\\d{1,12})?Z$"',
  ),
  wrong(
    'a time names a month that there is not',
    { lastUpdateDateTimeUtc: '2024-13-06T07:08:09Z' },
    'expected /lastUpdateDateTimeUtc to keep pattern, got "2024-13-06T07:08:09Z": must match pattern "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:([0-5]\\d|60)(\\.\\d{1,12})?Z$"',
  ),
  ...['2023-02-29T07:08:09Z', '2024-04-31T07:08:09.5Z', '2024-05-06T12:00:60Z', '2024-05-30T23:59:60Z'].map(
    (time) =>
      wrong(
        `a time is ${time}, which there is not`,
        { creationDateTimeUtc: time },
        `expected a time that there is, got "${time}"`,
      ),
  ),
  {
    when: 'a time is a leap second',
    trace: [exchange(valid, created({ creationDateTimeUtc: '2016-12-31T23:59:60.5Z' }))],
    verdict: 'pass',
    reason: 'every time has the documented form (1 exchange)',
  },
  wrong(
    'a cancellation has a time of another form',
    { cancellationDateTimeUtc: '5/6/2024' },
    'expected /cancellationDateTimeUtc to keep pattern, got "5/6/2024": must match pattern "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:([0-5]\\d|60)(\\.\\d{1,12})?Z$"',
  ),
  noObject,
]);

vectorsOf('body.time-precision', [
  right('no time has more than seven digits of a second (1 exchange)'),
  wrong(
    'a time has eight digits of a second',
    { lastUpdateDateTimeUtc: '2024-05-06T07:08:09.12345678Z' },
    'expected at most seven digits of a second, got "2024-05-06T07:08:09.12345678Z"',
  ),
  {
    when: 'no call was accepted',
    trace: [exchange(valid, answer(404, {}))],
    verdict: 'unproven',
    reason: 'no call was accepted with a time',
  },
]);

vectorsOf('body.file', [
  right('every action says which file by which kind of hash (1 exchange)'),
  wrong(
    'the kind of hash is another',
    { relatedFileInfo: { fileIdentifier: 'a', fileIdentifierType: 'Sha256' } },
    'expected /relatedFileInfo/fileIdentifierType to keep const, got "Sha256": must be equal to constant',
  ),
  wrong(
    'the file is missing',
    { relatedFileInfo: undefined },
    'expected /relatedFileInfo to keep required, got {"id":"5382f7ea-7557-4ab7-9782-d50480024a4e","type":"StopAndQuarantineFile","requestor":"A client","requestorComment"…: must have required property \'relatedFileInfo\'',
  ),
  wrong(
    'the file has no hash',
    { relatedFileInfo: { fileIdentifierType: 'Sha1' } },
    'expected /relatedFileInfo/fileIdentifier to keep required, got {"fileIdentifierType":"Sha1"}: must have required property \'fileIdentifier\'',
  ),
  noObject,
]);

vectorsOf('body.schema', [
  right('every action has the documented properties with the documented types (1 exchange)'),
  {
    when: 'the action has a property that nobody documents',
    trace: [exchange(valid, created({ region: 'eu' }))],
    verdict: 'pass',
    reason: 'every action has the documented properties with the documented types (1 exchange)',
  },
  wrong(
    'the machine is missing',
    { machineId: undefined },
    'expected /machineId to keep required, got {"id":"5382f7ea-7557-4ab7-9782-d50480024a4e","type":"StopAndQuarantineFile","requestor":"A client","requestorComment"…: must have required property \'machineId\'',
  ),
  wrong(
    'the comment is null',
    { requestorComment: null },
    'expected /requestorComment to keep type, got null: must be string',
  ),
  wrong(
    'the commands are no list',
    { commands: {} },
    'expected /commands to keep type, got {}: must be array',
  ),
  noObject,
]);
