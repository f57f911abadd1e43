import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import type { Contract } from '../contract/contract.ts';
import { compile, type SchemaFault } from '../contract/validator.ts';
import type { World } from '../contract/world.ts';
import { bodyOf, bytesOf } from '../trace/body.ts';
import type { Body, HeaderList, RequestLine } from '../trace/lines.ts';

/**
 * What is wrong with a call, read from the bytes that were sent, never from a generator's label.
 * The order in which a service looks is open, so what to expect of a call with two defects is open as well.
 */
export type Defect =
  | 'method'
  /** No Authorization header, or one that holds no bearer token. */
  | 'no-token'
  /** Expired, or issued for another audience. */
  | 'bad-token'
  | 'no-role'
  /** A token that the run cannot place. */
  | 'unknown-token'
  | 'media-type'
  /** A Content-Encoding: a service may read it, or refuse it (RFC 9110 §8.4). */
  | 'coded'
  /** The body is not JSON, or not an object. */
  | 'not-json'
  | 'comment-missing'
  | 'hash-missing'
  /** Null, an object or an array where a string is due. */
  | 'wrong-type'
  /** A number or boolean where a string is due: a lenient reader may take it as text. */
  | 'scalar-type'
  /** Empty, or white space alone: the documents say required, not how long. */
  | 'blank'
  | 'hash-malformed'
  /** The machine is not in the world. */
  | 'machine-unknown'
  /** The run does not know the service's world. */
  | 'world-unknown'
  /** The hash is on no file of that machine. Looked at last by any service: it has to be found there. */
  | 'file-unknown'
  /** An action for this machine and hash may still be going on. */
  | 'repeated';

export type Reading = {
  /** The path is the operation's, in any letter case of the action and with or without a version. */
  operation: boolean;
  machineId?: string;
  /** The parsed JSON body, where it is JSON. */
  json?: unknown;
  comment?: string;
  hash?: string;
  defects: ReadonlySet<Defect>;
};

export type WorldIndex = { known: boolean; machines: Map<string, Set<string>> };

/** Ids and hashes in lower case. */
export function indexWorld(world: World | null | undefined): WorldIndex {
  const machines = new Map<string, Set<string>>();
  for (const machine of world?.machines ?? [])
    machines.set(machine.id.toLowerCase(), new Set(machine.files.map((file) => file.toLowerCase())));
  return { known: machines.size > 0, machines };
}

/** Reads one request of a call against a contract and the world it met. `repeated` is added by whoever sees the order. */
export function readRequest(request: RequestLine, contract: Contract, world: WorldIndex): Reading {
  const machineId = machineOf(request.path, contract.path);
  if (machineId === undefined) return { operation: false, defects: new Set() };
  const defects = new Set<Defect>();
  if (request.method !== contract.method) defects.add('method');
  addTokenDefect(request, defects);
  if (!mediaTypeIsRight(request.headers, contract)) defects.add('media-type');
  const coded = valuesOf(request.headers, 'content-encoding').some(
    (value) => value.toLowerCase() !== 'identity',
  );
  if (coded) defects.add('coded');
  const json = jsonOf(contentOf(request.headers, request.body));
  const fields: { comment?: string; hash?: string } = {};
  if (!json.ok || typeof json.value !== 'object' || json.value === null || Array.isArray(json.value))
    defects.add('not-json');
  else Object.assign(fields, readBody(json.value as Record<string, unknown>, contract, defects));
  addWorldDefect(machineId, fields.hash, world, defects);
  return { operation: true, machineId, ...(json.ok ? { json: json.value } : {}), ...fields, defects };
}

function addTokenDefect(request: RequestLine, defects: Set<Defect>): void {
  const { use } = request.token;
  if (use === 'none' || use === 'malformed') defects.add('no-token');
  else if (use === 'expired' || use === 'wrong-audience') defects.add('bad-token');
  else if (use === 'no-role') defects.add('no-role');
  else if (use === 'unknown') defects.add('unknown-token');
}

function readBody(
  body: Record<string, unknown>,
  contract: Contract,
  defects: Set<Defect>,
): { comment?: string; hash?: string } {
  const hashKey = contract.hashNames.find((name) => Object.hasOwn(body, name));
  for (const fault of compile(contract.requestBody)(body)) addBodyDefect(fault, body, contract, defects);
  const comment = body['Comment'];
  const hash = hashKey === undefined ? undefined : body[hashKey];
  if (typeof comment === 'string' && comment.trim() === '') defects.add('blank');
  if (typeof hash === 'string' && hash.trim() === '' && !defects.has('hash-malformed')) defects.add('blank');
  return {
    ...(typeof comment === 'string' ? { comment } : {}),
    ...(typeof hash === 'string' ? { hash } : {}),
  };
}

