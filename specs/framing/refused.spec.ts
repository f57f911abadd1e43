import type { RawMessage } from '../../src/play/scenario.ts';
import { vectorsOf, type Vector } from '../support/vector.ts';
import { answered, lines, met, PLAIN, RESET } from './raw-vector.ts';

/** Requirements that a message is refused: what it is, and how the reason of a pass names it. */
const REFUSED: readonly [id: string, message: RawMessage, what: string][] = [
  ['host-missing', { head: lines({ without: ['Host'] }) }, 'without Host'],
  ['host-repeated', { head: lines({ more: ['host: other.invalid'] }) }, 'with two Host lines'],
  ['host-invalid', { head: lines({ without: ['Host'], more: ['Host: a b'] }) }, 'with an invalid Host'],
  ['field-space', { head: lines({ more: ['X-Cordon\t: 1'] }) }, 'with white space before a colon'],
  [
    'length-invalid',
    { head: lines({ without: ['Content-Length'], more: ['Content-Length: 6x'] }) },
    'with a Content-Length that is no number',
  ],
  [
    'length-repeated',
    { head: lines({ more: ['Content-Length: 2'] }) },
    'with two different Content-Length lines',
  ],
];

for (const [id, message, what] of REFUSED)
  vectorsOf(`framing.${id}`, [
    {
      when: 'it is answered 400',
      trace: [PLAIN, met(message, answered(400))],
      verdict: 'pass',
      reason: `every message ${what} was answered 400 (1 exchange)`,
    },
    {
      when: 'it is answered 400 in HTTP without a version of its own, by whatever stands in front',
      trace: [PLAIN, met(message, { ...answered(400), headers: [], body: '' })],
      verdict: 'pass',
      reason: `every message ${what} was answered 400 (1 exchange)`,
    },
    {
      when: 'it is answered as a plain call',
      trace: [PLAIN, met(message, answered(404))],
      verdict: 'fail',
      reason: 'expected 400, got 404',
      evidence: [5, 6],
      // docs/decisions/0009: a widely used server takes these by default.
      advisory: id === 'host-repeated' || id === 'host-invalid',
    },
    {
      when: 'it is refused in another way',
      trace: [PLAIN, met(message, answered(403))],
      verdict: 'fail',
      reason: 'expected 400, got 403',
      advisory: true,
    },
    {
      when: 'the connection is reset',
      trace: [PLAIN, met(message, RESET)],
      verdict: 'fail',
      reason: 'expected 400, got a connection that was reset without an answer',
      advisory: true,
    },
    {
      when: 'the service is busy',
      trace: [met(message, answered(503))],
      verdict: 'unproven',
      reason: '1 of 1 exchanges could not decide it, the first because it was answered 503',
    },
    {
      when: 'nothing at all is answered',
      trace: [met({}, RESET), met(message, RESET)],
      verdict: 'unproven',
      reason:
        '1 of 1 exchanges could not decide it, the first because it met with a connection that was reset without an answer',
    },
    {
      when: 'nobody listens',
      trace: [met(message, { lost: 'refused' })],
      verdict: 'unproven',
      reason: '1 of 1 exchanges could not decide it, the first because it met with no connection',
    },
    {
      when: 'the service speaks HTTP/1.0',
      trace: [met(message, answered(404, { version: 'HTTP/1.0' }))],
      verdict: 'not-applicable',
      reason: 'the service answers in HTTP/1.0',
    },
    {
      when: 'no such message was sent',
      trace: [PLAIN],
      verdict: 'unproven',
      reason: `no message ${what} was answered`,
    },
  ] satisfies Vector[]);
