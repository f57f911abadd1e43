import type { ServiceMutant } from './mutant.ts';
import { answering, framingMutant } from './wire-text.ts';
import type { Wire } from './wire.ts';

/** Repairs what callers send before the port sees it: how a service overlooks a fault. */
const overlooking = (from: RegExp, to: string): Wire => ({ request: (piece) => piece.replace(from, to) });

/** Messages that are taken as they come, or never answered. */
export const REQUESTS: readonly ServiceMutant[] = [
  framingMutant('no-host', 'takes a request without Host', ['host-missing'], {
    request: (piece) =>
      piece.startsWith('POST ') && !/\r\nHost:/.test(piece)
        ? piece.replace('\r\n', '\r\nHost: h\r\n')
        : piece,
  }),
  framingMutant(
    'two-hosts',
    'takes the first of two Host lines',
    ['host-repeated'],
    overlooking(/\r\nHost: other\.invalid/, ''),
    { advisory: true },
  ),
  framingMutant(
    'any-host',
    'takes whatever stands in Host',
    ['host-invalid'],
    overlooking(/\r\nHost: not a host/, '\r\nHost: h'),
    { advisory: true },
  ),
  framingMutant(
    'space-before-colon',
    'takes white space between a field name and its colon',
    ['field-space'],
    overlooking(/\r\nX-Cordon :/, '\r\nX-Cordon:'),
  ),
  framingMutant(
    'signed-length',
    'takes a sign in Content-Length',
    ['length-invalid'],
    overlooking(/\r\nContent-Length: \+/, '\r\nContent-Length: '),
  ),
  framingMutant(
    'first-length',
    'takes the first of two Content-Length lines',
    ['length-repeated'],
    overlooking(/\r\nContent-Length: 2(?=\r\n)/, ''),
  ),
  framingMutant(
    'coding-skipped',
    'skips a transfer coding that it does not know',
    ['last-coding'],
    overlooking(/chunked, x-cordon/, 'chunked'),
  ),
  framingMutant(
    'chunks-unread',
    'takes a chunked body for an empty one',
    ['chunked'],
    overlooking(/(application\/json)\r\nTransfer-Encoding: chunked\r\n/, '$1\r\nContent-Length: 0\r\n'),
  ),
  framingMutant(
    'chunks-hang',
    'never answers a chunked request',
    ['chunked'],
    { request: (piece) => (/json\r\nTransfer-Encoding: chunked\r\n/.test(piece) ? '' : piece) },
    { advisory: true },
  ),
  framingMutant(
    'both-lengths',
    'goes by Content-Length where Transfer-Encoding is there too, and keeps the connection',
    ['length-and-coding'],
    overlooking(/(Content-Length: 5)\r\nTransfer-Encoding: chunked/, '$1'),
    { advisory: true },
  ),
  framingMutant(
    'large-fields-dropped',
    'drops the connection where field lines are too large for it',
    ['large-fields'],
    { request: (piece) => (/^POST .*\r\n(?:.*\r\n)*X-Cordon: /.test(piece) ? undefined : piece) },
    { advisory: true },
  ),
  framingMutant(
    'large-fields-500',
    'answers 500 where field lines are too large for it',
    ['large-fields'],
    answering((answer) => answer.replace('HTTP/1.1 431 ', 'HTTP/1.1 500 ')),
  ),
  framingMutant(
    'never-continues',
    'never sends 100 and waits for the body',
    ['expect'],
    overlooking(/\r\nExpect: 100-continue/, ''),
  ),
  framingMutant(
    'origin-form-only',
    'does not know a target in absolute form',
    ['absolute-form'],
    overlooking(/^POST http:\/\//, 'POST /http/'),
    { advisory: true },
  ),
  framingMutant(
    'keeps-open',
    'keeps a connection that was to be closed',
    ['close'],
    overlooking(/\r\nConnection: close/, ''),
  ),
];