function addBodyDefect(
  fault: SchemaFault,
  body: Record<string, unknown>,
  contract: Contract,
  defects: Set<Defect>,
): void {
  if (fault.keyword === 'required') {
    if (!Object.hasOwn(body, 'Comment')) defects.add('comment-missing');
    if (!contract.hashNames.some((name) => Object.hasOwn(body, name))) defects.add('hash-missing');
  } else if (fault.keyword === 'type') {
    const value = body[fault.path.slice(1)];
    const scalar = typeof value === 'number' || typeof value === 'boolean';
    defects.add(scalar && fault.path === '/Comment' ? 'scalar-type' : 'wrong-type');
  } else if (fault.keyword === 'pattern') defects.add('hash-malformed');
}

function addWorldDefect(
  machineId: string,
  hash: string | undefined,
  world: WorldIndex,
  defects: Set<Defect>,
): void {
  if (!world.known) defects.add('world-unknown');
  const files = world.machines.get(machineId.toLowerCase());
  if (world.known && files === undefined) defects.add('machine-unknown');
  if (files !== undefined && hash !== undefined && !files.has(hash.toLowerCase()))
    defects.add('file-unknown');
}

/** The machine id in a path of the operation, decoded; undefined for any other path. */
export function machineOf(path: string, template: string): string | undefined {
  const match = operationPattern(template).exec(path.split('?')[0] ?? '');
  const raw = match?.[1];
  if (raw === undefined) return undefined;
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}

const patterns = new Map<string, RegExp>();

/** `/api/machines/{id}/StopAndQuarantineFile` also as `/api/v1.0/…`, and with the action in any letter case. */
function operationPattern(template: string): RegExp {
  let pattern = patterns.get(template);
  if (!pattern) {
    const source = template
      .replace(/[.*+?^$()|[\]\\]/g, '\\$&')
      .replace('{id}', '([^/]+)')
      .replace(/^\/api\//, '/api/(?:v1\\.0/)?');
    pattern = new RegExp(`^${source}/?$`, 'i');
    patterns.set(template, pattern);
  }
  return pattern;
}

function mediaTypeIsRight(headers: HeaderList, contract: Contract): boolean {
  const wanted = contract.requestHeaders.find((header) => header.name.toLowerCase() === 'content-type');
  if (!wanted?.required) return true;
  return mediaTypeOf(headers) === (wanted.value ?? 'application/json');
}

/** The media type of a message in lower case, without parameters; undefined where none, or more than one, is given. */
export function mediaTypeOf(headers: HeaderList): string | undefined {
  const values = valuesOf(headers, 'content-type');
  return values.length === 1 ? values[0]?.split(';')[0]?.trim().toLowerCase() : undefined;
}

/** All values of a header, in order. */
export function valuesOf(headers: HeaderList, name: string): string[] {
  return headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value);
}

const DECODERS: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  gzip: (bytes) => gunzipSync(bytes, DECODING),
  'x-gzip': (bytes) => gunzipSync(bytes, DECODING),
  deflate: (bytes) => inflateSync(bytes, DECODING),
  br: (bytes) => brotliDecompressSync(bytes, DECODING),
};
const DECODING = { maxOutputLength: 4 * 1024 * 1024 };

/** The body with its content codings undone (RFC 9110 §8.4); as it is where that cannot be done. */
export function contentOf(headers: HeaderList, body: Body): Body {
  const codings = valuesOf(headers, 'content-encoding')
    .flatMap((value) => value.split(','))
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length === 0) return body;
  try {
    return bodyOf(codings.reduceRight((bytes, coding) => decoded(bytes, coding), bytesOf(body)));
  } catch {
    return body;
  }
}

function decoded(bytes: Uint8Array, coding: string): Uint8Array {
  const decode = DECODERS[coding];
  if (!decode) throw new Error(`no decoder for ${coding}`);
  return decode(bytes);
}

export type Json = { ok: true; value: unknown } | { ok: false; why: string };

/** The JSON value in a body: UTF-8 without a byte order mark, RFC 8259. */
export function jsonOf(body: Body): Json {
  if (typeof body !== 'string') return { ok: false, why: `${bytesOf(body).length} bytes that are not UTF-8` };
  if (body === '') return { ok: false, why: 'no bytes at all' };
  try {
    return { ok: true, value: JSON.parse(body) as unknown };
  } catch (error) {
    return { ok: false, why: (error as Error).message };
  }
}
