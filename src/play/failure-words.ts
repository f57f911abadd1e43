/** How Node reports a failed exchange: a system error's code or one of the HTTP parser (HPE_…). */
export type Failure = Error & { code?: string; reason?: string; rawPacket?: Buffer };

/** Longer header lines of an answer are not read. */
export const MOST_HEADER_BYTES = 64 * 1024;

const REFUSED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

export function isRefused(error: Failure): boolean {
  return REFUSED.includes(error.code ?? '');
}

/**
 * What a reader should know of a failed exchange, as a clause. It never quotes the bytes: they may hold a part of a secret.
 * @param inBody the head of the answer was read before it failed
 */
export function failureWords(error: Failure, inBody: boolean): string {
  const code = error.code ?? '';
  if (isRefused(error)) return `the connection was refused (${code})`;
  if (code === 'HPE_HEADER_OVERFLOW')
    return `the header lines of the answer are longer than ${MOST_HEADER_BYTES / 1024} KiB`;
  if (inBody && (code === 'HPE_INVALID_CONSTANT' || code === 'HPE_CLOSED_CONNECTION'))
    return `more bytes came than its length says, and they begin no further answer (${code})`;
  if (code === 'HPE_INVALID_CONSTANT' || code === 'HPE_INVALID_VERSION')
    return `what came is not an answer of HTTP/1.1 but ${protocolOf(error.rawPacket)} (${code})`;
  if (code.startsWith('HPE_'))
    return `the answer breaks the syntax of HTTP/1.1: ${error.reason ?? error.message} (${code})`;
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) return `no TLS connection could be made (${code})`;
  if (/CERT|SIGNATURE|ALTNAME/.test(code)) return `the certificate of the service was not accepted (${code})`;
  if (code === 'ECONNRESET' || code === 'EPIPE')
    return 'the connection was closed before the answer was whole';
  return code === '' ? error.message : `the connection failed (${code})`;
}

/** The first bytes, in hexadecimal digits, of other protocols that are met on a wrong port. */
const PROTOCOLS: readonly [beginning: RegExp, name: string][] = [
  [/^1[56]03/, 'TLS (try https)'], // an alert or a handshake, RFC 8446 §5.1
  [/^0000..04|^505249202a20/, 'HTTP/2'], // SETTINGS, RFC 9113 §3.4, or the preface of a client
  [/^3[245]3\d3\d2[0d]/, 'the greeting of a mail or file server'], // `220 ` or `220-`
  [/^5353482d/, 'SSH'],
  [/^485454502f/, 'HTTP in another version'],
];

function protocolOf(bytes: Buffer | undefined): string {
  const start = bytes?.subarray(0, 16).toString('hex') ?? '';
  return (
    PROTOCOLS.find(([beginning]) => beginning.test(start))?.[1] ?? 'bytes of no protocol that is known here'
  );
}
