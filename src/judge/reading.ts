import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import type { Contract } from '../contract/contract.ts';
import { compile, type SchemaFault } from '../contract/validator.ts';
import type { World } from '../contract/world.ts';
import { bodyOf, bytesOf } from '../trace/body.ts';
import type { Body, HeaderList, RequestLine } from '../trace/lines.ts';
import { rememberLast } from './last.ts';
import { decoded, plainSegment, segmentOf } from './operation-path.ts';
import { readRequestObject } from './request-object.ts';
import { isOddSegment, isPlainMediaType, overridesMethod, refusesJson } from './request-oddities.ts';

/**
 * What is wrong with a call, read from the bytes that were sent, never from a generator's label.
 * The order in which a service looks is open, so what to expect of a call with two defects is open as well.
 */
export type Defect =
  | 'method'
  /** No Authorization header, or one that holds no bearer token. */
  | 'no-token'
  /** Expired, forged, or issued for another audience. */
  | 'bad-token'
  /** More than one Authorization header. */
  | 'two-tokens'
  | 'no-role'
  /** A token that the run cannot place. */
  | 'unknown-token'
  | 'media-type'
  /** application/json in other letters or with parameters: the same type (RFC 9110 §8.3.1), yet a service may stumble over it. */
  | 'odd-media-type'
  /** A Content-Encoding: a service may read it, or refuse it (RFC 9110 §8.4). */
  | 'coded'
  /** The body is not JSON, or not an object. */
  | 'not-json'
  /** Not JSON, but what a reader with extensions takes for it: comments, a comma too many, text behind it (RFC 8259 §9). */
  | 'lax-json'
  /** An object that a service may refuse all the same: names twice, great length or depth, a byte order mark, UTF-16. */
  | 'odd-body'
  /** Names beside those of the contract. */
  | 'extra-property'
  | 'comment-missing'
  | 'hash-missing'
  /** Null, an object or an array where a string is due. */
  | 'wrong-type'
  /** A number or boolean where a string is due: a lenient reader may take it as text. */
  | 'scalar-type'
  /** Empty, or white space alone: the documents say required, not how long. */
  | 'blank'
  | 'hash-malformed'
  /** The machine's place in the path holds more than letters, digits, dots, hyphens, underscores and tildes. */
  | 'odd-path'
  /** Another spelling of the documented path (letter case, a version, a slash at its end, a query): a service may not know it. */
  | 'path-spelling'
  /** It asks to be read as another method. */
  | 'override'
  /** It does not accept an answer in JSON. */
  | 'accept'
  /** The machine is not in the world. */
  | 'machine-unknown'
  /** The run does not know the service's world. */
  | 'world-unknown'
  /** The hash is on no file of that machine. Looked at last by any service: it has to be found there. */
  | 'file-unknown'
  /** An action for this machine and hash may still be going on. */
  | 'repeated'
  /** Made by another tool with something in the body that a service may refuse, or take, as it likes. */
  | 'unusual';

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
export function readRequest(
  request: RequestLine,
  contract: Contract,
  world: WorldIndex,
): Reading & { defects: Set<Defect> } {
  const segment = segmentOf(request.path, contract.path);
  // What only began in the trace cannot be read.
  if (segment === undefined || request.cut !== undefined) return { operation: false, defects: new Set() };
  const machineId = decoded(segment);
  const defects = new Set<Defect>();
  if (request.method !== contract.method) defects.add('method');
  addTokenDefect(request, defects);
  if (!mediaTypeIsRight(request.headers, contract)) defects.add('media-type');
  else if (!valuesOf(request.headers, 'content-type').every(isPlainMediaType)) defects.add('odd-media-type');
  const coded = valuesOf(request.headers, 'content-encoding').some(
    (value) => value.toLowerCase() !== 'identity',
  );
  if (coded) defects.add('coded');
  if (isOddSegment(segment) && !world.machines.has(machineId.toLowerCase())) defects.add('odd-path');
  if (overridesMethod(request.path, request.headers)) defects.add('override');
  else if (plainSegment(request.path, contract.path) === undefined) defects.add('path-spelling');
  if (refusesJson(request.headers)) defects.add('accept');
  const body = readRequestObject(contentOf(request.headers, request.body));
  if (body.defect) defects.add(body.defect);
  const fields = body.fields ? readBody(body.fields, contract, defects) : {};
  addWorldDefect(machineId, fields.hash, world, defects);
  return {
    operation: true,
    machineId,
    ...('json' in body ? { json: body.json } : {}),
    ...fields,
    defects,
  };
}

function addTokenDefect(request: RequestLine, defects: Set<Defect>): void {
  const { use } = request.token;
  if (valuesOf(request.headers, 'authorization').length > 1) defects.add('two-tokens');
  else if (use === 'none' || use === 'malformed') defects.add('no-token');
  else if (use === 'expired' || use === 'wrong-audience' || use === 'forged') defects.add('bad-token');
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
  const isKnown = (name: string) => name === 'Comment' || contract.hashNames.includes(name);
  if (!Object.keys(body).every(isKnown)) defects.add('extra-property');
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
  const segment = segmentOf(path, template);
  return segment === undefined ? undefined : decoded(segment);
}

function mediaTypeIsRight(headers: HeaderList, contract: Contract): boolean {
  const wanted = contract.requestHeaders.find((header) => header.name.toLowerCase() === 'content-type');
  if (!wanted?.required) return true;
  return mediaTypeOf(headers) === (wanted.value ?? 'application/json');
}

/** The media type of a message in lower case, without parameters; undefined where none, or more than one, is given. */
export const mediaTypeOf = rememberLast((headers: HeaderList): string | undefined => {
  const values = valuesOf(headers, 'content-type');
  if (values.length !== 1) return undefined;
  return values[0] === 'application/json' ? values[0] : values[0]?.split(';')[0]?.trim().toLowerCase();
});

/** All values of a header, in order. */
export function valuesOf(headers: HeaderList, name: string): string[] {
  const values: string[] = [];
  // A loop, and the length first: this is called fifty times for an exchange.
  for (const [key, value] of headers)
    if (key.length === name.length && key.toLowerCase() === name) values.push(value);
  return values;
}

const DECODERS: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  gzip: (bytes) => gunzipSync(bytes, DECODING),
  'x-gzip': (bytes) => gunzipSync(bytes, DECODING),
  deflate: (bytes) => inflateSync(bytes, DECODING),
  br: (bytes) => brotliDecompressSync(bytes, DECODING),
};
const DECODING = { maxOutputLength: 4 * 1024 * 1024 };

/** A body without its content codings, or why they could not be undone: one that is not known here, or bytes that are not in it. */
export type Content = { body: Body; fault?: undefined } | { fault: 'unknown' | 'broken'; coding: string };

/** Undoes content codings, the last first (RFC 9110 §8.4). */
export function decodeContent(headers: HeaderList, body: Body): Content {
  const values = valuesOf(headers, 'content-encoding');
  if (values.length === 0) return { body };
  const codings = values
    .flatMap((value) => value.split(','))
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length === 0 || body === '') return { body };
  let bytes = bytesOf(body);
  for (const coding of codings.toReversed()) {
    const decode = DECODERS[coding];
    if (!decode) return { fault: 'unknown', coding };
    try {
      bytes = decode(bytes);
    } catch {
      return { fault: 'broken', coding };
    }
  }
  return { body: bodyOf(bytes) };
}

/** The body with its content codings undone; as it is where that cannot be done. */
export function contentOf(headers: HeaderList, body: Body): Body {
  const content = decodeContent(headers, body);
  return content.fault === undefined ? content.body : body;
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
