import { seededRandom } from '../../src/play/random.ts';
import fc from 'fast-check';
import { virtualClock, type VirtualClock } from '../../src/clock/clock.ts';
import type { Contract } from '../../src/contract/contract.ts';
import type { World } from '../../src/contract/world.ts';
import type { HeaderList } from '../../src/trace/lines.ts';
import { createService, type ServiceOptions } from './service.ts';
import type { Service, ServiceRequest, ServiceResponse } from './types.ts';

/** Support for the specs beside this file: contracts made by hand, a small world, and requests to it. */

export const MACHINE = '1e5bc9d7e413ddd7902c2932e418702b84d0cc07';
export const FILE = '87662bc3d60e4200ceaf7aae249d1c343f4b83c9';
export const START = Date.UTC(2024, 0, 24, 1, 36, 28);

export const JSON_TYPE: [string, string] = ['Content-Type', 'application/json'];

/** Any code point, lone surrogates too; fast-check's own `binary` takes a second to build. */
export const codePoint = fc.nat({ max: 0x10_ffff }).map((point) => String.fromCodePoint(point));

const string = { type: 'string' };

/** The shape of `current`: both limits, permissions of which two are needed, a checked hash, the captured properties. */
export const CURRENT: Contract = {
  profile: 'current',
  method: 'POST',
  path: '/api/machines/{id}/StopAndQuarantineFile',
  hosts: ['https://api.securitycenter.microsoft.com'],
  hashNames: ['Sha1'],
  requestHeaders: [
    { name: 'Authorization', required: true },
    { name: 'Content-Type', required: true, value: 'application/json' },
  ],
  requestBody: {
    type: 'object',
    required: ['Comment', 'Sha1'],
    properties: { Comment: string, Sha1: { type: 'string', pattern: '^[0-9A-Fa-f]{40}$' } },
  },
  successStatus: 201,
  responseBody: {
    type: 'object',
    required: ['id', 'type', 'status'],
    properties: Object.fromEntries(
      [
        '@odata.context',
        'id',
        'type',
        'title',
        'requestor',
        'requestorComment',
        'status',
        'machineId',
        'computerDnsName',
        'creationDateTimeUtc',
        'lastUpdateDateTimeUtc',
        'cancellationRequestor',
        'cancellationComment',
        'cancellationDateTimeUtc',
        'errorHResult',
        'scope',
        'externalId',
        'requestSource',
        'relatedFileInfo',
        'commands',
        'troubleshootInfo',
      ].map((name) => [name, {}]),
    ),
  },
  errorStatuses: [],
  errorBody: { type: 'object', required: ['error'] },
  limits: [
    { name: 'minute', calls: 100, windowMs: 60_000 },
    { name: 'hour', calls: 1_500, windowMs: 3_600_000 },
  ],
  permissions: [['Machine.StopAndQuarantine'], ['Machine.Read.All', 'Machine.ReadWrite.All']],
};

/** The shape of the 2017 preview: another path, two names of the hash, a short answer, no limits, no permission's name. */
export const PREVIEW: Contract = {
  ...CURRENT,
  profile: 'preview-2017',
  path: '/testwdatppreview/machines/{id}/stopAndQuarantineFile',
  hosts: ['https://graph.microsoft.com'],
  hashNames: ['SHA1', 'Sha1'],
  requestHeaders: [
    { name: 'Authorization', required: true },
    { name: 'Content-Type', required: false },
  ],
  requestBody: {
    type: 'object',
    required: ['Comment'],
    properties: { Comment: string, SHA1: string, Sha1: string },
  },
  responseBody: {
    type: 'object',
    properties: Object.fromEntries(
      ['@odata.context', 'id', 'type', 'status', 'error'].map((name) => [name, string]),
    ),
  },
  errorBody: null,
  limits: [],
  permissions: [],
};

export const WORLD: World = {
  machines: [
    { id: MACHINE, computerDnsName: 'mymachine1.contoso.com', files: [FILE, hash(1), hash(2)] },
    { id: 'f46b9bb259ed4a7fb9981b73510e3cc7aa81ec1f', files: [FILE] },
  ],
};

/** A machine with `count` files, for as many calls that are not duplicates. */
export function manyFiles(count: number): World {
  return { machines: [{ id: MACHINE, files: Array.from({ length: count }, (_, i) => hash(i)) }] };
}

/** The hash of file number `n`. */
export function hash(n: number): string {
  return n.toString(16).padStart(40, '0');
}

export type Bench = {
  service: Service;
  clock: VirtualClock;
  /** POSTs the operation with a valid token, unless told otherwise. */
  post: (o?: { machine?: string; headers?: HeaderList; body?: unknown; path?: string }) => ServiceResponse;
  get: (path: string) => ServiceResponse;
};

/** A service in virtual time, with requests that it accepts. */
export function bench(options: Partial<ServiceOptions> = {}): Bench {
  const clock = virtualClock(START);
  const service = createService({
    contract: CURRENT,
    world: WORLD,
    clock,
    random: seededRandom(1),
    ...options,
  });
  const { contract = CURRENT } = options;
  let token = service.token('valid');
  const bearer = (): [string, string] => {
    // An hour of virtual time passes quickly.
    if (service.tokenUse(`Bearer ${token}`) === 'expired') token = service.token('valid');
    return ['Authorization', `Bearer ${token}`];
  };
  return {
    service,
    clock,
    post: ({ machine = MACHINE, headers, body, path } = {}) =>
      service.handle({
        method: 'POST',
        path: path ?? contract.path.replace('{id}', machine),
        headers: headers ?? [bearer(), ['Content-Type', 'application/json']],
        body: bytes(body ?? { Comment: 'because', Sha1: FILE }),
      }),
    get: (path) => service.handle({ method: 'GET', path, headers: [bearer()], body: new Uint8Array() }),
  };
}

/** Text as it is, anything else as JSON. */
export function bytes(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
}

export function text(response: Pick<ServiceResponse, 'body'>): string {
  return new TextDecoder().decode(response.body);
}

export function json(response: Pick<ServiceResponse, 'body'>): Record<string, unknown> {
  return JSON.parse(text(response)) as Record<string, unknown>;
}

/** `status code` of an error, such as `404 ResourceNotFound`. */
export function failure(response: ServiceResponse): string {
  const { error } = json(response) as { error?: { code?: string } };
  return `${response.status} ${error?.code}`;
}

/** A header's value, whatever the case of its name. */
export function header(response: { headers: HeaderList }, name: string): string | undefined {
  return response.headers.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

/** A request without a body. */
export function bare(method: string, path: string, headers: HeaderList = []): ServiceRequest {
  return { method, path, headers, body: new Uint8Array() };
}
