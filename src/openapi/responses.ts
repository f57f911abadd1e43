import { STATUS_CODES } from 'node:http';
import type { Contract, JsonSchema } from '../contract/contract.ts';
import { REQUIREMENTS } from '../judge/registry.ts';
import { exampleOf } from './examples.ts';

type Part = Record<string, unknown>;

/** RFC 9110 §10.2.3 and §5.6.7: seconds, or a date as senders write it. */
const RETRY_AFTER =
  '^(\\d+|(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d\\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \\d{4} \\d\\d:\\d\\d:\\d\\d GMT)$';

/** Headers that a requirement of the profile asks for, by status. */
const HEADERS: readonly { status: number; name: string; requirement: string; header: Part }[] = [
  {
    status: 401,
    name: 'WWW-Authenticate',
    requirement: 'auth.challenge',
    header: {
      description: 'The challenge of the scheme Bearer',
      schema: { type: 'string', pattern: '(^|, *)[Bb][Ee][Aa][Rr][Ee][Rr]( |,|$)' },
      example: 'Bearer',
    },
  },
  {
    status: 429,
    name: 'Retry-After',
    requirement: 'limits.retry-after',
    header: {
      description: 'How long to wait: seconds, or a date',
      schema: { type: 'string', pattern: RETRY_AFTER },
      example: '42',
    },
  },
];

/** The responses by status; their bodies are `#/components/schemas/MachineAction` and `…/Error`. */
export function responsesOf(contract: Contract): Record<string, Part> {
  return {
    [contract.successStatus]: {
      description: 'The action that was created',
      content: json('MachineAction', exampleOf(contract.responseBody)),
    },
    ...Object.fromEntries(contract.errorStatuses.map((status) => [status, errorOf(contract, status)])),
    // A document without a word on errors still has required values: a call that lacks one is refused (RFC 9110 §15.5).
    ...(contract.errorStatuses.length === 0
      ? { '4XX': { description: 'Refused; the document does not say with which status or body' } }
      : {}),
  };
}

function errorOf(contract: Contract, status: number): Part {
  const headers = HEADERS.filter(
    (one) => one.status === status && exists(one.requirement, contract.profile),
  ).map(({ name, requirement, header }) => [
    name,
    { ...header, required: true, 'x-source': sourceOf(requirement) },
  ]);
  return {
    description: STATUS_CODES[status] ?? 'An error',
    ...(headers.length > 0 ? { headers: Object.fromEntries(headers) as Part } : {}),
    ...(contract.errorBody ? { content: json('Error', exampleOf(contract.errorBody)) } : {}),
  };
}

function json(schema: string, example: unknown): Part {
  return { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` }, example } };
}

function exists(requirement: string, profile: Contract['profile']): boolean {
  return REQUIREMENTS.some(({ id, profiles }) => id === requirement && profiles.includes(profile));
}

function sourceOf(requirement: string): readonly string[] {
  return REQUIREMENTS.find(({ id }) => id === requirement)?.source ?? [];
}

/** Schemas of the bodies, keyword for keyword as the contract has them. */
export function bodySchemas(contract: Contract): Record<string, JsonSchema> {
  return {
    StopAndQuarantineFile: contract.requestBody,
    MachineAction: contract.responseBody,
    ...(contract.errorBody ? { Error: contract.errorBody } : {}),
  };
}
