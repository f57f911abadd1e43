import type { HeaderList } from '../../src/trace/lines.ts';
import type { Choices } from './choices.ts';
import { guid, randomHex, type Random } from './identifiers.ts';

/** An answer before it is dated and encoded. `actionId`: the action that this exchange created. */
export type Reply = { status: number; headers: HeaderList; body: string; actionId?: string };

/** How this service writes its answers. Bodies are compact JSON: one public client searches their raw text. */
export type Replies = {
  json(status: number, value: unknown, headers?: HeaderList): Reply;
  /** The same of a value that is JSON already. */
  ready(status: number, json: string, headers?: HeaderList): Reply;
  /** `{"error":{"code","message","target"}}`; `target` names the exchange. */
  error(status: number, code: string, message: string, headers?: HeaderList): Reply;
  /** The other envelope, captured for bad query options: empty code, `details`, no target. */
  odataError(message: string): Reply;
};

/** The general row of the error table for a status. */
const GENERAL_CODES: Readonly<Record<number, string>> = { 400: 'BadRequest', 404: 'NotFound' };

export function createReplies(o: {
  random: Random;
  choices: Pick<Choices, 'target' | 'charset' | 'chunked' | 'codes'>;
}): Replies {
  const { choices } = o;
  const mediaType = choices.charset ? 'application/json; charset=utf-8' : 'application/json';
  const target = () =>
    choices.target === 'guid' ? guid(o.random) : `|${randomHex(o.random, 32)}.${randomHex(o.random, 8)}.`;
  const ready: Replies['ready'] = (status, body, more) => {
    const headers: HeaderList = [['Content-Type', mediaType]];
    if (choices.chunked) headers.push(['Transfer-Encoding', 'chunked']);
    if (more) headers.push(...more);
    return { status, headers, body };
  };
  const json: Replies['json'] = (status, value, headers) => ready(status, JSON.stringify(value), headers);
  const codeFor = (status: number, code: string) =>
    choices.codes === 'general' ? (GENERAL_CODES[status] ?? code) : code;
  return {
    json,
    ready,
    error: (status, code, message, headers) =>
      json(status, { error: { code: codeFor(status, code), message, target: target() } }, headers),
    odataError: (message) =>
      json(400, {
        error: { code: '', message: `The query specified in the URI is not valid. ${message}`, details: [] },
      }),
  };
}
