import {
  call,
  created,
  error,
  exchange,
  FILE,
  MACHINE,
  OTHER_FILE,
  OTHER_MACHINE,
  vectorsOf,
  type Sent,
} from '../support/vector.ts';
import type { World } from '../../src/contract/world.ts';

const world: World = {
  machines: [
    { id: MACHINE.toUpperCase(), computerDnsName: 'desk-1.example.test', files: [FILE] },
    { id: OTHER_MACHINE, computerDnsName: null, files: [FILE] },
  ],
};
const named = (computerDnsName: unknown, sent = call()) => [exchange(sent, created({ computerDnsName }))];
const NAMED = 'every action calls its machine what the world calls it (1 exchange)';
const NONE = 'no action names a machine whose name is known';

vectorsOf('relations.machine-name', [
  {
    when: 'the action has the name of its machine',
    trace: named('desk-1.example.test'),
    verdict: 'pass',
    reason: NAMED,
    header: { world },
  },
  {
    when: 'the name comes in other letters, without its domain',
    trace: named('DESK-1'),
    verdict: 'pass',
    reason: NAMED,
    header: { world },
  },
  {
    when: 'the action has the name of another machine',
    trace: named('desk-10.example.test'),
    verdict: 'fail',
    reason: 'expected the machine name desk-1.example.test, got "desk-10.example.test"',
    evidence: [3, 4],
    advisory: true,
    header: { world },
  },
  {
    when: 'the action has none',
    trace: named(null),
    verdict: 'not-applicable',
    reason: NONE,
    header: { world },
  },
  {
    when: 'the world does not name the machine',
    trace: named('desk-2', call({ machine: OTHER_MACHINE })),
    verdict: 'not-applicable',
    reason: NONE,
    header: { world },
  },
]);

const by = (print: string, o: Parameters<typeof call>[0] = {}): Sent => ({
  ...call(o),
  token: { use: 'valid', print },
});
const other = { sha1: OTHER_FILE };

vectorsOf('relations.requestor', [
  {
    when: 'calls with one token have one requestor, another token another',
    trace: [
      exchange(by('one'), created()),
      exchange(by('one', other), created()),
      exchange(by('two', { machine: OTHER_MACHINE }), created({ requestor: 'Somebody else' })),
    ],
    verdict: 'pass',
    reason: '2 tokens, each with one requestor',
  },
  {
    when: 'two calls with one token have two requestors',
    trace: [exchange(by('one'), created()), exchange(by('one', other), created({ requestor: 'call 2' }))],
    verdict: 'fail',
    reason: 'expected the requestor "A client" for each call with this token, got "call 2"',
    evidence: [4, 6],
    advisory: true,
  },
  {
    when: 'a repeated call gets the action of somebody else',
    trace: [exchange(by('one'), created()), exchange(by('one'), created({ requestor: 'Somebody else' }))],
    verdict: 'unproven',
    reason: 'it takes two accepted calls with one token to tell',
  },
  {
    when: 'a call is refused',
    trace: [exchange(by('one'), created()), exchange(by('one', other), error(400, 'BadRequest'))],
    verdict: 'unproven',
    reason: 'it takes two accepted calls with one token to tell',
  },
]);
