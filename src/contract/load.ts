import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../errors.ts';
import { PROFILES, type Contract, type JsonSchema, type Limit, type ProfileId } from './contract.ts';
import type { Captures, DocumentProfile, Facts, LedgerRow } from './facts.ts';

/** The folder `schemas/` of this installation. */
export const SCHEMAS_DIR: string = fileURLToPath(new URL('../../schemas/', import.meta.url));

const cache = new Map<string, unknown>();

/**
 * The contract of a profile, built from its four schemas and kept: do not change it.
 * @throws UsageError for a profile that does not exist.
 */
export function loadContract(profile: ProfileId): Contract {
  if (!PROFILES.includes(profile))
    throw new UsageError(
      `the profile ${JSON.stringify(profile)} does not exist; there are ${PROFILES.join(', ')}`,
    );
  return once(`contract ${profile}`, () => contractOf(profile));
}

/** What a document says, with lines. */
export function loadFacts(profile: DocumentProfile): Facts {
  return once(`facts ${profile}`, () => read<Facts>(`facts/${profile}.json`));
}

/** Contradictions, and what `current` takes. */
export function loadLedger(): LedgerRow[] {
  return once('ledger', () => read<LedgerRow[]>('ledger.json'));
}

/** Captures and public pages that sources name. */
export function loadCaptures(): Captures {
  return once('captures', () => read<Captures>('captures.json'));
}

type Request = {
  properties: {
    origin?: { enum: string[] };
    method: { const: string };
    path: { 'x-template': string };
    headers: { required?: string[]; properties: Record<string, { 'x-name': string; 'x-value': string }> };
    body: JsonSchema & { properties: Record<string, JsonSchema> };
    token?: { anyOf: { properties: { application?: { allOf: { contains: { enum: string[] } }[] } } }[] };
  };
};
type Response = { properties: { status: { const: number }; body: JsonSchema } };
type Errors = { properties?: { status: { enum: number[] }; body?: JsonSchema } };
type Limits = {
  properties?: Partial<
    Record<Limit['name'], { properties: { calls: { const: number }; windowMs: { const: number } } }>
  >;
};

function contractOf(profile: ProfileId): Contract {
  const request = read<Request>(`api/${profile}/request.json`).properties;
  const success = read<Response>(`api/${profile}/response.json`).properties;
  const error = read<Errors>(`api/${profile}/error.json`).properties;
  const limits = read<Limits>(`api/${profile}/limits.json`).properties ?? {};
  return {
    profile,
    method: request.method.const,
    path: request.path['x-template'],
    hosts: request.origin?.enum ?? [],
    hashNames: Object.keys(request.body.properties).filter(
      (name) => request.body.properties[name]?.['x-hash'] !== undefined,
    ),
    requestHeaders: Object.entries(request.headers.properties).map(([key, header]) => ({
      name: header['x-name'],
      required: request.headers.required?.includes(key) ?? false,
      value: header['x-value'],
    })),
    requestBody: request.body,
    successStatus: success.status.const,
    responseBody: success.body,
    errorStatuses: error?.status.enum ?? [],
    errorBody: error?.body ?? null,
    limits: (['minute', 'hour'] as const).flatMap((name) => {
      const limit = limits[name]?.properties;
      return limit ? [{ name, calls: limit.calls.const, windowMs: limit.windowMs.const }] : [];
    }),
    permissions: (request.token?.anyOf ?? []).flatMap(
      (branch) => branch.properties.application?.allOf.map((one) => one.contains.enum) ?? [],
    ),
  };
}

function once<T>(key: string, make: () => T): T {
  if (!cache.has(key)) cache.set(key, make());
  return cache.get(key) as T;
}

function read<T>(path: string): T {
  return JSON.parse(readFileSync(join(SCHEMAS_DIR, path), 'utf8')) as T;
}
