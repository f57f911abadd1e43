import { call, created, error, exchange, OTHER_FILE, OTHER_MACHINE, vectorsOf } from '../support/vector.ts';

const OTHER_ID = '0c9a4d3e-7b1f-4e2a-8d6c-5b4a39281706';

vectorsOf('relations.unique-id', [
  {
    when: 'two actions have two ids',
    trace: [exchange(call(), created()), exchange(call({ sha1: OTHER_FILE }), created({ id: OTHER_ID }))],
    verdict: 'pass',
    reason: '2 actions, each with an id of its own',
  },
  {
    when: 'two files on one machine get one id, in different letter case',
    trace: [
      exchange(call(), created({ id: OTHER_ID })),
      exchange(call({ sha1: OTHER_FILE }), created({ id: OTHER_ID.toUpperCase() })),
    ],
    verdict: 'fail',
    reason:
      'expected an id of its own for each action, got 0C9A4D3E-7B1F-4E2A-8D6C-5B4A39281706 for two different machine and file pairs',
    evidence: [4, 6],
  },
  {
    when: 'one file on two machines gets one id',
    trace: [exchange(call(), created()), exchange(call({ machine: OTHER_MACHINE }), created())],
    verdict: 'fail',
    reason:
      'expected an id of its own for each action, got 5382f7ea-7557-4ab7-9782-d50480024a4e for two different machine and file pairs',
  },
  {
    when: 'a repeated call gets the id of the first',
    trace: [exchange(call(), created()), exchange(call(), created())],
    verdict: 'unproven',
    reason: 'it takes two accepted calls with ids to tell',
  },
  {
    when: 'no call succeeds',
    trace: [exchange(call(), error(400, 'BadRequest'))],
    verdict: 'unproven',
    reason: 'it takes two accepted calls with ids to tell',
  },
]);
