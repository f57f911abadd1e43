import { visit } from 'jsonc-parser';
import type { Contract } from '../contract/contract.ts';
import type { World } from '../contract/world.ts';
import { bytesOf } from '../trace/body.ts';
import type { HeaderList, HeaderLine, RequestLine, ResponseLine } from '../trace/lines.ts';
import type { Exchange } from './exchanges.ts';
import { contentOf, jsonOf, mediaTypeOf, valuesOf, type Defect } from './reading.ts';

/**
 * A recording holds calls of a tool that knows nothing of this contract. Where such a call uses what the documents do not speak
 * of, several answers are right, and which of them a service gives must never raise an alarm.
 */

/** True for a trace of calls that somebody else made, recorded on the way to the service that is judged. */
export function isForeign(header: HeaderLine): boolean {
  return header.recorder === 'proxy' && header.party !== 'client';
}

/** Takes an exchange that says nothing about the contract out of the judgement, and notes what a service may take as it likes. */
export function weighForeign(exchange: Exchange, header: HeaderLine, contract: Contract): void {
  const { line } = exchange.request;
  if (!isPlain(line, contract)) {
    exchange.faulted = true;
    return;
  }
  if (hasUnusualBody(line, exchange.reading, contract)) addDefect(exchange, 'unusual');
  if (!isPlainMachine(exchange.reading.machineId ?? '', header.world)) forgetMachine(exchange);
}

/**
 * A 400 may speak of an action for the same pair, which another call in flight, or somebody beside the recording, began; a success
 * may show that action.
 * @param pairs calls for the pair that were not refused, this one included.
 */
export function weighForeignAnswer(exchange: Exchange, header: HeaderLine, pairs: number): void {
  const line = exchange.response?.line;
  if (line === undefined || line.lost !== undefined) return;
  if (OF_THE_TRANSFER.has(line.status)) exchange.faulted = true;
  const named = header.world !== null && exchange.reading.defects.has('world-unknown');
  if (line.cut !== undefined || (named && line.status < 300)) exchange.faulted = true;
  const others = pairs > 1 || !header.means.includes('exclusive');
  if (others && (line.status === 400 || (line.status < 300 && mayBeOthers(exchange, line))))
    addDefect(exchange, 'repeated');
}

/** The action in a success may be another's: it has another comment, or was there before the call by its own time and the answer's Date. */
function mayBeOthers({ request, reading }: Exchange, line: Answer): boolean {
  const json = jsonOf(contentOf(line.headers, line.body));
  if (!json.ok || typeof json.value !== 'object' || json.value === null) return false;
  const action = json.value as Record<string, unknown>;
  const comment = action['requestorComment'];
  if (typeof comment === 'string' && comment !== reading.comment) return true;
  const created = action['creationDateTimeUtc'];
  const answered = Date.parse(valuesOf(line.headers, 'date')[0] ?? '');
  return (
    typeof created === 'string' && Date.parse(created) < answered - (line.t - request.line.t) - CLOCK_GRAIN_MS
  );
}

/** A service may ask for a length (RFC 9110 §15.5.12), not wait (§15.5.18), or have shorter bounds than ours. */
const OF_THE_TRANSFER: ReadonlySet<number> = new Set([411, 413, 414, 417, 431]);

/** Date has whole seconds, and a creation time may be cut to them as well. */
const CLOCK_GRAIN_MS = 2_000;

type Answer = Extract<ResponseLine, { status: number }>;

function addDefect(exchange: Exchange, defect: Defect): void {
  const { reading } = exchange;
  exchange.reading = { ...reading, defects: new Set<Defect>([...reading.defects, defect]) };
}

/** A call of the operation as the documents know it: its answer is the contract's. */
function isPlain(request: RequestLine, contract: Contract): boolean {
  const { headers } = request;
  return (
    isPlainPath(request.path, contract.path) &&
    bytesOf(request.body).length <= LONG_BODY &&
    headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0) <= LONG_HEADERS &&
    !headers.some(([name, value]) => mayChangeTheAnswer(name, value)) &&
    !SINGLE.some((name) => valuesOf(headers, name).length > 1) &&
    isUtf8(headers) &&
    !hasTwoMeanings(request)
  );
}

