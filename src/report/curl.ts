import { bytesOf } from '../trace/body.ts';
import type { RequestLine } from '../trace/lines.ts';
import { rawCommandOf } from './raw-command.ts';

/** Headers that curl makes itself, or that belong to one connection. */
const OWN_HEADERS = new Set(['host', 'content-length', 'connection', 'transfer-encoding', 'accept-encoding']);

/**
 * The curl command that sends a recorded request again, for a POSIX shell. A trace holds no credentials: those of a bearer
 * token come from CORDON_TOKEN, other secret values stay `[redacted]`.
 * @param origin where to send it, such as `http://127.0.0.1:8080`.
 */
export function curlOf(request: RequestLine, origin: string): string {
  const { body, headers, method, path, raw } = request;
  if (raw) return rawCommandOf(request, raw.head, origin);
  const url = /^https?:\/\//i.test(path) ? path : `${origin.replace(/\/+$/, '')}${path}`;
  // No argument can hold a NUL or bytes that are not UTF-8.
  const piped = typeof body !== 'string' || body.includes('\0');
  const words = [
    `curl -i --globoff --path-as-is ${method === 'HEAD' ? '--head' : `-X ${quote(method)}`} ${quote(url)}`,
    ...headers.filter(([name]) => !OWN_HEADERS.has(name.toLowerCase())).map(headerOption),
    ...(body === ''
      ? []
      : [...withoutFormType(request), piped ? '--data-binary @-' : `--data-raw ${quote(body)}`]),
  ];
  const source = piped ? `printf %s ${Buffer.from(bytesOf(body)).toString('base64')} | base64 -d | ` : '';
  return source + words.join(' \\\n  ');
}

function headerOption([name, value]: [string, string]): string {
  const scheme = /^authorization$/i.test(name) ? /^bearer(?=[ \t])/i.exec(value)?.[0] : undefined;
  if (scheme !== undefined) return `-H "${name}: ${scheme} $CORDON_TOKEN"`;
  // curl drops a header without a value unless it ends in a semicolon.
  return `-H ${quote(value === '' ? `${name};` : `${name}: ${value}`)}`;
}

/** With a body and no media type, curl would add that of a form. */
function withoutFormType({ headers }: RequestLine): string[] {
  return headers.some(([name]) => name.toLowerCase() === 'content-type') ? [] : ['-H Content-Type:'];
}

/** One word of a POSIX shell. */
function quote(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
