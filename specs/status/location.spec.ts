import {
  actionOf,
  answer,
  call,
  created,
  error,
  exchange,
  read,
  vectorsOf,
  type Exchanged,
  type Got,
} from '../support/vector.ts';

const sent = call();
const ID = String(actionOf(sent)['id']);
const OTHER_ID = '0c9a4d3e-7b1f-4e2a-8d6c-5b4a39281706';
const PLACE = `/api/actions/${ID}`;
const makes = (location: string): Exchanged =>
  exchange(sent, answer(201, actionOf(sent), [['Location', location]]));
const gets = (path: string, got: NonNullable<Got>): Exchanged => exchange(read(path), got);
const shown = answer(200, actionOf(sent));
const missing = error(404, 'ResourceNotFound');
const LEADS = 'every Location that was followed leads to its action (1 exchange)';
const NOWHERE = `expected the action ${ID} where its Location leads, got 404 with code ResourceNotFound`;
const NONE = 'no Location of a success was followed';

vectorsOf('status.location', [
  {
    when: 'a Location leads to its action',
    trace: [makes(PLACE), gets(PLACE, shown)],
    verdict: 'pass',
    reason: LEADS,
  },
  {
    when: 'a Location is relative to the path of the call',
    trace: [makes(`../../actions/${ID}?v=1`), gets(`${PLACE}?v=1`, shown)],
    verdict: 'pass',
    reason: LEADS,
  },
  {
    when: 'a Location is the address at the service itself',
    trace: [makes(`http://127.0.0.1:8080${PLACE}`), gets(PLACE, shown)],
    verdict: 'pass',
    reason: LEADS,
    header: { name: 'http://127.0.0.1:8080', target: 'lab' },
  },
  {
    when: 'a Location leads to a page for people',
    trace: [makes(PLACE), gets(PLACE, answer(200, '<html>', [['Content-Type', 'text/html']]))],
    verdict: 'pass',
    reason: LEADS,
  },
  {
    when: 'the action is there a moment later',
    trace: [makes(PLACE), gets(PLACE, missing), gets(PLACE, shown)],
    verdict: 'pass',
    reason: LEADS,
  },
  {
    when: 'a Location leads nowhere, but the action can be read elsewhere',
    trace: [makes(PLACE), gets(`/api/machineactions/${ID}`, shown), gets(PLACE, missing)],
    verdict: 'fail',
    reason: NOWHERE,
    evidence: [4, 8],
    advisory: false,
  },
  {
    when: 'a Location leads nowhere, and nothing shows the action yet',
    trace: [makes(PLACE), gets(PLACE, missing)],
    verdict: 'fail',
    reason: NOWHERE,
    advisory: true,
  },
  {
    when: 'a Location leads to another action',
    trace: [makes(PLACE), gets(PLACE, answer(200, { ...actionOf(sent), id: OTHER_ID }))],
    verdict: 'fail',
    reason: `expected the action ${ID} where its Location leads, got the action ${OTHER_ID}`,
    evidence: [4, 6],
  },
  {
    when: 'a Location leads to another host',
    trace: [makes(`https://elsewhere.example.test${PLACE}`), gets(PLACE, missing)],
    verdict: 'not-applicable',
    reason: NONE,
  },
  {
    when: 'the token may not read',
    trace: [makes(PLACE), gets(PLACE, error(403, 'Forbidden'))],
    verdict: 'not-applicable',
    reason: NONE,
  },
  {
    when: 'there is no Location',
    trace: [exchange(sent, created())],
    verdict: 'not-applicable',
    reason: NONE,
  },
]);
