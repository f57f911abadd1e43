import { bytesOf } from '../trace/body.ts';
import type { RequestLine } from '../trace/lines.ts';

/** Credentials, and so many equal characters that the command makes them instead of spelling them. */
const VALUES = /(^authorization[ \t]*:[ \t]*)(bearer[ \t]+)\[redacted\]|(.)\3{199,}/gim;

/**
 * The command that writes a message byte by byte again, for a POSIX shell with nc or openssl: curl would repair it. What is
 * special about its body (slow, held back, a connection that ends) is not in it, and of a body that the trace does not keep whole
 * only the beginning is sent.
 */
export function rawCommandOf(request: RequestLine, head: string, origin: string): string {
  const url = new URL(origin);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const secure = url.protocol === 'https:';
  const port = url.port || (secure ? '443' : '80');
  const values: string[] = [];
  const given = (value: string) => {
    values.push(value);
    return '\u0001';
  };
  const marked = head.replace(VALUES, (text: string, name?: string, scheme?: string, one?: string) => {
    // The scheme goes with the token: what follows it in a text is taken for one.
    if (name !== undefined) return `${name}${given(`"${scheme}$CORDON_TOKEN"`)}`;
    const made = one !== undefined && /\w/.test(one);
    return made ? given(`"$(head -c ${text.length} /dev/zero | tr '\\0' ${one})"`) : text;
  });
  const format = marked.replace(/[^ -~]|[\\%']/g, escaped);
  const body = Buffer.from(bytesOf(request.body)).toString('base64');
  const writes = [
    ['printf', `'${format}'`, ...values].join(' '),
    ...(body === '' ? [] : [`printf %s ${body} | base64 -d`]),
  ];
  const reader = secure ? `openssl s_client -quiet -connect ${host}:${port}` : `nc -w 3 ${host} ${port}`;
  return `{ ${writes.join('; ')}; } | ${reader}`;
}

function escaped(character: string): string {
  const known = { '\r': '\\r', '\n': '\\n', '\\': '\\\\', '%': '%%', "'": `'\\''`, '\u0001': '%s' }[
    character
  ];
  return known ?? `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`;
}
