import type { ServiceMutant } from './mutant.ts';
import { answering, bodyOf, framingMutant, hasBody, headOf, isOld } from './wire-text.ts';

/** The same answer in the chunked coding; `size` is what the chunk says it is long. */
function chunked(answer: string, o: { keepLength?: boolean; size?: (bytes: number) => number } = {}): string {
  const body = bodyOf(answer);
  const coded = o.keepLength
    ? headOf(answer).replace(/\r\n\r\n$/, '\r\nTransfer-Encoding: chunked\r\n\r\n')
    : headOf(answer).replace(/\r\nContent-Length: \d+/i, '\r\nTransfer-Encoding: chunked');
  const size = o.size ? o.size(body.length) : body.length;
  return `${coded}${size.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
}

/** Answers that are not what RFC 9112 says. */
export const ANSWERS: readonly ServiceMutant[] = [
  framingMutant(
    'short-status-line',
    'leaves out the space after the status code',
    ['answer-syntax'],
    answering((answer) => answer.replace(/^(HTTP\/1\.1 \d{3}) .*/, '$1')),
  ),
  framingMutant(
    'bare-lf',
    'ends lines in LF alone',
    ['answer-syntax'],
    answering((answer) => headOf(answer).replaceAll('\r\n', '\n') + bodyOf(answer)),
  ),
  framingMutant(
    'space-in-field-line',
    'writes white space before a colon',
    ['answer-syntax'],
    answering((answer) => answer.replace(/\r\nDate:/, '\r\nDate :')),
  ),
  framingMutant(
    'folded-field-line',
    'folds a field line',
    ['answer-syntax'],
    answering((answer) => answer.replace(/\r\nDate: /, '\r\nDate:\r\n ')),
  ),
  framingMutant(
    'one-byte-more',
    'sends one byte more than Content-Length says',
    ['answer-length'],
    answering((answer, asked) => (hasBody(answer, asked) ? `${answer}\n` : answer)),
  ),
  framingMutant(
    'two-lengths',
    'sends two different Content-Length lines',
    ['answer-length'],
    answering((answer) =>
      answer.replace(/\r\nContent-Length: (\d+)/, '\r\nContent-Length: $1\r\nContent-Length: 1$1'),
    ),
  ),
  framingMutant(
    'length-beside-chunks',
    'sends Content-Length beside Transfer-Encoding',
    ['answer-length'],
    answering((answer, asked) =>
      hasBody(answer, asked) && !isOld(asked) ? chunked(answer, { keepLength: true }) : answer,
    ),
  ),
  framingMutant(
    'chunk-size-wrong',
    'counts one byte too few for a chunk',
    ['answer-chunks'],
    answering((answer, asked) =>
      hasBody(answer, asked) && !isOld(asked) && bodyOf(answer) !== ''
        ? chunked(answer, { size: (bytes) => bytes - 1 })
        : answer,
    ),
  ),
  framingMutant(
    'body-after-head',
    'sends a body in the answer to HEAD',
    ['answer-to-head'],
    answering((answer, asked) => (asked.startsWith('HEAD ') ? `${answer}{}` : answer)),
  ),
  framingMutant(
    'chunks-for-old',
    'sends chunks to a client of HTTP/1.0',
    ['answer-to-old'],
    answering((answer, asked) => (isOld(asked) ? chunked(answer) : answer)),
  ),
];
