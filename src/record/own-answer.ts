import type { ServerResponse } from 'node:http';

/** RFC 9209 §2.3: what went wrong, in the words of Proxy-Status. */
const ERRORS = {
  refused: 'connection_refused',
  timeout: 'http_response_timeout',
  reset: 'http_protocol_error',
  cut: 'http_response_incomplete',
  denied: 'http_request_denied',
} as const;

/** An answer of the recorder itself, which says so; it is not in the trace. The connection ends with it, as a body may be unread. */
export function answerItself(
  response: ServerResponse,
  status: number,
  error: keyof typeof ERRORS,
  why: string,
): void {
  const body = Buffer.from(`cordon record: ${why}\n`);
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': body.length,
    'Proxy-Status': `cordon; error=${ERRORS[error]}`,
    Connection: 'close',
  });
  response.end(body);
}
