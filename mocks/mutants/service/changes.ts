import { isUtf8 } from 'node:buffer';
import type { HeaderList } from '../../../src/trace/lines.ts';
import { createService, type ServiceOptions } from '../../service/service.ts';
import type { Service, ServiceRequest, ServiceResponse } from '../../service/types.ts';
import type { Change } from './mutant.ts';

/** A SHA-1 that no file of a run has. */
export const INERT_HASH = '0123456789abcdef0123456789abcdef01234567';

/** Any JSON object. */
export type Fields = Record<string, unknown>;

type Answering = (answer: ServiceResponse, request: ServiceRequest) => ServiceResponse;

/** True for every method on the path of the operation. */
export function isOperation(request: ServiceRequest): boolean {
  return /\/machines\/[^/]+\/StopAndQuarantineFile\/?$/i.test(request.path.split('?')[0] ?? '');
}

/** Edits the answers to calls of the operation with one of these statuses. */
export function changingAnswer(statuses: number | readonly number[], edit: Answering): Change {
  const wanted = [statuses].flat();
  return changingEachAnswer((answer, request) =>
    isOperation(request) && wanted.includes(answer.status) ? edit(answer, request) : answer,
  );
}

/** Edits every answer. */
export function changingEachAnswer(edit: Answering): Change {
  return (service) => ({ ...service, handle: (request) => edit(service.handle(request), request) });
}

/** Edits every call of the operation before the service sees it: how a service overlooks a defect. */
export function repairing(edit: (request: ServiceRequest, token: string) => ServiceRequest): Change {
  return (service) => ({
    ...service,
    handle: (request) =>
      service.handle(isOperation(request) ? edit(request, service.token('valid')) : request),
  });
}

/** Edits the JSON object in the body of every call of the operation; anything else passes unchanged. */
export function repairingBody(edit: (body: Fields) => Fields): Change {
  return repairing((request) => {
    const body = fieldsOf(request);
    return body && isPlain(request) ? withBody(request, edit(body)) : request;
  });
}

