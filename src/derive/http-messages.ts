import { DeriveError } from './error.ts';
import type { Piece } from './reading.ts';

/** An HTTP message as a document prints it. `status` is absent where a response shows only its body. */
export type Message = {
  kind: 'request' | 'response';
  line: number;
  method?: string;
  target?: string;
  status?: number;
  headers: { name: string; value: string; line: number }[];
  /** Empty where no body is shown. */
  body: Piece[];
  /** The line that says the status a second time. */
  doubled?: number;
};

const REQUEST = /^([A-Z]+)\s+((?:https?:\/)?\/\S+)$/;
const STATUS = /^HTTP\/\d(?:\.\d)?\s+(\d{3})(?:\s|$)/;
const HEADER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):\s*(.*)$/;

/**
 * Reads printed messages from consecutive lines of code. A body begins with a brace, with or without a blank line before it,
 * or in a block of its own after the request line.
 * @throws DeriveError at the first line that is no part of a message.
 */
export function readMessages(lines: Piece[], file: string): Message[] {
  const messages: Message[] = [];
  for (const piece of lines) {
    const text = piece.text.trim();
    const last = messages.at(-1);
    const request = REQUEST.exec(text);
    const status = STATUS.exec(text);
    const header = HEADER.exec(text);
    if (text === '') continue;
    if (request)
      messages.push({
        kind: 'request',
        line: piece.line,
        method: request[1],
        target: request[2],
        headers: [],
        body: [],
      });
    else if (status && last?.status === Number(status[1]) && last.headers.length + last.body.length === 0)
      last.doubled = piece.line;
    else if (status)
      messages.push({ kind: 'response', line: piece.line, status: Number(status[1]), headers: [], body: [] });
    else if (/^Response:?$/i.test(text))
      messages.push({ kind: 'response', line: piece.line, headers: [], body: [] });
    else if (last && (last.body.length > 0 || text.startsWith('{') || text.startsWith('[')))
      last.body.push(piece);
    else if (last && header)
      last.headers.push({
        name: canonical(header[1] ?? ''),
        value: header[2]?.trim() ?? '',
        line: piece.line,
      });
    else
      throw new DeriveError(file, piece.line, 'not a request line, a status line, a header or a JSON body');
  }
  return messages;
}

/** `Content-type` as `Content-Type`: one name, however a document writes it. */
function canonical(name: string): string {
  return name.replace(/[A-Za-z]+/g, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase());
}

/** Host and path of a request target; the host is undefined where the document gives the path alone. */
export function splitTarget(target: string): { host?: string; path: string } {
  const match = /^(https?:\/\/[^/]+)?(\/.*)$/.exec(target);
  const [, host, path = target] = match ?? [];
  return host === undefined ? { path } : { host, path };
}
