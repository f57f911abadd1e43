import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checks as auth } from '../../specs/auth/checks.ts';
import { checks as body } from '../../specs/body/checks.ts';
import { checks as client } from '../../specs/client/checks.ts';
import { checks as effects } from '../../specs/effects/checks.ts';
import { checks as errors } from '../../specs/errors/checks.ts';
import { checks as framing } from '../../specs/framing/checks.ts';
import { checks as hash } from '../../specs/hash/checks.ts';
import { checks as limits } from '../../specs/limits/checks.ts';
import { checks as relations } from '../../specs/relations/checks.ts';
import { checks as routing } from '../../specs/routing/checks.ts';
import { checks as status } from '../../specs/status/checks.ts';
import { checks as validation } from '../../specs/validation/checks.ts';
import { readHarnessFile } from '../files/validate.ts';
import type { Check, Requirement } from './types.ts';

/** The topics in the order of a report; each is a folder of `specs/` with requirements.json and checks.ts, and excluded.json for rows that are not checked. */
const TOPICS: Readonly<Record<string, readonly Check[]>> = {
  status,
  body,
  relations,
  validation,
  hash,
  routing,
  auth,
  errors,
  effects,
  framing,
  http: [],
  preconditions: [],
  limits,
  client,
};

/** The whole catalogue, excluded rows as well. */
export const REQUIREMENTS: readonly Requirement[] = Object.keys(TOPICS).flatMap((topic) =>
  ['requirements.json', 'excluded.json']
    .map((name) => fileURLToPath(new URL(`../../specs/${topic}/${name}`, import.meta.url)))
    .filter((path) => existsSync(path))
    .flatMap((path) => readHarnessFile<Requirement[]>('requirements', path)),
);

/** Checks by the id of their requirement. */
export const CHECKS: ReadonlyMap<string, Check> = new Map(
  Object.values(TOPICS)
    .flat()
    .map((check) => [check.id, check]),
);
