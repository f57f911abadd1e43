import type { HeaderList, RequestLine, ResponseLine, TokenTrace } from './lines.ts';

/**
 * The lines that a server writes for each exchange, as JSON and checked, in a tenth of the time that JSON.stringify and a validator of
 * schemas take. What is out of the ordinary is left to those: then the answer is undefined.
 */

/** Header lists as a trace keeps them: `clean` holds no values of secret headers, `json` is the same as text. */
export type KnownHeaders = { clean: HeaderList; json: string };

/**
 * Keeps the list seen last: one client sends the same headers again and again, and one service answers with nearly the same.
 * @param redacted takes away the values of secret headers. Undefined for what is no header list.
 */
export function rememberedHeaders(
  redacted: (list: HeaderList) => HeaderList,
): (list: HeaderList) => KnownHeaders | undefined {
  let texts: string[] = [];
  let known: KnownHeaders | undefined;
  return (list) => {
    if (known && isSame(list, texts)) return known;
    if (!list.every((pair) => pair.length === 2 && pair.every((text) => typeof text === 'string')))
      return undefined;
    // A list of our own: the caller may go on to change the one that was given.
    const clean = redacted(list.map(([name, value]) => [name, value]));
    texts = list.flat();
    known = { clean, json: JSON.stringify(clean) };
    return known;
  };
}

function isSame(list: HeaderList, texts: readonly string[]): boolean {
  if (list.length * 2 !== texts.length) return false;
  for (let i = 0; i < list.length; i += 1) {
    const pair = list[i] as readonly string[];
    if (pair.length !== 2 || pair[0] !== texts[2 * i] || pair[1] !== texts[2 * i + 1]) return false;
  }
  return true;
}

/** How many fields an ordinary line has, without `call`; rare ones have more. */
const REQUEST_FIELDS = 10;
const RESPONSE_FIELDS = 8;

/** The JSON of a request's line, equal to that of JSON.stringify; undefined where it may break the format, or has rare fields. */
export function quickRequest(line: RequestLine, headers: KnownHeaders): string | undefined {
  const { call, method, path, body } = line;
  const fields = call === undefined ? REQUEST_FIELDS : REQUEST_FIELDS + 1;
  if (Object.keys(line).length !== fields || typeof body !== 'string') return undefined;
  if (!isTime(line.t) || !isCount(line.s) || !isCount(line.x) || !isCount(line.conn)) return undefined;
  if (call !== undefined && !isCount(call)) return undefined;
  if (typeof method !== 'string' || typeof path !== 'string') return undefined;
  const token = tokenJson(line.token);
  if (token === undefined) return undefined;
  const ofCall = call === undefined ? '' : `,"call":${call}`;
  const where = `"conn":${line.conn},"method":${quoted(method)},"path":${quoted(path)}`;
  return `{"kind":"request","t":${line.t},"s":${line.s},"x":${line.x}${ofCall},${where},"headers":${headers.json},"body":${JSON.stringify(body)},"token":${token}}`;
}

/** The same of an answer's line. */
export function quickResponse(line: ResponseLine, headers: KnownHeaders): string | undefined {
  if (line.lost !== undefined) return undefined;
  const { status, body, end } = line;
  if (Object.keys(line).length !== RESPONSE_FIELDS) return undefined;
  if (!isTime(line.t) || !isCount(line.s) || !isCount(line.x)) return undefined;
  if (!isCount(status) || status < 100 || status > 999 || typeof body !== 'string') return undefined;
  if (end !== 'complete' && end !== 'cut' && end !== 'reset' && end !== 'timeout') return undefined;
  return `{"kind":"response","t":${line.t},"s":${line.s},"x":${line.x},"status":${status},"headers":${headers.json},"body":${JSON.stringify(body)},"end":"${end}"}`;
}

const isTime = (value: number) => Number.isFinite(value) && value >= 0;
const isCount = (value: number) => Number.isInteger(value) && value >= 0;

/** What needs no escape is spared the call. */
const quoted = (text: string) => (/^[\w/.-]*$/.test(text) ? `"${text}"` : JSON.stringify(text));

const USES: ReadonlySet<string> = new Set<TokenTrace['use']>([
  'none',
  'malformed',
  'valid',
  'expired',
  'wrong-audience',
  'no-role',
  'other-app',
  'forged',
  'unknown',
]);

/** The one seen last that cannot change: a run uses few, and reads them to the same object. */
let latest: { token: TokenTrace; json: string } | undefined;

/** Undefined for what is no such token. */
function tokenJson(token: TokenTrace): string | undefined {
  if (typeof token !== 'object' || token === null) return undefined;
  if (latest && latest.token === token) return latest.json;
  const { use, print, app } = token;
  if (!USES.has(use)) return undefined;
  let json = `{"use":"${use}"`;
  let fields = 1;
  if (print !== undefined) {
    if (typeof print !== 'string') return undefined;
    json += `,"print":${quoted(print)}`;
    fields += 1;
  }
  if (app !== undefined) {
    if (typeof app !== 'string') return undefined;
    json += `,"app":${quoted(app)}`;
    fields += 1;
  }
  if (Object.keys(token).length !== fields) return undefined;
  json += '}';
  if (Object.isFrozen(token)) latest = { token, json };
  return json;
}
