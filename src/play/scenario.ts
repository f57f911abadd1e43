import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import type { Fault, World } from '../contract/world.ts';
import { readHarnessFile } from '../files/validate.ts';
import type { Mean, RawRequest, TokenUse } from '../trace/lines.ts';
import type { Forgery } from './forge.ts';

/** Bytes in place of a body: text, other bytes, or parts of text repeated. */
export type RawBody = string | { base64: string } | { parts: [text: string, times: number][] };

/** One step of a scenario: a call, or a read or a cancellation around it. The meaning of each field is in schemas/harness/scenario.json. */
export type CallSpec = {
  machine?: 'known' | 'unknown';
  /** Stands in the path as it is, in place of a machine id. */
  machineText?: string;
  /** In place of the operation's path, with `{id}` for the machine. */
  path?: string;
  file?: 'present' | 'inert' | 'again';
  /** Which accepted call of the scenario `again`, `read` and `cancel` mean, from 1. Absent: the last. */
  of?: number;
  upperCase?: boolean;
  comment?: string;
  omit?: ('Comment' | 'Sha1')[];
  replace?: Record<string, unknown>;
  rawBody?: RawBody;
  /** The body is sent in this coding, and says so. */
  coding?: 'gzip';
  token?: Exclude<TokenUse, 'unknown'>;
  /** How a forged token is made; absent: with another signature. */
  forgery?: Forgery;
  /** Another token of the same application, where one can be had. */
  newToken?: boolean;
  scheme?: string;
  method?: string;
  contentType?: string | null;
  /** Further header lines; one of the call's own with the same name is left out. */
  headers?: [name: string, value: string][];
  pathCase?: 'lower' | 'upper';
  /** Without the question mark. */
  query?: string;
  /** On a connection of its own. */
  fresh?: boolean;
  /** So many of this call at the same time, each with its own pair. */
  atOnce?: number;
  read?: 'one' | 'list' | 'unknown' | 'location';
  cancel?: 'one' | 'unknown';
  /** Instead of a call: messages written byte by byte on one connection, each when the one before it was answered. */
  raw?: RawMessage[];
  waitMs?: number;
};

/** A line as it is, or parts of text repeated. */
export type RawText = string | { parts: [text: string, times: number][] };

/**
 * One message, with places to fill in: {path}, {host}, {origin} and {token} of the service, {json}: the body of a call without
 * effect, {chunks}: that in the chunked coding, {length}: of the body in bytes. An empty message is a call without effect.
 */
export type RawMessage = { head?: RawText[]; body?: RawBody; sent?: RawRequest['sent'] };

/** A situation: a world and the calls to make. It holds no expectation. */
export type Scenario = {
  id: string;
  title: string;
  party: 'service' | 'client';
  needs: Mean[];
  /** Left out at a tenant, where a run has few calls. */
  depth?: 'full';
  world?: { machines: number; files: number; quotaUsed?: World['quotaUsed']; faults?: Fault[] };
  calls?: CallSpec[];
  cases?: { valid: number; broken: number };
  sequences?: { runs: number; steps: number };
  probe?: 'minute' | 'hour' | 'both';
};

const FOLDER = fileURLToPath(new URL('../../scenarios/', import.meta.url));

/** The scenarios of these folders, regressions first, in the order of their file names. @throws UsageError */
export function loadScenarios(party: Scenario['party']): Scenario[] {
  const folders = party === 'service' ? ['regressions', 'service', 'limits'] : ['regressions', 'client'];
  return folders
    .flatMap((folder) =>
      readdirSync(join(FOLDER, folder))
        .filter((name) => name.endsWith('.json'))
        .toSorted()
        .map((name) => readHarnessFile<Scenario>('scenario', join(FOLDER, folder, name))),
    )
    .filter((scenario) => scenario.party === party);
}