/** A body that a service may refuse, or take, although the documents do not say so. */
function hasUnusualBody(request: RequestLine, reading: Exchange['reading'], contract: Contract): boolean {
  if (reading.defects.has('not-json')) return /^\s*\{/.test(textOf(request)); // a parser may be lenient (RFC 8259 §9)
  if (typeof reading.json !== 'object' || reading.json === null) return false;
  const known = new Set(['Comment', ...contract.hashNames]);
  return (
    Object.keys(reading.json).some((name) => !known.has(name)) ||
    (reading.comment?.length ?? 0) > LONG_COMMENT ||
    reading.hash?.trim() === ''
  );
}

/** RFC 9112 §3 asks for 8,000 octets of a request line, and RFC 9110 §5.4 names no length for headers. */
const LONG_HEADERS = 8_000;
const LONG_BODY = 16 * 1024;
const LONG_COMMENT = 1_000;

/** Exactly as documented: no query, no percent-encoding, no other letter case, no slash at the end. */
function isPlainPath(path: string, template: string): boolean {
  const [before = '', after = ''] = template.split('{id}');
  return (
    path.startsWith(before) &&
    path.endsWith(after) &&
    /^[\w-]{1,128}$/.test(path.slice(before.length, path.length - after.length))
  );
}

/** A service may take the name of a machine for its id, read ids in any letter case, and refuse as malformed what is not the digest that an id is. */
function isPlainMachine(id: string, world: World | null): boolean {
  return world === null || world.machines.some((machine) => machine.id === id) || /^[0-9a-f]{40}$/.test(id);
}

/** Whether there is such a machine, and so such a file, is the service's to say. */
function forgetMachine(exchange: Exchange): void {
  const { reading } = exchange;
  const kept = [...reading.defects].filter(
    (defect) => defect !== 'machine-unknown' && defect !== 'file-unknown',
  );
  exchange.reading = { ...reading, defects: new Set<Defect>([...kept, 'world-unknown']) };
}

/** Fields of RFC 9110 and of OData that ask for another answer or another way of reading, and ways to say another method. */
const OTHER_MEANING =
  /^(if-.*|range|content-range|content-encoding|content-md5|content-digest|repr-digest|digest|prefer|odata-.*|origin|cookie|accept-charset|x-http-method.*|x-method-override|x-original-.*|x-rewrite-.*|forwarded|x-forwarded-.*|proxy-.*|max-forwards|idempotency-key|sec-(?!fetch-mode$|ch-).*)$/i;

function mayChangeTheAnswer(name: string, value: string): boolean {
  if (OTHER_MEANING.test(name)) return true;
  if (/^accept$/i.test(name)) return !value.split(',').some((range) => takesJson(range));
  if (/^expect$/i.test(name)) return !/^100-continue$/i.test(value);
  if (/^transfer-encoding$/i.test(name)) return !/^chunked$/i.test(value);
  if (/^accept-encoding$/i.test(name)) return /;\s*q=0(\.0*)?\s*(,|$)/i.test(value);
  return false;
}

/** A media range that application/json is in, and not with the weight of nothing. */
function takesJson(range: string): boolean {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  return ['*/*', 'application/*', 'application/json'].includes(type) && parameters.length === 0;
}

const SINGLE = ['authorization', 'content-type', 'content-length', 'accept', 'host'];

function isUtf8(headers: HeaderList): boolean {
  const [type] = valuesOf(headers, 'content-type');
  if (type === undefined || mediaTypeOf(headers) !== 'application/json') return true;
  return /^[^;]*(;\s*charset="?utf-?8"?\s*)?;?\s*$/i.test(type);
}

/** A byte order mark, or a name twice in one object: RFC 8259 §8.1 and §4 let readers differ. */
function hasTwoMeanings(request: RequestLine): boolean {
  const text = textOf(request);
  if (text.startsWith('\u{FEFF}')) return true;
  const open: Set<string>[] = [];
  let twice = false;
  visit(text, {
    onObjectBegin: () => void open.push(new Set()),
    onObjectEnd: () => void open.pop(),
    onObjectProperty(name) {
      // Readers that do not mind letter case take `sha1` and `Sha1` for one name.
      const names = open.at(-1);
      if (names?.has(name.toLowerCase())) twice = true;
      names?.add(name.toLowerCase());
    },
  });
  return twice;
}

function textOf(request: RequestLine): string {
  const body = contentOf(request.headers, request.body);
  return typeof body === 'string' ? body : Buffer.from(bytesOf(body)).toString('latin1');
}
