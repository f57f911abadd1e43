import { ANSWERS } from './framing-answers.ts';
import { REQUESTS } from './framing-requests.ts';
import type { ServiceMutant } from './mutant.ts';
import { framingMutant, headOf } from './wire-text.ts';
import type { Wire } from './wire.ts';

/** Calls that `match` are answered without their bodies being read. */
const leavingUnread = (match: (head: string) => boolean): Wire => ({
  request: (piece) =>
    /^[A-Z]+ \S+ HTTP\//.test(piece) && match(headOf(piece))
      ? piece.replace(/\r\nContent-Length: \d+/, '\r\nContent-Length: 0')
      : piece,
});

/** What one message does to the next. */
const CONNECTIONS: readonly ServiceMutant[] = [
  framingMutant(
    'unread-after-401',
    'leaves the body of a request without a token unread, and reads it as the next request',
    ['next-request'],
    leavingUnread((head) => !head.includes('\r\nAuthorization:') && !head.includes('Content-Length: 5\r\n')),
  ),
  framingMutant(
    'unread-after-404',
    'leaves the body of a request to no resource unread',
    ['next-request'],
    leavingUnread((head) => head.includes('/cordon/nowhere')),
  ),
  framingMutant(
    'unread-after-415',
    'leaves a body of another media type unread',
    ['next-request'],
    leavingUnread((head) => head.includes('text/plain')),
  ),
  framingMutant(
    'unread-after-get',
    'leaves the body of a GET unread',
    ['next-request'],
    leavingUnread((head) => head.startsWith('GET ')),
  ),
  framingMutant(
    'unread-after-long',
    'leaves a long body unread and keeps the connection',
    ['next-request'],
    leavingUnread((head) => /Content-Length: \d{7}/.test(head)),
  ),
  framingMutant(
    'second-refused',
    'refuses whatever comes after an error on the same connection',
    ['next-request'],
    {
      answer(answer, _, { memory }) {
        const before = memory['status'];
        memory['status'] = answer.slice(9, 12);
        return before === '401' ? answer.replace(/^HTTP\/1\.1 \d{3}/, 'HTTP/1.1 400') : answer;
      },
    },
  ),
  framingMutant('slow-refused', 'refuses a body that does not come with its head', ['slow-body'], {
    request(piece, { memory }) {
      if (piece.startsWith('POST ')) memory['alone'] = piece === headOf(piece) && !piece.includes('Expect:');
      return piece;
    },
    answer: (answer, asked, { memory }) =>
      memory['alone'] && asked.startsWith('POST ')
        ? answer.replace(/^HTTP\/1\.1 \d{3}/, 'HTTP/1.1 400')
        : answer,
  }),
  framingMutant('half-close-ignored', 'never answers on a half-closed connection', ['half-closed'], {
    delayMs: 5,
    leftEarly(state) {
      state.mute = true;
    },
  }),
  framingMutant('half-close-fatal', 'takes the next connection down with a half-closed one', ['survives'], {
    delayMs: 5,
    leftEarly: ({ killNext }) => killNext(),
  }),
];

/** Wrong bytes on a connection, made by a layer in front of the port. */
export const FRAMING_MUTANTS: readonly ServiceMutant[] = [...REQUESTS, ...ANSWERS, ...CONNECTIONS];