/** Bytes that are no UTF-8 would be mended by reading them, and so many brackets may nest deeper than JSON.stringify can follow. */
function isPlain(message: { body: Uint8Array }): boolean {
  return isUtf8(message.body) && (textOf(message).match(/[[{]/g)?.length ?? 0) < 1_000;
}

/** Edits every action that is shown: as created, as read, and in lists. */
export function editingAction(edit: (action: Fields, sent: ServiceRequest) => Fields): Change {
  return changingEachAnswer((answer, request) => {
    const body = answer.status < 300 ? fieldsOf(answer) : undefined;
    if (!body || !(isOperation(request) || /\/machineactions/i.test(request.path))) return answer;
    const list = body['value'];
    return withBody(
      answer,
      Array.isArray(list)
        ? { ...body, value: list.map((item) => edit(item as Fields, request)) }
        : edit(body, request),
    );
  });
}

/** Sets properties of every action; `undefined` leaves one out. */
export function settingInAction(values: Fields): Change {
  return editingAction((action) => ({ ...action, ...values }));
}

/** Edits the error object of every error of the operation. */
export function editingError(edit: (error: Fields, answer: ServiceResponse) => unknown): Change {
  return changingEachAnswer((answer, request) => {
    const error = answer.status >= 400 && isOperation(request) ? fieldsOf(answer)?.['error'] : undefined;
    return error === undefined ? answer : withBody(answer, edit(error as Fields, answer));
  });
}

/** Answers calls that `match` with a new action for whatever they name, and asks nobody whether it exists. */
export function accepting(match: (request: ServiceRequest, answer: ServiceResponse) => boolean): Change {
  return (service, options) => ({
    ...service,
    handle: (request) => {
      const answer = service.handle(request);
      return isOperation(request) && match(request, answer) ? createdFor(request, options) : answer;
    },
  });
}

/** The answer of a tenant in which the machine and the file of this call exist, whatever they are. */
export function createdFor(request: ServiceRequest, options: ServiceOptions): ServiceResponse {
  const { contract } = options;
  const { Comment: comment = 'none', Sha1: sha1 = '' } = fieldsOf(request) ?? {};
  const id = decoded(/\/machines\/([^/]+)\//i.exec(request.path)?.[1] ?? '');
  const tenant = createService({
    ...options,
    contract: { ...contract, requestBody: withoutPatterns(contract.requestBody) },
    world: { machines: [{ id, files: [String(sha1) || 'none'] }] },
  });
  return tenant.handle({
    method: contract.method,
    path: request.path,
    headers: [
      ['Authorization', `Bearer ${tenant.token('valid')}`],
      ['Content-Type', 'application/json'],
    ],
    body: bytesOf(JSON.stringify({ Comment: String(comment) || 'none', Sha1: String(sha1) || 'none' })),
  });
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function withoutPatterns(schema: Fields): Fields {
  const properties = Object.entries(schema['properties'] as Record<string, Fields>);
  return {
    ...schema,
    properties: Object.fromEntries(properties.map(([name, { pattern: _, ...rest }]) => [name, rest])),
  };
}

/** The same answer with other headers: `undefined` takes one out. */
export function withHeaders(
  answer: ServiceResponse,
  values: Record<string, string | undefined>,
): ServiceResponse {
  const names = new Set(Object.keys(values).map((name) => name.toLowerCase()));
  const kept = answer.headers.filter(([name]) => !names.has(name.toLowerCase()));
  const added = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...answer, headers: [...kept, ...added] };
}

/** The value of a header of a request. */
export function headerOf(message: { headers: HeaderList }, name: string): string | undefined {
  return message.headers.find(([key]) => key.toLowerCase() === name)?.[1];
}

/** The JSON object in a body; undefined for anything else. */
export function fieldsOf(message: { body: Uint8Array }): Fields | undefined {
  try {
    const value: unknown = JSON.parse(textOf(message));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Fields)
      : undefined;
  } catch {
    return undefined;
  }
}

export function textOf(message: { body: Uint8Array }): string {
  return new TextDecoder().decode(message.body);
}

/** The same message with this body: text as it is, anything else as JSON. */
export function withBody<T extends { body: Uint8Array }>(message: T, body: unknown): T {
  return { ...message, body: bytesOf(typeof body === 'string' ? body : JSON.stringify(body)) };
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Answers such calls of the operation itself, before the service has done anything. */
export function refusingCalls(
  matches: (request: ServiceRequest, service: Service) => boolean,
  status: number,
  code: string,
): Change {
  return (service, options) => ({
    ...service,
    handle: (request) =>
      isOperation(request) && matches(request, service)
        ? refusal(options, status, code)
        : service.handle(request),
  });
}

/** An error of the API that no service gave. */
export function refusal(options: ServiceOptions, status: number, code: string): ServiceResponse {
  const date = new Date(Math.floor(options.clock.epoch())).toUTCString();
  const blank: ServiceResponse = {
    status,
    headers: [['Date', date]],
    body: bytesOf(''),
    delivery: 'complete',
    delayMs: 0,
  };
  return errorInstead(blank, status, code);
}

/** True for a call of the operation with a token that the service takes. */
export function isAuthorised(request: ServiceRequest, service: Service): boolean {
  return request.method === 'POST' && service.tokenUse(headerOf(request, 'authorization')) === 'valid';
}

/** An error of the API with this status, in place of an answer. */
export function errorInstead(answer: ServiceResponse, status: number, code: string): ServiceResponse {
  const error = { code, message: 'Wrong on purpose.', target: '8b9c3f5e-4a1d-4c3b-9a57-0f1e2d3c4b5a' };
  return withBody(
    withHeaders({ ...answer, status }, { 'Content-Type': 'application/json', 'Retry-After': undefined }),
    {
      error,
    },
  );
}
