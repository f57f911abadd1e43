import type { HeaderList, RawRequest } from '../../trace/lines.ts';
import { rawBytes } from '../compose.ts';
import type { RawMessage, RawText } from '../scenario.ts';
import type { RawOut } from '../target.ts';

/** What the places of a message are filled with. */
export type RawValues = { origin: string; path: string; token: string; json: string };

/** A message as it goes out, and as a trace keeps it. */
export type RawComposed = {
  out: RawOut;
  method: string;
  /** Path and query, whatever form the request line has. */
  path: string;
  headers: HeaderList;
  /** The value of Authorization, where there is one. */
  authorization?: string;
  raw: RawRequest;
};

const CALL = [
  'POST {path} HTTP/1.1',
  'Host: {host}',
  'Authorization: Bearer {token}',
  'Content-Type: application/json',
  'Content-Length: {length}',
];

/** Fills in a message of a scenario. Its text is Latin-1 in the head and UTF-8 in the body. */
export function composeRaw(message: RawMessage, values: RawValues): RawComposed {
  const { origin, path, token, json } = values;
  const sent = message.sent ?? 'whole';
  const places = { origin, path, token, json, host: new URL(origin).host, chunks: chunked(json) };
  const given = message.body ?? '{json}';
  const body =
    typeof given === 'object' && 'base64' in given
      ? rawBytes(given)
      : Buffer.from(filled(given, places), 'utf8');
  const lines = (message.head ?? CALL).map((line) =>
    filled(line, { ...places, length: String(body.length) }),
  );
  const head = `${lines.join('\r\n')}\r\n\r\n`;
  const [method = '', target = ''] = (lines[0] ?? '').split(' ');
  const headers = lines.slice(1).map(fieldOf);
  const [, authorization] = headers.find(([name]) => name.toLowerCase() === 'authorization') ?? [];
  return {
    out: { head, body, sent },
    method,
    path: target.replace(/^https?:\/\/[^/]*/i, ''),
    headers,
    ...(authorization === undefined ? {} : { authorization }),
    raw: { head: withoutCredentials(head), sent },
  };
}

/** A head without the credentials in it, whatever they look like; the scheme is kept. */
export function withoutCredentials(head: string): string {
  return head.replace(/^((?:proxy-)?authorization[ \t]*:[ \t]*(?:[\w-]+[ \t]+)?)[^\r\n]+/gim, '$1[redacted]');
}

function filled(text: RawText, places: Readonly<Record<string, string>>): string {
  const fill = (part: string) => part.replace(/\{(\w+)\}/g, (place, name: string) => places[name] ?? place);
  return typeof text === 'string'
    ? fill(text)
    : text.parts.map(([part, times]) => fill(part).repeat(times)).join('');
}

/** In two chunks. */
function chunked(text: string): string {
  const middle = Math.floor(text.length / 2);
  const chunk = (part: string) => `${Buffer.byteLength(part).toString(16)}\r\n${part}\r\n`;
  return `${chunk(text.slice(0, middle))}${chunk(text.slice(middle))}0\r\n\r\n`;
}

function fieldOf(line: string): [string, string] {
  const colon = line.indexOf(':');
  return colon < 0 ? [line, ''] : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
}
